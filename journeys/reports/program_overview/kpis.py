"""A program's KPIs: where they stand against their targets, and what they did since a day."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from journeys.models import Kpi, Reading
from journeys.reports import words
from journeys.reports.map_report.kpis import MARKS, KpiNow
from journeys.reports.version_comparison import kpis as compared
from journeys.standing.kpis import KpiStanding

if TYPE_CHECKING:
    from datetime import date

    from journeys.models import Program
    from journeys.reports.version_comparison.kpis import KpiComparison

#: A program of more KPIs than this is told about these, by name.
MOST = 200


class Kpis:
    """All KPIs of a program with their readings of all customers, in two queries."""

    def __init__(self, program: Program, today: date) -> None:
        """Read them; readings that end after `today` are not known yet."""
        self.kpis = list(Kpi.objects.filter(program=program).order_by("name", "id")[:MOST])
        self.readings: dict[int, list[Reading]] = defaultdict(list)
        rows = Reading.objects.filter(kpi__in=self.kpis, segment="", period_to__lte=today)
        for reading in rows.order_by("period_to", "id"):
            self.readings[reading.kpi_id].append(reading)
        self.standings = {kpi.pk: KpiStanding(kpi, self.readings[kpi.pk]) for kpi in self.kpis}

    def now(self, kpi: Kpi) -> KpiNow:
        """Return a KPI with its newest reading."""
        standing = self.standings[kpi.pk]
        newest = self.readings[kpi.pk][-1:]
        told = compared.comparison(kpi, ("", ""), [None, newest[0]]) if newest else None
        return KpiNow(
            name=told.name if told else words.clean(kpi.name),
            target=told.target if told else "",
            words=standing.words,
            mark=MARKS[standing.verdict],
            reading=told.readings[0] if told else None,
            told=told,
        )

    def moved(self, since: date) -> tuple[KpiComparison, ...]:
        """Return the KPIs measured since a day, against the newest reading that ended before it."""
        found = []
        for kpi in self.kpis:
            before = [reading for reading in self.readings[kpi.pk] if reading.period_to < since]
            after = [reading for reading in self.readings[kpi.pk] if reading.period_to >= since]
            if before and after:
                names = (f"Before {words.day(since)}", "Newest")
                found.append(compared.comparison(kpi, names, [before[-1], after[-1]]))
        return tuple(found)
