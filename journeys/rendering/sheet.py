"""The sheet a whole picture is drawn on as a file: margins, columns, heads of rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from journeys.rendering import icons, marks
from journeys.rendering.comparison_parts import ChangeMark
from journeys.rendering.frame import paint_scale
from journeys.rendering.lettering import shorten, width, wrap
from journeys.rendering.markup import Canvas, escape, number
from journeys.rendering.parts import HEAD_WIDTH
from journeys.rendering.shapes import diamond

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.rendering.comparison_parts import ComparedStage
    from journeys.rendering.frame import Frame
    from journeys.rendering.palette import Palette
    from journeys.rendering.parts import StageHead

MARGIN = 24
PADDING = 8
NARROWEST = 720
MOST_NAME_LINES = 5


@dataclass(frozen=True)
class Sheet:
    """A canvas with columns on it; x and y are in pixels from the top left corner of the file."""

    canvas: Canvas
    columns: int
    palette: Palette

    @property
    def column_width(self) -> float:
        """Return how wide a column is: few columns get more room."""
        return 148.0 if self.columns > 8 else 172.0 if self.columns > 5 else 208.0

    @property
    def left(self) -> float:
        """Return where the first column begins."""
        return MARGIN + HEAD_WIDTH

    @property
    def right(self) -> float:
        """Return where the last column ends."""
        return self.left + self.columns * self.column_width

    @property
    def width(self) -> float:
        """Return how wide the file is."""
        return max(NARROWEST, self.right + MARGIN)

    def frame(self, frame: Frame) -> Frame:
        """Return a plot's measures on this sheet: the same, with its columns in pixels."""
        return structs.replace(frame, column_width=self.column_width, is_fluid=False)

    def x(self, column: float) -> float:
        """Return where a column begins."""
        return self.left + column * self.column_width

    def room(self, span: int = 1) -> float:
        """Return how wide text under so many columns may be."""
        return span * self.column_width - 2 * PADDING

    def moved(self, x: float, y: float) -> Canvas:
        """Open a group whose zero lies at x, y; the caller closes it."""
        self.canvas.open(f'<g transform="translate({number(x)} {number(y)})">')
        return self.canvas

    def aside(self) -> Sheet:
        """Return the same sheet with a canvas to throw away, for measuring."""
        return Sheet(Canvas(), self.columns, self.palette)

    def paint_rule(self, y: float) -> None:
        """Draw a hairline over the whole width."""
        self.canvas.line((MARGIN, y), (self.right, y), self.palette.line)

    def paint_row_head(self, y: float, title: str, icon: str) -> float:
        """Draw the hairline over a row and its head; gives the height the head needs."""
        self.paint_rule(y)
        self.canvas.add(marks.placed(icon, MARGIN, y + PADDING, 16, self.palette.muted))
        lines = wrap(title, 12, HEAD_WIDTH - 30, weight=500, most=6)
        self.canvas.lines(MARGIN + 22, y + PADDING, lines, fill=self.palette.muted, weight=500)
        return len(lines) * 16 + 2.0 * PADDING

    def paint_plot_head(self, y: float, title: str, icon: str, frame: Frame) -> None:
        """Draw the head of a plot's row with its scale."""
        self.paint_row_head(y, title, icon)
        paint_scale(self.moved(0, y), frame, self.left - 6, self.palette)
        self.canvas.close()

    def paint_stage_borders(
        self, stages: Sequence[StageHead] | Sequence[ComparedStage], top: float, bottom: float
    ) -> None:
        """Draw a hairline where a stage begins."""
        for stage in stages:
            x = self.x(stage.first)
            self.canvas.line((x, top), (x, bottom), self.palette.line)

    def paint_words(self, x: float, middle: float, words: str) -> float:
        """Write words of the legend; gives the x behind them."""
        self.canvas.text(x, middle + 4, words, fill=self.palette.muted)
        return x + width(words, 12) + 20


def paint_heading(page: Sheet, title: str, second: Sequence[str]) -> float:
    """Write the title and the line under it; gives the y below."""
    lines = wrap(title, 18, page.width - 2 * MARGIN, weight=600, most=3)
    y = page.canvas.lines(
        MARGIN, MARGIN, lines, fill=page.palette.ink, size=18, leading=24, weight=600
    )
    words = " · ".join(part for part in second if part)
    if words:
        words = shorten(words, 12, page.width - 2 * MARGIN)
        y = page.canvas.lines(MARGIN, y + 2, [words], fill=page.palette.muted)
    return y + 14


