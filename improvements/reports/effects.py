"""What a round's figures say as a picture: effects with their intervals, measured by what would matter. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

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
    said = f"{100 * value:+.2f} points" if kind == "proportion" else f"{value:+.3g}"
    return said.replace("-", "−")


def between(kind: str | None, low: float, high: float) -> str:
    """Return from where to where a difference lies."""
    scale = 100 if kind == "proportion" else 1
    ends = (f"{scale * end:+.2f}".replace("-", "−") for end in (low, high))
    return " to ".join(ends) + (" points" if kind == "proportion" else "")


def _rows(row: Round, reading: ExperimentReading) -> Iterator[Estimated]:
    kpi, interval = row.kpi, reading.intervals[0]
    said = told(reading.kind, reading.difference)
    unit = row.minimum_effect * _way(kpi)
    yield _row(kpi.name, reading.difference, interval.low, interval.high, unit, said, reading.verdict)  # fmt: skip
    if reading.sequential.looks > 1:
        peek = reading.sequential
        name = "the same, however often one looks"
        yield _row(name, reading.difference, peek.low, peek.high, unit, "", "")
    kpis = {guard.kpi.name: guard.kpi for guard in row.guards.all()}
    for one in reading.guardrails:
        kpi = kpis.get(one.name, kpi)
        if one.difference is None or one.low is None or one.high is None:
            continue
        said = told(one.kind, one.difference)
        unit = one.margin * _way(kpi)
        yield _row(one.name, one.difference, one.low, one.high, unit, said, one.verdict)


def _way(kpi: object) -> int:
    return -1 if getattr(kpi, "better", "higher") == "lower" else 1


def _row(
    name: str, value: float, low: float, high: float, unit: float, said: str, verdict: str
) -> Estimated:
    first, last = sorted((low / unit, high / unit))
    return Estimated(name, value / unit, first, last, said, MARKS.get(verdict, ""))
