"""The KPIs a map is to move: the reading nearest to each version, and whether they really differ."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Exists, Q
from msgspec import Struct

from journeys.models import Kpi, Objective, Reading
from journeys.rendering.comparison_parts import KpiMark
from journeys.reports import words
from journeys.reports.differences import Ranged, square_and_add
from journeys.reports.version_comparison import plots
from journeys.reports.version_comparison.feelings import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from journeys.comparison.results import Verdict
    from journeys.contents import MapContents, VersionFacts
    from journeys.intervals import Estimate
    from journeys.models import JourneyMap, MapVersion
    from journeys.rendering.markup import Drawing

PER_CENT = frozenset({Kpi.Kind.PROPORTION, Kpi.Kind.CSAT})
BOTH = "Both versions"
PER_MONTH = " per 30 days"
IN_POINTS = PER_CENT | {Kpi.Kind.NPS}


class Window(Struct, frozen=True):
    """The time a version speaks of: its evidence window, or all time up to when it was published."""

    start: date | None
    end: date


class Side(Struct, frozen=True):
    """A version as the KPIs need it: what it is called, what it says, the time it speaks of.

    `own_keys` has an element's own key by the key it has in `contents`, where a version of another map
    was aligned.
    """

    name: str
    contents: MapContents
    window: Window
    own_keys: Mapping[str, str] = {}


class ReadingSaid(Struct, frozen=True):
    """One reading as it is printed, with the values a plot needs; its id says which it was."""

    id: int
    version: str
    is_after: bool
    period: str
    value: str
    interval: str
    n: str
    method: str
    estimate: Estimate


class KpiComparison(Struct, frozen=True):
    """A KPI in both versions. `verdict` follows the KPI's direction, the sign of the difference does not.

    `elements` are the keys of the stages and touchpoints it measures, none for one of the whole journey.
    """

    name: str
    elements: tuple[str, ...]
    place: str
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
    def both(self) -> tuple[ReadingSaid | None, ReadingSaid | None]:
        """Return the reading of either version; one reading may serve both."""
        if len(self.readings) == 1 and self.readings[0].version == BOTH:
            return self.readings[0], self.readings[0]
        shown = {reading.is_after: reading for reading in self.readings}
        return shown.get(False), shown.get(True)

    @property
    def plot(self) -> Drawing:
        """Return both readings on one scale, for the first page."""
        return plots.readings(self)

    @property
    def wide_plot(self) -> Drawing:
        """Return both readings on one scale, over the whole page."""
        return plots.readings(self, width=700)


def window_of(version: MapVersion, said: VersionFacts, now: datetime) -> Window:
    """Return the time a version speaks of; one that is not published speaks of now."""
    when = (version.published_at or now).date()
    if said.evidence_from is None:
        return Window(None, said.evidence_to or when)
    return Window(said.evidence_from, max(said.evidence_to or when, said.evidence_from))


def compared(journey: JourneyMap, before: Side, after: Side) -> tuple[KpiComparison, ...]:
    """Return the KPIs of the map's objectives and elements that have readings for all customers.

    Two queries, whatever there is.
    """
    found = []
    elements = _elements(before, after)
    kpis = of_map(journey, [before.contents, after.contents], elements)
    places = _places([before.contents, after.contents])
    readings: dict[int, list[Reading]] = {kpi.pk: [] for kpi in kpis}
    for reading in Reading.objects.filter(kpi__in=kpis, segment="").order_by("period_from", "id"):
        readings[reading.kpi_id].append(reading)
    for kpi in kpis:
        chosen = [nearest(readings[kpi.pk], side.window) for side in (before, after)]
        if any(chosen):
            measured = [elements[kpi.element_key]] if kpi.element_key in elements else []
            about = tuple(dict.fromkeys([*places.get(kpi.key, ()), *measured]))
            found.append(
                comparison(
                    kpi,
                    (before.name, after.name),
                    chosen,
                    unlike=_unlike(kpi, (before, after), chosen),
                    elements=about,
                    place=_place((before, after), about),
                )
            )
    return tuple(found)


def _elements(before: Side, after: Side) -> dict[str, str]:
    """Return the key each stage and touchpoint has in the comparison, by its own key and by that."""
    found = {}
    for side in (before, after):
        for stage in side.contents.stages:
            for key in (stage.key, *(part.key for part in stage.touchpoints)):
                found[key] = key
                found[side.own_keys.get(key, key)] = key
    return found


def _places(both: Sequence[MapContents]) -> dict[str, list[str]]:
    """Return the stages that carry each KPI, by the KPI's key."""
    found: dict[str, list[str]] = defaultdict(list)
    for contents in both:
        for stage in contents.stages:
            if stage.kpi:
                found[stage.kpi].append(stage.key)
    return found


