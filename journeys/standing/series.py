"""A KPI's readings as series: one per segment, all customers first, each value with its interval."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from journeys import periods
from journeys.intervals import Estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.models import Kpi, Reading

#: Readings of one KPI that are read at once, the newest.
MOST = 5_000


class Point(Struct, frozen=True):
    """A reading, computed; `id` is the reading's."""

    id: int
    period_from: date
    period_to: date
    value: float
    low: float | None
    high: float | None
    n: int
    method: str


class Series(Struct, frozen=True):
    """What was read of one segment, the oldest first; the segment of all customers has no name."""

    segment: str
    points: tuple[Point, ...]


class KpiSeries(Struct, frozen=True):
    """All series of a KPI; `is_complete` says whether older readings were left out."""

    kpi: int
    name: str
    kind: str
    unit: str
    better: str
    target: float | None
    is_complete: bool
    series: tuple[Series, ...]


def readings_of(kpi: Kpi, **narrowed: Any) -> tuple[list[Reading], bool]:
    """Return the KPI's newest readings, the oldest of them first, and whether these are all: one query."""
    rows = kpi.readings.filter(**narrowed).order_by("-period_to", "-period_from", "-id")
    found = list(rows[: MOST + 1])
    for reading in found:
        reading.kpi = kpi  # spares a query per reading
    return found[:MOST][::-1], len(found) <= MOST


def by_segment(readings: Sequence[Reading]) -> dict[str, list[Reading]]:
    """Return readings by segment, all customers first, the others by name."""
    grouped: dict[str, list[Reading]] = {}
    for reading in readings:
        grouped.setdefault(reading.segment, []).append(reading)
    return dict(sorted(grouped.items()))


def of_kpi(kpi: Kpi, **narrowed: Any) -> KpiSeries:
    """Return the computed series of a KPI, in one query."""
    readings, is_complete = readings_of(kpi, **narrowed)
    return KpiSeries(
        kpi=kpi.pk,
        name=kpi.name,
        kind=kpi.kind,
        unit=kpi.unit,
        better=kpi.better,
        target=None if kpi.target is None else float(kpi.target),
        is_complete=is_complete,
        series=tuple(
            Series(segment, tuple(_point(reading) for reading in rows))
            for segment, rows in by_segment(readings).items()
        ),
    )


def period_of(reading: Reading) -> str:
    """Return what a reading's period is called."""
    return periods.name(reading.period_from, reading.period_to)


def _point(reading: Reading) -> Point:
    estimate: Estimate = reading.estimate
    return Point(
        id=reading.pk,
        period_from=reading.period_from,
        period_to=reading.period_to,
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        n=estimate.n,
        method=estimate.method,
    )
