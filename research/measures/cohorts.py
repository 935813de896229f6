"""Cohorts: an outcome by period or segment, and how many of those who began together come back."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from journeys import intervals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

Period = Literal["day", "week", "month", "quarter", "year"]
PERIODS: tuple[Period, ...] = ("day", "week", "month", "quarter", "year")
#: Periods after the first that are told of each cohort.
MOST_PERIODS = 24


class CohortCell(Struct, frozen=True):
    """The outcome of a cohort, all of it or of one group: n, the share (0…1) or mean, its 95 % interval if there is one."""

    cohort: str
    group: str
    n: int
    value: float
    low: float | None
    high: float | None


class Returning(Struct, frozen=True):
    """People who began in a period, and the shares of them (0…1) who were there again so many periods later."""

    cohort: str
    people: int
    shares: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]


def outcomes(
    cohorts: Sequence[str], values: Sequence[float], groups: Sequence[str] = ()
) -> list[CohortCell]:
    """Return the mean outcome of each cohort, and of each group in it; shares where every value is 0 or 1.

    Cohorts stand in the order of their names, which for periods is that of time.
    """
    by: dict[tuple[str, str], list[float]] = defaultdict(list)
    for place, (cohort, value) in enumerate(zip(cohorts, values, strict=True)):
        by[cohort, ""].append(value)
        if groups:
            by[cohort, groups[place]].append(value)
    is_share = all(value in {0, 1} for value in values)
    return [_cell(*key, found, is_share) for key, found in sorted(by.items())]


def _cell(cohort: str, group: str, values: list[float], is_share: bool) -> CohortCell:
    n = len(values)
    if is_share:
        told = intervals.proportion(int(sum(values)), n)
        return CohortCell(cohort, group, n, told.value / 100, (told.low or 0.0) / 100, (told.high or 0.0) / 100)  # fmt: skip
    mean = math.fsum(values) / n
    sd = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1)) if n > 1 else 0.0
    told = intervals.mean(n, mean, sd)
    return CohortCell(cohort, group, n, mean, told.low, told.high)


def returning(
    people: Sequence[str], moments: Sequence[datetime], period: Period
) -> list[Returning]:
    """Return for each period how many of those who were first there then came again, period by period.

    Only periods that lie within the data are told, so a late cohort has fewer.
    """
    seen: dict[str, set[int]] = defaultdict(set)
    for who, moment in zip(people, moments, strict=True):
        seen[who].add(number_of(moment, period))
    if not seen:
        return []
    last = max(max(periods) for periods in seen.values())
    began: dict[int, list[set[int]]] = defaultdict(list)
    for periods in seen.values():
        began[min(periods)].append(periods)
    found = []
    for first, theirs in sorted(began.items()):
        counts = [sum(first + later in periods for periods in theirs) for later in range(min(last - first, MOST_PERIODS) + 1)]  # fmt: skip
        told = [intervals.proportion(count, len(theirs)) for count in counts]
        found.append(Returning(
            name_of(first, period), len(theirs), tuple(one.value / 100 for one in told),
            tuple((one.low or 0.0) / 100 for one in told), tuple((one.high or 0.0) / 100 for one in told),
        ))  # fmt: skip
    return found


def number_of(moment: datetime, period: Period) -> int:
    """Return the how manieth period a moment lies in, counted from the year 1."""
    if period in {"day", "week"}:
        day = moment.date().toordinal() - 1
        return day if period == "day" else day // 7
    month = moment.year * 12 + moment.month - 1
    return {"month": month, "quarter": month // 3, "year": moment.year}[period]


def name_of(number: int, period: Period) -> str:
    """Return what a period is called: 2026-03-01, 2026-W10, 2026-03, 2026-Q1, 2026."""
    from datetime import date

    if period in {"day", "week"}:
        day = date.fromordinal((number if period == "day" else number * 7) + 1)
        year, week, _ = day.isocalendar()
        return day.isoformat() if period == "day" else f"{year}-W{week:02}"
    if period == "month":
        return f"{number // 12}-{number % 12 + 1:02}"
    return f"{number // 4}-Q{number % 4 + 1}" if period == "quarter" else str(number)