def of_map(
    journey: JourneyMap, both: Sequence[MapContents], elements: Iterable[str] | None = None
) -> list[Kpi]:
    """Return the KPIs of a map's objectives and of its elements: those in `both` unless named.

    A map that names no objectives serves all of its program.
    """
    if elements is None:
        elements = {
            key
            for contents in both
            for stage in contents.stages
            for key in (stage.key, *(part.key for part in stage.touchpoints))
        }
    of_stages = {stage.kpi for contents in both for stage in contents.stages if stage.kpi}
    named = Objective.objects.filter(maps=journey)
    whole = ~Exists(named) & Q(objectives__isnull=False, element_key="")
    theirs = (
        Q(objectives__maps=journey)
        | whole
        | Q(key__in=of_stages)
        | Q(element_key__in=list(elements))
    )
    return list(
        Kpi.objects.filter(theirs, program=journey.program_id).distinct().order_by("name", "id")
    )


def marks(
    found: Iterable[KpiComparison], before: MapContents, after: MapContents
) -> dict[str, list[KpiMark]]:
    """Return what the picture of the comparison says of the KPIs, by the stage they stand under."""
    stages: dict[str, tuple[str, str]] = {}
    for contents in (before, after):
        for stage in contents.stages:
            stages[stage.key] = (stage.key, "")
            stages |= {part.key: (stage.key, part.name) for part in stage.touchpoints}
    by_stage: dict[str, list[KpiMark]] = defaultdict(list)
    for kpi in found:
        for element in kpi.elements:
            stage_key, place = stages[element]
            by_stage[stage_key].append(_mark(kpi, words.clean(place)))
    return by_stage


def _mark(kpi: KpiComparison, place: str) -> KpiMark:
    before, after = kpi.both
    return KpiMark(
        name=kpi.name,
        verdict=kpi.verdict,
        before=before.value if before else words.NONE,
        after=after.value if after else words.NONE,
        change=kpi.difference,
        interval=kpi.interval,
        reason=kpi.reason,
        place=place,
        detail="; ".join(
            f"{one.version}: {one.value}, {one.interval}, n {one.n}, {one.period}, reading {one.id}"
            for one in kpi.readings
        ),
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


def comparison(
    kpi: Kpi,
    names: tuple[str, str],
    chosen: Sequence[Reading | None],
    *,
    unlike: str = "",
    elements: tuple[str, ...] = (),
    place: str = "",
) -> KpiComparison:
    """Return a KPI's readings in both versions, at least one of them, and how they differ.

    `unlike` says why the two cannot be compared, if they cannot; `elements` and `place` are the keys
    and the names of what the KPI measures.
    """
    for reading in chosen:
        if reading is not None:
            reading.kpi = kpi  # spares a query per reading
    figures = Figures(kpi, [reading.estimate for reading in chosen if reading is not None])
    difference, reason = _difference(kpi, *chosen)
    if unlike:
        difference, reason = None, unlike
    elif None in chosen:
        reason = f"no reading for {names[chosen.index(None)].lower()}"
    unit = PER_MONTH if kpi.kind == Kpi.Kind.COUNT else ""
    sources = dict.fromkeys(reading.source for reading in chosen if reading and reading.source)
    return KpiComparison(
        name=words.clean(kpi.name),
        elements=elements,
        place=words.clean(place),
        target=figures.target,
        target_value=None if kpi.target is None else float(kpi.target),
        readings=tuple(_readings(names, chosen, figures)),
        difference=figures.signed(difference.value) + unit if difference else "",
        interval=figures.range(difference.low, difference.high, figures.signed)
        if difference
        else "",
        verdict="not_comparable" if unlike else _verdict(kpi, difference),
        reason=reason,
        source=words.clean(", ".join(sources)),
    )


def _place(sides: tuple[Side, Side], elements: tuple[str, ...]) -> str:
    """Return the names of what a KPI measures, as the later version has them."""
    names: dict[str, str] = {}
    for side in sides if elements else ():
        for stage in side.contents.stages:
            names[stage.key] = stage.name
            names |= {part.key: part.name for part in stage.touchpoints}
    return ", ".join(names[element] for element in elements)


def _unlike(kpi: Kpi, sides: tuple[Side, Side], chosen: Sequence[Reading | None]) -> str:
    """Return why two readings cannot be compared, empty if they can.

    Either the versions froze the KPI with another unit, kind or direction, or the two periods share
    days, so that some customers would be in both.
    """
    facts = [
        {
            name: getattr(one, name)
            for one in side.contents.kpis
            if one.key == kpi.key
            for name in ("unit", "kind", "better")
        }
        for side in sides
    ]
    for name, what in (("unit", "unit"), ("kind", "kind"), ("better", "better direction")):
        said = [one.get(name) for one in facts]
        if None not in said and said[0] != said[1]:
            return f"its {what} was {said[0] or 'none'}, then {said[1] or 'none'}"
    before, after = chosen
    if before is None or after is None or before.pk == after.pk:
        return ""
    if before.period_from <= after.period_to and after.period_from <= before.period_to:
        return "the two periods share days"
    return ""


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
        yield _said(after, BOTH, figures, is_after=True)
        return
    if before is not None:
        yield _said(before, names[0], figures, is_after=False)
    if after is not None:
        yield _said(after, names[1], figures, is_after=True)


def _said(reading: Reading, version: str, figures: Figures, *, is_after: bool) -> ReadingSaid:
    estimate = reading.estimate
    return ReadingSaid(
        id=reading.pk,
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
