"""What an action was worth by the KPI's own readings: a time series if there are enough, else before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from improvements import measured, outcomes
from improvements.analysis import experiments as analysis
from improvements.analysis import series
from improvements.analysis.results import NotPossible
from improvements.models import Outcome
from journeys.models import Kpi, Reading
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from datetime import date

    from improvements.analysis.experiments import ExperimentReading
    from improvements.models import Action

#: KPIs whose readings are told in per cent and whose effects are shares.
_IN_PERCENT = frozenset({Kpi.Kind.PROPORTION, Kpi.Kind.CSAT})


@transaction.atomic
def from_readings(action: Action, kpi: Kpi, since: date, *, by: Any) -> Outcome:
    """Record the effect since a day by the KPI's readings of everybody. Raises `InvalidTransition`.

    With three periods or more on either side it is the change of level of an interrupted time series, grade B;
    else the last period before against the newest after, grade C. A period that the day falls into counts on neither.
    """
    before, after = _sides(kpi, since)
    if not before or not after:
        raise InvalidTransition(
            "The KPI needs a reading that ends before that day and one that begins on it or after."
        )
    try:
        facts = (
            _series(kpi, before, after)
            if min(len(before), len(after)) >= series.FEWEST
            else _pair(kpi, before[-1], after[-1])
        )
    except NotPossible as reason:
        raise InvalidTransition(str(reason)) from None
    sign = -1 if kpi.better == Kpi.Better.LOWER else 1
    low, high = sorted(sign * facts[end] for end in ("low", "high"))
    told = facts | {"effect": sign * facts["effect"], "low": low, "high": high}
    return outcomes.record(action, kpi, by=by, measured_on=after[-1].period_to, **told)


def _sides(kpi: Kpi, since: date) -> tuple[list[Reading], list[Reading]]:
    rows = list(Reading.objects.filter(kpi=kpi, segment="").order_by("period_to", "id"))
    return [row for row in rows if row.period_to < since], [
        row for row in rows if row.period_from >= since
    ]


def _series(kpi: Kpi, before: list[Reading], after: list[Reading]) -> dict[str, Any]:
    scale = 100 if kpi.kind in _IN_PERCENT else 1
    found = series.interrupted(
        [row.estimate.value / scale for row in (*before, *after)], len(before)
    )
    return {
        "effect": found.level.estimate, "low": found.level.low, "high": found.level.high, "method": f"{found.level.method}, {len(before)} and {len(after)} periods",
        "grade": Outcome.Grade.SERIES, "note": series.CAVEAT,
    }  # fmt: skip


def _pair(kpi: Kpi, before: Reading, after: Reading) -> dict[str, Any]:
    found = _compared(kpi, before, after)
    interval = found.intervals[0]
    return {
        "effect": found.difference, "low": interval.low, "high": interval.high, "n": int(found.n_control + found.n_treatment),
        "method": f"{interval.method}, two periods compared", "grade": Outcome.Grade.BEFORE_AFTER,
        "note": f"{before.period_from} to {before.period_to} against {after.period_from} to {after.period_to}.",
    }  # fmt: skip


def _compared(kpi: Kpi, before: Reading, after: Reading) -> ExperimentReading:
    settings = analysis.Settings(higher_is_better=measured.higher_is_better(kpi))
    sides = [measured.of_reading(row, kpi) for row in (before, after)]
    return measured.compared(kpi, sides[0], sides[1], settings)
