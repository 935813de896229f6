"""The page of a KPI and that of an objective: where they stand, how they got there, how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from journeys.admin.home.page import trend_of
from journeys.models import COUNTS_BY_KIND, Kpi, Reading
from journeys.rendering import trend_picture
from journeys.rendering.trend_picture import Trend, TrendPoint
from journeys.standing import change, figures, measured, series
from journeys.standing import kpis as standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from journeys.models import Objective
    from journeys.rendering.markup import Drawing
    from journeys.standing.change import Change, Progress
    from journeys.standing.kpis import KpiStanding

#: Readings in the table, the newest; segments with a picture of their own.
LINES, SEGMENTS = 60, 12
#: Points a picture can show apart from each other.
DRAWN = 60
#: How many KPIs did what, in a sentence: "2 better, 1 without detectable change".
SAID: dict[change.Verdict, str] = {
    "better": "better",
    "worse": "worse",
    "no_detectable_change": "without detectable change",
    "cannot_tell": "we cannot tell",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A reading in the table."""

    reading: Reading
    period: str
    counts: tuple[tuple[str, str], ...]
    value: str
    interval: str
    n: str
    method: str


@dataclass(frozen=True, slots=True)
class SegmentPicture:
    """A segment's trend, on the scale of the large picture."""

    name: str
    drawing: Drawing
    newest: str


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A KPI on an objective's page."""

    standing: KpiStanding
    change: Change
    progress: Progress | None
    trend: Any


def kpi_context(kpi: Kpi) -> dict[str, Any]:
    """Return everything a KPI's page shows, in five queries."""
    readings, is_complete = series.readings_of(kpi)
    grouped = series.by_segment(readings)
    everybody = grouped.get("", [])
    stands = standing.KpiStanding(kpi, everybody)
    target = None if kpi.target is None else float(kpi.target)
    points = {segment: _points(kpi, rows) for segment, rows in grouped.items()}
    segments = [segment for segment in grouped if segment]
    drawn = [point for segment in segments[:SEGMENTS] for point in points[segment]]
    shown = sorted(readings, key=lambda r: (-r.period_to.toordinal(), r.segment, -r.pk))
    return {
        "standing": stands,
        "change": change.between(kpi, *_ends(everybody)),
        "progress": change.to_target(kpi, *_ends(everybody)),
        "newest_period": series.period_of(everybody[-1]) if everybody else "",
        "picture": _picture(kpi, points[""], target) if everybody else None,
        "segments": [
            SegmentPicture(
                segment,
                _small(kpi, segment, place, points[segment], drawn),
                figures.value(kpi, grouped[segment][-1].estimate.value),
            )
            for place, segment in enumerate(segments[:SEGMENTS])
        ],
        "more_segments": max(len(segments) - SEGMENTS, 0),
        "lines": [_line(kpi, reading) for reading in shown[:LINES]],
        "count_names": [_name_of_count(name) for name in COUNTS_BY_KIND[kpi.kind]],
        "is_complete": is_complete and len(shown) <= LINES,
        "objectives": list(kpi.objectives.order_by("target_date", "id")),
        "measures": [
            (place, f"{_map_of(place)}#element-{place.key}") for place in measured.places_of(kpi)
        ],
    }


def objective_context(objective: Objective) -> dict[str, Any]:
    """Return everything an objective's page shows, in a fixed number of queries."""
    kpis = list(objective.kpis.order_by("name", "id"))
    standings = standing.of_kpis(kpis)
    firsts = _firsts(kpis)
    rows = []
    for kpi in kpis:
        stands = standings[kpi.pk]
        newest = stands.readings[-1] if stands.readings else None
        first = firsts.get(kpi.pk)
        rows.append(
            KpiRow(
                stands,
                change.between(kpi, first, newest),
                change.to_target(kpi, first, newest),
                trend_of(stands, width=200, height=64),
            )
        )
    return {
        "rows": rows,
        "maps": list(objective.maps.filter(is_archived=False).order_by("name", "id")[:50]),
        "verdict": verdict_of(rows),
        "until": until(objective.target_date, timezone.localdate()),
    }


