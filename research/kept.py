"""Observations of versions that change still, kept where counting millions of answers would let a page wait.

In a program with few answers they are counted whenever they are asked for. With many, what was counted last is told
and, once it is old, the worker counts again.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from django.utils import timezone

from journeys import jobs
from journeys.models import MapVersion, Touchpoint
from journeys.models.version import OPEN_STATES
from research import evidence
from research.evidence import Observed
from research.models import KeptEvidence, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

TASK = "research.tasks.count_evidence"
#: Answers of a program that are counted while somebody waits.
MOST_COUNTED = 100_000
#: What was counted is told for so long; the worker is asked again after as long.
FRESH, PATIENCE = timedelta(minutes=10), timedelta(minutes=5)


def is_large(program_id: int) -> bool:
    """Return whether a program has more answers than are counted while somebody waits."""
    rows = Response.objects.filter(program_id=program_id).order_by().values("pk")
    return bool(rows[MOST_COUNTED : MOST_COUNTED + 1].exists())


def of(version: MapVersion) -> list[Observed]:
    """Return what was observed at a version's elements: counted now, or where there are many answers, not long ago."""
    if not is_large(version.program_id):
        return evidence.of(version)
    found = _kept(version)
    return count(version) if found is None else found


def live_notes(version: MapVersion) -> dict[str, Any]:
    """Return the notes of a version that changes still; none where they must be counted by the worker first."""
    if not is_large(version.program_id):
        return evidence.notes(version)
    found = _kept(version)
    if found is None:
        _ask(version)
        return {}
    return evidence.told(found)


def count(version: MapVersion) -> list[Observed]:
    """Count a version's observations, keep and return them."""
    seal = _seal(version)
    found = evidence.of(version)
    KeptEvidence.objects.update_or_create(
        version=version,
        defaults={
            "program_id": version.program_id,
            "seal": seal,
            "found": msgspec.to_builtins(found),
            "counted_at": timezone.now(),
            "asked_at": None,
        },
    )
    return found


def count_again(version_id: int) -> bool:
    """Count anew for a version that changes still and has many answers; return whether it did."""
    version = MapVersion.objects.filter(pk=version_id, state__in=OPEN_STATES).first()
    if version is None or not is_large(version.program_id):
        return False
    count(version)
    return True


def answers_changed(program_id: int) -> None:
    """Have everything that is kept of a program counted again."""
    for pk in KeptEvidence.objects.filter(
        program_id=program_id, version__state__in=OPEN_STATES
    ).values_list("version_id", flat=True):
        jobs.send(TASK, pk)


def _kept(version: MapVersion) -> list[Observed] | None:
    """Return what is kept of this version with this window; if it is old, the worker is asked to count again."""
    row = KeptEvidence.objects.filter(version=version).first()
    if row is None or row.seal != _seal(version):
        return None
    if row.counted_at < timezone.now() - FRESH:
        _ask(version)
    return msgspec.convert(row.found, list[Observed])


def _ask(version: MapVersion) -> None:
    """Have the worker count again, unless it was asked a moment ago: each count takes seconds."""
    now, program = timezone.now(), version.program_id
    row, is_new = KeptEvidence.objects.get_or_create(
        version=version, defaults={"program_id": program, "counted_at": now, "asked_at": now}
    )
    if not is_new:
        if row.asked_at is not None and row.asked_at >= now - PATIENCE:
            return
        KeptEvidence.objects.filter(pk=row.pk).update(asked_at=now)
    jobs.send(TASK, version.pk)


def _seal(version: MapVersion) -> str:
    places: Mapping[str, str] = dict(
        Touchpoint.objects.filter(version=version).order_by("key").values_list("key", "stage__key")
    )
    said = repr((version.evidence_from, version.evidence_to, sorted(places.items())))
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
