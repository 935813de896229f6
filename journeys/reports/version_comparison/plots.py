"""The small pictures of the report: ratings on their scale, readings with their intervals, pips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.rendering import lettering, shapes
from journeys.rendering.markup import Canvas, Drawing, escape, number
from journeys.rendering.palette import PRINT
from journeys.reports import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.reports.version_comparison.kpis import KpiComparison

_WIDTH, _HEIGHT = 150, 16
_MIDDLE = _HEIGHT / 2


class Rating(Struct, frozen=True):
    """A rating on the scale −3…+3, None if there is none."""

    value: float | None = None
    is_assumed: bool = True


def _drawing(body: Canvas, width: float, height: float, title: str) -> Drawing:
    size = f'width="{number(width)}" height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}"'
    return Drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" {size} role="img" font-family="Inter">'
        f"<title>{escape(title)}</title>{body}</svg>"
    )


def square(canvas: Canvas, x: float, y: float, half: float, **looks: str | float) -> None:
    """Draw the square of an older version."""
    canvas.rect(x - half, y - half, 2 * half, 2 * half, **looks)  # type: ignore[arg-type]


def dumbbell(before: Rating, after: Rating) -> Drawing:
    """Return both ratings on the scale −3…+3: a square before, a circle after, a bar between.

    What is assumed is hollow.
    """
    canvas = Canvas()
    canvas.line((8, _MIDDLE), (_WIDTH - 8, _MIDDLE), PRINT.line)
    zero = _rating_x(0)
    canvas.line((zero, 2), (zero, _HEIGHT - 2), PRINT.line_strong)
    if before.value is not None and after.value is not None:
        ends = (_rating_x(before.value), _MIDDLE), (_rating_x(after.value), _MIDDLE)
        canvas.line(*ends, PRINT.line_strong, stroke_width=3)
    if before.value is not None:
        fill = PRINT.surface if before.is_assumed else PRINT.before
        square(
            canvas, _rating_x(before.value), _MIDDLE, 4, fill=fill, stroke=PRINT.before, stroke_width="1.4"
        )  # fmt: skip
    if after.value is not None:
        fill = PRINT.surface if after.is_assumed else PRINT.primary
        shapes.disc(canvas, _rating_x(after.value), _MIDDLE, 4.5, fill=fill, stroke=PRINT.primary)
    title = f"before {words.signed(before.value)}, after {words.signed(after.value)}"
    return _drawing(canvas, _WIDTH, _HEIGHT, title)


def _rating_x(value: float) -> float:
    return 8 + (value + 3) / 6 * (_WIDTH - 16)


def readings(kpi: KpiComparison, width: float = 184) -> Drawing:
    """Return a KPI's readings with their 95 % intervals and the target as a tick, on one scale."""
    canvas = Canvas()
    ends = [
        value
        for reading in kpi.readings
        for value in (reading.estimate.value, reading.estimate.low, reading.estimate.high)
        if value is not None
    ]
    if kpi.target_value is not None:
        ends.append(kpi.target_value)
    low, high = min(ends), max(ends)
    # For the value, left of what it is the value of.
    room = 14 + max(lettering.width(reading.value, 12, 600) for reading in kpi.readings)

    def x(value: float) -> float:
        return room + (value - low) / ((high - low) or 1) * (width - room - 8)

    height = 2.0 + 15 * len(kpi.readings)
    if kpi.target_value is not None:
        canvas.line(
            (x(kpi.target_value), 1), (x(kpi.target_value), height - 1), PRINT.ink, stroke_width=1.6
        )
    for index, reading in enumerate(kpi.readings):
        colour = PRINT.primary if reading.is_after else PRINT.before
        y = 8.5 + 15 * index
        estimate = reading.estimate
        if estimate.low is not None and estimate.high is not None:
            canvas.line((x(estimate.low), y), (x(estimate.high), y), colour, stroke_width=2)
        at = x(estimate.value)
        if reading.is_after:
            shapes.disc(canvas, at, y, 4.5, fill=colour)
        else:
            square(canvas, at, y, 4, fill=colour)
        left = x(estimate.low if estimate.low is not None else estimate.value)
        canvas.text(
            min(left, at - 6) - 6, y + 4, reading.value, fill=colour, weight=600, anchor="end"
        )
    return _drawing(canvas, width, height, _readings_words(kpi))


def _readings_words(kpi: KpiComparison) -> str:
    said: Sequence[str] = [
        f"{reading.version}: {reading.value} ({reading.interval})" for reading in kpi.readings
    ]
    target = [f"target {kpi.target}"] if kpi.target else []
    return "; ".join([*said, *target])