class Head(Struct, frozen=True):
    """The head of a stage or touchpoint: its name, lines under it, and how it stands when compared."""

    first: int
    name: str
    span: int = 1
    second: tuple[str, ...] = ()
    is_moment_of_truth: bool = False
    mark: str = ""
    marks: tuple[ChangeMark, ...] = ()
    is_gone: bool = False


def paint_stages(page: Sheet, heads: Sequence[Head], y: float) -> float:
    """Draw the heads of the stages in boxes; gives the y below."""
    # Painted twice: first aside, to know how high the highest is.
    height = 16.0 + max(_paint_stage(page.aside(), head, 0) for head in heads)
    for head in heads:
        x = page.x(head.first)
        across = head.span * page.column_width - 8
        page.canvas.rect(x + 4, y, across, height, fill=page.palette.sunk, rx=6)
        _paint_stage(page, head, y + 8)
    return y + height + 4


def _paint_stage(page: Sheet, head: Head, y: float) -> float:
    x = page.x(head.first) + 14
    room = head.span * page.column_width - 28
    return _paint_head(page, head, x, y, room, 14)


def paint_touchpoints(page: Sheet, heads: Sequence[Head], y: float) -> float:
    """Draw the names of the touchpoints; gives the y below."""
    row_head = page.paint_row_head(y, "Touchpoints", icons.FACTS["touchpoints"])
    below = y + row_head
    for head in heads:
        x = page.x(head.first) + PADDING
        room = page.room() - (20 if head.is_moment_of_truth else 0)
        below = max(below, _paint_head(page, head, x, y + PADDING, room, 13) + PADDING)
        if head.is_moment_of_truth:
            right = x + page.room() - 8
            diamond(page.canvas, right, y + PADDING + 9, 6, fill=page.palette.ink)
    return below


def _paint_head(page: Sheet, head: Head, x: float, y: float, room: float, size: float) -> float:
    canvas, palette = page.canvas, page.palette
    is_gone = head.is_gone
    y = canvas.lines(
        x, y, wrap(head.name, size, room, weight=600, most=MOST_NAME_LINES),
        fill=palette.muted if is_gone else palette.ink,
        size=size, leading=size + 6, weight=600, room=room, strike=is_gone,
    )  # fmt: skip
    for words in head.second:
        y = canvas.lines(x, y, wrap(words, 12, room, most=3), fill=palette.muted, room=room)
    if head.mark:
        colour, _ = palette.change(head.mark)
        canvas.add(marks.placed(icons.CHANGES[head.mark], x, y + 1, 14, colour))
        y = canvas.lines(x + 18, y, [head.mark], fill=colour, weight=500)
    if head.marks:
        y = paint_change_marks(page, head.marks, x, y + 4, room)
    return y


def paint_change_marks(
    page: Sheet, found: Sequence[ChangeMark], x: float, y: float, room: float
) -> float:
    """Draw marks in rows from x, y; gives the y below."""
    left = x
    for mark in found:
        colour, ground = page.palette.change(mark.kind)
        across = 28 + width(str(mark.count), 12, 500)
        if left > x and left + across > x + room:
            left = x
            y += 24
        page.canvas.open(f'<g data-change="{mark.kind}">')
        page.canvas.add(f"<title>{escape(f'{mark.count} {mark.kind}: {mark.title}')}</title>")
        page.canvas.rect(left, y, across, 20, fill=ground, rx=4)
        page.canvas.add(marks.placed(mark.icon, left + 4, y + 2, 16, colour))
        page.canvas.text(left + 22, y + 14, str(mark.count), fill=colour, weight=500)
        page.canvas.close()
        left += across + 4
    return y + 20


def on_ground(page: Sheet, height: float) -> str:
    """Return what was painted, on the surface of the palette."""
    ground = f'<rect width="{number(page.width)}" height="{number(height)}" fill="{page.palette.surface}"/>'
    return f"{ground}{page.canvas}"