def verdict_of(rows: Sequence[KpiRow]) -> str:
    """Return in one sentence what became of an objective since its KPIs were first read."""
    if not rows:
        return "No KPI measures it yet, so nobody can say whether it gets better."
    words = dict.fromkeys(SAID, 0)
    for row in rows:
        words[row.change.verdict] += 1
    on_target = sum(1 for row in rows if row.standing.verdict == standing.Verdict.ON_TARGET)
    said = [f"{number} {SAID[verdict]}" for verdict, number in words.items() if number]
    noun = "KPI" if len(rows) == 1 else "KPIs"
    return f"{on_target or 'None'} of {len(rows)} {noun} on target; since the first reading {', '.join(said)}."


def until(day: date | None, today: date) -> str:
    """Return how long there is to the target date."""
    if day is None:
        return ""
    left = (day - today).days
    if left == 0:
        return "today"
    days = f"{abs(left)} day{'' if abs(left) == 1 else 's'}"
    return f"in {days}" if left > 0 else f"{days} ago"


def _ends(readings: Sequence[Reading]) -> tuple[Reading | None, Reading | None]:
    return (readings[0], readings[-1]) if readings else (None, None)


def _firsts(kpis: Sequence[Kpi]) -> dict[int, Reading]:
    """Return the first reading of all customers per KPI: one query, whatever their number."""
    by_id = {kpi.pk: kpi for kpi in kpis}
    firsts: dict[int, Reading] = {}
    for reading in standing.first_readings(kpis):
        reading.kpi = by_id[reading.kpi_id]
        firsts[reading.kpi_id] = reading
    return firsts


def _points(kpi: Kpi, readings: Sequence[Reading]) -> tuple[TrendPoint, ...]:
    return tuple(_point(kpi, reading) for reading in readings[-DRAWN:])


def _point(kpi: Kpi, reading: Reading) -> TrendPoint:
    estimate, period, end = reading.estimate, series.period_of(reading), reading.period_to
    return TrendPoint(
        at=float(end.toordinal()),
        label=period,
        short=f"{end.day} {end:%b %Y}" if "–" in period else "",
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        words=f"{figures.value(kpi, estimate.value)}, {figures.interval(kpi, estimate)}, "
        f"{figures.people(estimate)}",
    )


def _picture(kpi: Kpi, points: tuple[TrendPoint, ...], target: float | None) -> Drawing:
    return trend_picture.draw(
        Trend(
            points=points,
            write=partial(_short, kpi),
            title=f"{kpi.name}, all customers, with 95 % intervals",
            target=target,
        )
    )


def _small(
    kpi: Kpi,
    segment: str,
    place: int,
    points: tuple[TrendPoint, ...],
    drawn: Sequence[TrendPoint],
) -> Drawing:
    """Draw one segment on the scale and the span of all that are drawn."""
    moments = [point.at for point in drawn]
    target = None if kpi.target is None else float(kpi.target)
    return trend_picture.draw(
        Trend(
            points=points,
            write=partial(_short, kpi),
            title=f"{kpi.name}, {segment}, with 95 % intervals",
            target=target,
            scale=trend_picture.scale_of(drawn, target),
            span=(min(moments), max(moments)),
            width=340,
            height=160,
            prefix=f"segment-{place}-",
        )
    )


def _short(kpi: Kpi, number: float) -> str:
    """Return a value without its unit, unless the unit is a sign."""
    text = figures.value(kpi, number)
    return text if kpi.kind in figures.PER_CENT else text.removesuffix(f" {kpi.unit}")


def _line(kpi: Kpi, reading: Reading) -> Line:
    estimate = reading.estimate
    return Line(
        reading=reading,
        period=series.period_of(reading),
        counts=tuple((_name_of_count(name), _count(getattr(reading, name))) for name in kpi.counts),
        value=figures.value(kpi, estimate.value),
        interval=figures.interval(kpi, estimate),
        n=f"{estimate.n:,}",
        method=estimate.method,
    )


def _count(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else figures.plain(number)


def _name_of_count(name: str) -> str:
    text = str(Reading._meta.get_field(name).verbose_name)
    return text[:1].upper() + text[1:]


def _map_of(place: measured.Measured) -> str:
    return reverse("admin:journeys_mapversion_map", args=[place.version.pk])
