"""What a round's figures say as a picture: effects with their intervals, measured by what would matter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from improvements import measured
from journeys.rendering import forest
from journeys.rendering.forest import Estimated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from improvements.analysis.experiments import ExperimentReading
    from improvements.models import Round
    from journeys.rendering.markup import Drawing

#: The scale goes at least and at most so many times as far as what would matter.
LEAST, MOST = 1.5, 6.0
MARKS = {"better": "better", "not_worse": "better", "worse": "worse", "holds": "better", "broken": "worse"}  # fmt: skip
SAYS = (
    "Effects with their 95 % intervals; better is to the right. 1 is the smallest effect worth having, −1 the margin"
    " by which a guardrail may be worse."
)


def drawing(row: Round, reading: ExperimentReading) -> Drawing:
    """Return the picture: a row for the round's KPI, one for each guardrail that has figures."""
    rows = list(_rows(row, reading))
    ends = [abs(end) for one in rows for end in (one.low, one.high) if end is not None]
    reach = min(max(LEAST, math.ceil(max(ends) * 10) / 10), MOST)
    ticks = [float(tick) for tick in range(-int(reach), int(reach) + 1)]
    return forest.drawing(rows, -reach, reach, ticks, says=SAYS)


def told(kind: str | None, value: float) -> str:
    """Return a difference with its sign; a share in points of a per cent."""
    return f"{_signed(kind, value)}{_unit(kind)}"


def ends(kind: str | None, low: float, high: float) -> str:
    """Return from where to where a difference lies, without its unit."""
    return f"{_signed(kind, low)} to {_signed(kind, high)}"


def between(kind: str | None, low: float, high: float) -> str:
    """Return from where to where a difference lies."""
    return f"{ends(kind, low, high)}{_unit(kind)}"


def _signed(kind: str | None, value: float) -> str:
    return f"{100 * value if kind == 'proportion' else value:+.2f}".replace("-", "−")


def _unit(kind: str | None) -> str:
    return " points" if kind == "proportion" else ""


def _rows(row: Round, reading: ExperimentReading) -> Iterator[Estimated]:
    interval, name = reading.intervals[0], row.kpi.name
    unit = row.minimum_effect if measured.higher_is_better(row.kpi) else -row.minimum_effect
    said = told(reading.kind, reading.difference)
    yield _row(name, reading.difference, interval.low, interval.high, unit, said, reading.verdict)
    if reading.sequential.looks > 1:
        peek = reading.sequential
        name = "the same, however often one looks"
        yield _row(name, reading.difference, peek.low, peek.high, unit, "", "")
    for one in reading.guardrails:
        if one.difference is None or one.low is None or one.high is None:
            continue
        unit = one.margin if one.higher_is_better else -one.margin
        said = told(one.kind, one.difference)
        yield _row(one.name, one.difference, one.low, one.high, unit, said, one.verdict)


def _row(
    name: str, value: float, low: float, high: float, unit: float, said: str, verdict: str
) -> Estimated:
    first, last = sorted((low / unit, high / unit))
    return Estimated(name, value / unit, first, last, said, MARKS.get(verdict, ""))
