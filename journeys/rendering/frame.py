"""The frame of a plot: how columns become x and values become y, and what stands beside and around it.

On screen a frame is fluid: x in per cent, lines in an inner drawing that stretches, so that a plot
stays on the columns of its table at every width without a script. In a file and in print x is in
pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.rendering import marks
from journeys.rendering.lettering import wrap
from journeys.rendering.markup import Canvas, Drawing, attributes, document, escape, number
from journeys.rendering.parts import HEAD_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journeys.rendering.comparison_parts import ComparedStage
    from journeys.rendering.palette import Palette
    from journeys.rendering.parts import Medium, StageHead

SCREEN_INDENT = 12  # of the heads of rows, inside the border of the page


class Frame(Struct, frozen=True):
    """A plot's measures in pixels. The scale goes from −`reach` to +`reach`, a `unit` per step."""

    columns: int
    column_width: float
    is_fluid: bool = False
    reach: int = 3
    unit: float = 28
    margin: float = 48

    @property
    def height(self) -> float:
        """Return how high the plot is."""
        return 2 * (self.margin + self.reach * self.unit)

    @property
    def width(self) -> str:
        """Return how wide all columns are."""
        return self.x(self.columns)

    def x(self, columns: float) -> str:
        """Return where a distance in columns lies."""
        if self.is_fluid:
            return f"{number(100 * columns / self.columns, 4)}%"
        return number(columns * self.column_width)

    def y(self, value: float) -> float:
        """Return how far a value lies below the top."""
        return self.margin + (self.reach - value) * self.unit

    @property
    def ticks(self) -> range:
        """Return the values that have a line: all of a short scale, every second of a long one."""
        step = 1 if self.reach <= 3 else 2
        top = self.reach - self.reach % step
        return range(top, -top - 1, -step)

    def open_at(self, canvas: Canvas, x: float, **looks: str) -> str:
        """Open a group whose zero lies at x columns; gives the name to close it with."""
        if self.is_fluid:
            canvas.open(f'<svg x="{self.x(x)}" overflow="visible"{attributes(looks)}>')
            return "svg"
        canvas.open(f'<g transform="translate({self.x(x)} 0)"{attributes(looks)}>')
        return "g"

    def open_lines(self, canvas: Canvas) -> tuple[str, float]:
        """Open a group for lines; gives the name to close it with, and a column's width in it."""
        if self.is_fluid:
            height = number(self.height)
            canvas.open(
                f'<svg width="100%" height="{height}" viewBox="0 0 {self.columns * 100} {height}" '
                'preserveAspectRatio="none">'
            )
            return "svg", 100
        canvas.open("<g>")
        return "g", self.column_width


def paint_grid(
    canvas: Canvas,
    frame: Frame,
    stages: Sequence[StageHead] | Sequence[ComparedStage],
    palette: Palette,
) -> None:
    """Paint the lines of the scale, zero the strongest, and the borders of the stages."""
    for value in frame.ticks:
        stroke = palette.line if value else palette.line_strong
        canvas.line((0, frame.y(value)), (frame.width, frame.y(value)), stroke)
    for stage in stages[1:]:
        x = frame.x(stage.first)
        canvas.line((x, 0), (x, frame.height), palette.line)


def paint_scale(canvas: Canvas, frame: Frame, right: float, palette: Palette) -> None:
    """Write the numbers of the scale, ending at `right`."""
    for value in frame.ticks:
        words = f"{'+' if value > 0 else '−' if value < 0 else ''}{abs(value)}"
        canvas.text(right, frame.y(value) + 4, words, fill=palette.muted, anchor="end")


def head(frame: Frame, title: str, icon: str, medium: Medium) -> Drawing:
    """Return the head of a plot's row: title and scale. The table has the title in words too."""
    canvas = Canvas()
    palette = marks.palette_of(medium)
    paint_scale(canvas, frame, HEAD_WIDTH - 6, palette)
    indent = 0 if medium == "print" else SCREEN_INDENT
    canvas.add(marks.placed(icon, indent, 8, 16, palette.muted))
    for line, words in enumerate(wrap(title, 12, HEAD_WIDTH - 58, weight=500)):
        canvas.text(indent + 22, 20 + 16 * line, words, fill=palette.muted, weight=500)
    height = number(frame.height)
    return Drawing(
        f'<svg class="picture-scale" width="{HEAD_WIDTH}" height="{height}" '
        f'viewBox="0 0 {HEAD_WIDTH} {height}" aria-hidden="true" focusable="false">{canvas}</svg>'
    )


def framed(
    canvas: Canvas, frame: Frame, *, title: str, description: Iterable[str], prefix: str
) -> Drawing:
    """Return what was painted as a drawing that fills its cell, named and described."""
    words = " ".join(description)
    if not frame.is_fluid:
        width = frame.columns * frame.column_width
        return document(
            str(canvas), width, frame.height, title=title, description=words, prefix=prefix
        )
    return Drawing(
        f'<svg class="picture-plot" width="100%" height="{number(frame.height)}" role="img" '
        f'aria-labelledby="{prefix}title {prefix}desc">'
        f'<title id="{prefix}title">{escape(title)}</title>'
        f'<desc id="{prefix}desc">{escape(words)}</desc>{canvas}</svg>'
    )
