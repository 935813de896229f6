"""The KPIs a map is to move: the reading nearest to each version, and whether they really differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from msgspec import Struct

from journeys.models import Kpi, Reading
from journeys.reports import words
from journeys.reports.differences import Ranged, square_and_add
from journeys.reports.version_comparison import plots
from journeys.reports.version_comparison.feelings import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from journeys.comparison.results import Verdict
    from journeys.contents import MapContents
    from journeys.intervals import Estimate
    from journeys.models import JourneyMap
    from journeys.rendering.markup import Drawing

PER_CENT = frozenset({Kpi.Kind.PROPORTION, Kpi.Kind.CSAT})
PER_MONTH = " per 30 days"
IN_POINTS = PER_CENT | {Kpi.Kind.NPS}


class Window(Struct, frozen=True):
    """The time a version speaks of: its evidence window, or all time up to when it was published."""

    start: date | None
    end: date


class ReadingSaid(Struct, frozen=True):
    """One reading as it is printed, with the values a plot needs."""

    version: str
    is_after: bool
    period: str
    value: str
    interval: str
    n: str
    method: str
    estimate: Estimate


class KpiComparison(Struct, frozen=True):
    """A KPI in both versions. `verdict` follows the KPI's direction, the sign of the difference does not."""

    name: str
    target: str
    target_value: float | None
    readings: tuple[ReadingSaid, ...]
    difference: str
    interval: str
    verdict: Verdict
    reason: str
    source: str

    @property
    def verdict_words(self) -> str:
        """Return the verdict as it is printed."""
        return VERDICTS[self.verdict]

    @property
    def plot(self) -> Drawing:
        """Return both readings on one scale, for the first page."""
        return plots.readings(self)

    @property
    def wide_plot(self) -> Drawing:
        """Return both readings on one scale, over the whole page."""
        return plots.readings(self, width=700)


def compared(
    journey: JourneyMap,
    before: tuple[str, MapContents, Window],
    after: tuple[str, MapContents, Window],
) -> tuple[KpiComparison, ...]:
    """Return the KPIs of the map's objectives and elements that have readings for all customers.

    `before` and `after` are each a version's name, contents and window. Two queries.
    """
    found = []
    kpis = of_map(journey, [before[1], after[1]])
    readings: dict[int, list[Reading]] = {kpi.pk: [] for kpi in kpis}
    for reading in Reading.objects.filter(kpi__in=kpis, segment="").order_by("period_from", "id"):
        readings[reading.kpi_id].append(reading)
    for kpi in kpis:
        chosen = [nearest(readings[kpi.pk], window) for _, _, window in (before, after)]
        if any(chosen):
            found.append(comparison(kpi, (before[0], after[0]), chosen))
    return tuple(found)


def of_map(journey: JourneyMap, both: Sequence[MapContents]) -> list[Kpi]:
    """Return the KPIs of a map's objectives and of its elements."""
    of_stages = {stage.kpi for contents in both for stage in contents.stages if stage.kpi}
    elements = {stage.key for contents in both for stage in contents.stages}
    elements |= {part.key for contents in both for _, part in contents.touchpoints}
    theirs = Q(objectives__maps=journey) | Q(key__in=of_stages) | Q(element_key__in=elements)
    return list(
        Kpi.objects.filter(theirs, program=journey.program_id).distinct().order_by("name", "id")
    )


def nearest(readings: Iterable[Reading], window: Window) -> Reading | None:
    """Return the reading that shares most days with the window; without one, the closest in time.

    A version without an evidence window speaks of the newest reading complete by its date.
    """

    def distance(reading: Reading) -> tuple[int, int]:
        start = window.start or reading.period_from
        shared = (min(reading.period_to, window.end) - max(reading.period_from, start)).days + 1
        if window.start is None:
            late = (reading.period_to - window.end).days
            return (1, late) if late > 0 else (0, -late)
        newest = -reading.period_to.toordinal()
        return (0 - shared, newest) if shared > 0 else (1 - shared, newest)

    return min(readings, key=distance, default=None)


