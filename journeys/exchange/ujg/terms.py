"""Names and numbers of UJG that its reader and its writer share."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CONTEXT = "https://ujg.specs.openuji.org/ed/ns/context.jsonld"
#: Under this name stands in a node's extensions what UJG has no term for.
OURS = "journeyloop"
#: What a measured emotion is called, and the scale it is on.
EMOTION, EMOTION_UNIT = "emotion", "-3..+3"
URN = "urn:uuid:"


def severity_of(share: float) -> int:
    """Return our severity, 1 to 5, for one of 0 to 1."""
    return int((Decimal(str(share)) * 4).quantize(Decimal(1), ROUND_HALF_UP)) + 1


def share_of(severity: int) -> float:
    """Return the severity of 0 to 1 that stands for one of ours."""
    return (severity - 1) / 4
