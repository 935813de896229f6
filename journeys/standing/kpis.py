"""KPIs against their targets, decided with the interval: what cannot be told is not claimed."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from journeys.models import Kpi, Reading
from journeys.standing import figures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from journeys.intervals import Estimate

#: How many readings a trend shows.
TREND = 12


class Verdict(StrEnum):
    """How a KPI stands to its target."""

    ON_TARGET = "on_target"
    OFF_TARGET = "off_target"
    CANNOT_TELL = "cannot_tell"
    NO_TARGET = "no_target"
    NO_READING = "no_reading"


def verdict(estimate: Estimate | None, target: Decimal | None, better: str) -> Verdict:
    """Compare an estimate with a target; a target within the interval cannot be told from it."""
    if estimate is None:
        return Verdict.NO_READING
    if target is None:
        return Verdict.NO_TARGET
    if estimate.low is None or estimate.high is None:
        return Verdict.CANNOT_TELL
    if estimate.low <= target <= estimate.high:
        return Verdict.CANNOT_TELL
    is_above = estimate.low > target
    wants_above = better == Kpi.Better.HIGHER
    return Verdict.ON_TARGET if is_above == wants_above else Verdict.OFF_TARGET


class KpiStanding:
    """A KPI with its latest readings of all customers, oldest first."""

    def __init__(self, kpi: Kpi, readings: Iterable[Reading] = ()) -> None:
        self.kpi = kpi
        self.readings = list(readings)
        for reading in self.readings:
            reading.kpi = kpi

    @cached_property
    def estimate(self) -> Estimate | None:
        """Return the newest reading's value and interval."""
        return self.readings[-1].estimate if self.readings else None

    @cached_property
    def verdict(self) -> Verdict:
        """Return how it stands to its target."""
        return verdict(self.estimate, self.kpi.target, self.kpi.better)

    @property
    def words(self) -> str:
        """Return the verdict in words: "Below target", and for what should be low "Above target"."""
        higher = self.kpi.better == Kpi.Better.HIGHER
        return {
            Verdict.ON_TARGET: "On target",
            Verdict.OFF_TARGET: "Below target" if higher else "Above target",
            Verdict.CANNOT_TELL: "Cannot tell yet",
            Verdict.NO_TARGET: "No target set",
            Verdict.NO_READING: "No reading yet",
        }[self.verdict]

    @property
    def last_period(self) -> date | None:
        """Return the day the newest reading's period ended."""
        return self.readings[-1].period_to if self.readings else None

    @property
    def value(self) -> str:
        """Return the newest value with its unit, "–" without a reading."""
        return figures.value(self.kpi, self.estimate.value) if self.estimate else "–"

    @property
    def uncertainty(self) -> str:
        """Return interval and n of the newest value."""
        if self.estimate is None:
            return ""
        return f"{figures.interval(self.kpi, self.estimate)}, {figures.people(self.estimate)}"

    @property
    def target(self) -> str:
        """Return the target with its unit, "" without one."""
        return "" if self.kpi.target is None else figures.value(self.kpi, self.kpi.target)


def first_readings(kpis: Iterable[Kpi]) -> list[Reading]:
    """Return the first reading of all customers of each KPI that has one, in one query."""
    oldest_first = Window(
        RowNumber(), partition_by=F("kpi_id"), order_by=[F("period_to").asc(), F("id").asc()]
    )
    rows = Reading.objects.filter(kpi__in=list(kpis), segment="").annotate(place=oldest_first)
    return list(rows.filter(place=1))


def of_kpis(kpis: Iterable[Kpi], *, trend: int = TREND) -> dict[int, KpiStanding]:
    """Return the standing of each KPI by its id, in one query."""
    kpis = list(kpis)
    newest_first = Window(
        RowNumber(), partition_by=F("kpi_id"), order_by=[F("period_to").desc(), F("id").desc()]
    )
    rows = (
        Reading.objects.filter(kpi__in=kpis, segment="")
        .annotate(place=newest_first)
        .filter(place__lte=trend)
        .order_by("period_to", "id")
    )
    series: dict[int, list[Reading]] = defaultdict(list)
    for reading in rows if kpis else ():
        series[reading.kpi_id].append(reading)
    return {kpi.pk: KpiStanding(kpi, series[kpi.pk]) for kpi in kpis}