def comparison(kpi: Kpi, names: tuple[str, str], chosen: Sequence[Reading | None]) -> KpiComparison:
    """Return a KPI's readings in both versions, at least one of them, and how they differ."""
    for reading in chosen:
        if reading is not None:
            reading.kpi = kpi  # spares a query per reading
    figures = Figures(kpi, [reading.estimate for reading in chosen if reading is not None])
    difference, reason = _difference(kpi, *chosen)
    unit = PER_MONTH if kpi.kind == Kpi.Kind.COUNT else ""
    sources = dict.fromkeys(reading.source for reading in chosen if reading and reading.source)
    return KpiComparison(
        name=words.clean(kpi.name),
        target=figures.target,
        target_value=None if kpi.target is None else float(kpi.target),
        readings=tuple(_readings(names, chosen, figures)),
        difference=figures.signed(difference.value) + unit if difference else "",
        interval=figures.range(difference.low, difference.high, figures.signed)
        if difference
        else "",
        verdict=_verdict(kpi, difference),
        reason=reason,
        source=words.clean(", ".join(sources)),
    )


def _difference(
    kpi: Kpi, before: Reading | None, after: Reading | None
) -> tuple[Ranged | None, str]:
    """Return the difference, or why there is none."""
    if before is None or after is None or before.pk == after.pk:
        return None, "one reading serves both versions"
    factors = [1.0, 1.0]
    if kpi.kind == Kpi.Kind.COUNT:  # periods may differ in length
        factors = [30 / _days(reading) for reading in (before, after)]
    old, new = before.estimate, after.estimate
    if None in (old.low, old.high, new.low, new.high):
        return None, "one reading has no interval"
    scaled = [
        _scaled(estimate, factor) for estimate, factor in zip((old, new), factors, strict=True)
    ]
    return square_and_add(*scaled), "interval from both readings’ intervals"


def _scaled(estimate: Estimate, factor: float) -> Ranged:
    low, high = estimate.low, estimate.high
    return Ranged(estimate.value * factor, (low or 0) * factor, (high or 0) * factor)


def _days(reading: Reading) -> int:
    return (reading.period_to - reading.period_from).days + 1


def _verdict(kpi: Kpi, difference: Ranged | None) -> Verdict:
    if difference is None:
        return "cannot_tell"
    if difference.low <= 0 <= difference.high:
        return "no_detectable_change"
    is_up = difference.value > 0
    return "better" if is_up == (kpi.better == Kpi.Better.HIGHER) else "worse"


def _readings(
    names: tuple[str, str], chosen: Sequence[Reading | None], figures: Figures
) -> Iterator[ReadingSaid]:
    before, after = chosen
    if before is not None and after is not None and before.pk == after.pk:
        yield _said(after, "Both versions", figures, is_after=True)
        return
    if before is not None:
        yield _said(before, names[0], figures, is_after=False)
    if after is not None:
        yield _said(after, names[1], figures, is_after=True)


def _said(reading: Reading, version: str, figures: Figures, *, is_after: bool) -> ReadingSaid:
    estimate = reading.estimate
    return ReadingSaid(
        version=version,
        is_after=is_after,
        period=words.period(reading.period_from, reading.period_to),
        value=figures.with_unit(estimate.value),
        interval=figures.range(estimate.low, estimate.high, figures.number),
        n=f"{estimate.n:,}",
        method=estimate.method,
        estimate=estimate,
    )


class Figures:
    """Writes the numbers of one KPI, all with the same digits."""

    def __init__(self, kpi: Kpi, estimates: Sequence[Estimate]) -> None:
        self.kpi = kpi
        largest = max(abs(estimate.value) for estimate in estimates)
        if kpi.kind in IN_POINTS:
            self.digits = 1
        else:
            self.digits = 0 if largest >= 100 else 1 if largest >= 10 else 2

    @property
    def unit(self) -> str:
        """Return the KPI's unit as it stands behind a number."""
        unit = "%" if self.kpi.kind in PER_CENT else words.clean(self.kpi.unit)
        return f" {unit}" if unit else ""

    def number(self, value: float) -> str:
        """Return a number."""
        return words.plain(value, self.digits)

    def signed(self, value: float) -> str:
        """Return a number with its sign."""
        return words.signed(value, self.digits)

    def with_unit(self, value: float) -> str:
        """Return a number with the KPI's unit."""
        return f"{self.number(value)}{self.unit}"

    @property
    def target(self) -> str:
        """Return the target in words, empty if there is none."""
        if self.kpi.target is None:
            return ""
        bound = "at least" if self.kpi.better == Kpi.Better.HIGHER else "at most"
        return f"{bound} {words.plain(float(self.kpi.target))}{self.unit}"

    @staticmethod
    def range(low: float | None, high: float | None, write: Callable[[float], str]) -> str:
        """Return an interval in words."""
        return "no interval" if low is None or high is None else f"{write(low)} to {write(high)}"
