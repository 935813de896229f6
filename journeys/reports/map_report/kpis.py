"""The KPIs a map is to move: where they stand in the time the version speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.models import Reading
from journeys.reports import words
from journeys.reports.version_comparison import kpis as compared
from journeys.reports.version_comparison import plots
from journeys.standing.kpis import KpiStanding

if TYPE_CHECKING:
    from datetime import date

    from journeys.rendering.markup import Drawing
    from journeys.reports.reading import Source
    from journeys.reports.version_comparison.kpis import KpiComparison, ReadingSaid

#: What stands for a verdict on a target: the marks of better, worse and the rest.
MARKS = {
    "on_target": "better",
    "off_target": "worse",
    "cannot_tell": "cannot_tell",
    "no_target": "none",
    "no_reading": "cannot_tell",
}


class KpiNow(Struct, frozen=True):
    """A KPI with one reading, or none."""

    name: str
    target: str
    words: str
    mark: str
    reading: ReadingSaid | None = None
    told: KpiComparison | None = None

    @property
    def plot(self) -> Drawing | str:
        """Return the reading with its interval and the target."""
        return plots.readings(self.told, width=260) if self.told else ""


def of_version(source: Source, read_at: date) -> tuple[KpiNow, ...]:
    """Return the map's KPIs with the reading nearest to the version's time. Two queries."""
    journey = source.version.map
    kpis = compared.of_map(journey, [source.contents])
    readings: dict[int, list[Reading]] = {kpi.pk: [] for kpi in kpis}
    for reading in Reading.objects.filter(kpi__in=kpis, segment="").order_by("period_from", "id"):
        readings[reading.kpi_id].append(reading)
    window = window_of(source, read_at)
    found = []
    for kpi in kpis:
        nearest = compared.nearest(readings[kpi.pk], window)
        standing = KpiStanding(kpi, [] if nearest is None else [nearest])
        told = None if nearest is None else compared.comparison(kpi, ("", ""), [None, nearest])
        found.append(
            KpiNow(
                name=told.name if told else words.clean(kpi.name),
                target=told.target if told else "",
                words=standing.words,
                mark=MARKS[standing.verdict],
                reading=told.readings[0] if told else None,
                told=told,
            )
        )
    return tuple(found)


def window_of(source: Source, read_at: date) -> compared.Window:
    """Return the time a version speaks of."""
    said, published = source.contents.version, source.version.published_at
    when = published.date() if published else read_at
    if said.evidence_from is None:
        return compared.Window(None, said.evidence_to or when)
    return compared.Window(said.evidence_from, max(said.evidence_to or when, said.evidence_from))
