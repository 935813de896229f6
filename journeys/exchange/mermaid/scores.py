"""Mermaid's scores 1…5 stand for emotions −3…+3 in equal steps."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

LOWEST, HIGHEST = 1, 5
_MIDDLE = Decimal(3)
#: Emotion per score: four steps of score span six of emotion.
_SLOPE = Decimal("1.5")
_NUMBER = re.compile(r"[+\-−]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")


def number(text: str) -> Decimal | None:
    """Return the number a text is, or None."""
    match = _NUMBER.fullmatch(text)
    return _decimal(match.group()) if match and len(text) <= 40 else None


def leading_number(text: str) -> str:
    """Return the number a text begins with, or an empty string."""
    match = _NUMBER.match(text)
    return match.group() if match else ""


def emotion_of(score: Decimal) -> float | None:
    """Return the emotion of a score, or None if the score is off the scale."""
    if not LOWEST <= score <= HIGHEST:
        return None
    return float(_tenths((score - _MIDDLE) * _SLOPE))


def score_of(emotion: float) -> str:
    """Return the shortest score that stands for exactly this emotion, in tenths."""
    wanted = _tenths(Decimal(str(emotion)))
    exact = _MIDDLE + wanted / _SLOPE
    for digits in ("1", "0.1", "0.01"):
        score = exact.quantize(Decimal(digits), ROUND_HALF_UP)
        if _tenths((score - _MIDDLE) * _SLOPE) == wanted:
            return f"{score.normalize():f}"
    raise AssertionError(f"two decimals are finer than a tenth of emotion: {emotion}")


def _tenths(value: Decimal) -> Decimal:
    """Return a value in tenths, half away from zero, without a negative zero."""
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP) + 0


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))
