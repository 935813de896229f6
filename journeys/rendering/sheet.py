"""The sheet a whole picture is drawn on as a file: margins, columns, heads of rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeys.rendering import icons, marks
from journeys.rendering.lettering import shorten, width, wrap
from journeys.rendering.markup import number
from journeys.rendering.parts import HEAD_WIDTH
from journeys.rendering.plot import Axis
from journeys.rendering.shapes import diamond

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.rendering.markup import Canvas
    from journeys.rendering.palette import Palette
    from journeys.rendering.parts import Column, StageHead

MARGIN = 24
PADDING = 8
NARROWEST = 720
MOST_NAME_LINES = 5


@dataclass(frozen=True)
class Sheet:
    """A canvas with columns on it; x and y are in pixels from the top left corner of the file."""

    canvas: Canvas
    columns: Sequence[Column]
    palette: Palette

    @property
    def column_width(self) -> float:
        """Return how wide a column is: few columns get more room."""
        count = len(self.columns)
        return 148.0 if count > 8 else 172.0 if count > 5 else 208.0

    @property
    def left(self) -> float:
        """Return where the first column begins."""
        return MARGIN + HEAD_WIDTH

    @property
    def right(self) -> float:
        """Return where the last column ends."""
        return self.left + len(self.columns) * self.column_width

    @property
    def width(self) -> float:
        """Return how wide the file is."""
        return max(NARROWEST, self.right + MARGIN)

    @property
    def axis(self) -> Axis:
        """Return the columns as the plot wants them."""
        return Axis(len(self.columns), self.column_width)

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

    def paint_stage_borders(self, stages: Sequence[StageHead], top: float, bottom: float) -> None:
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


def paint_stages(page: Sheet, stages: Sequence[StageHead], y: float) -> float:
    """Draw the heads of the stages; gives the y below."""
    blocks = []
    for stage in stages:
        room = stage.span * page.column_width - 28
        blocks.append(
            (
                stage,
                wrap(stage.name, 14, room, weight=600, most=4),
                wrap(f"“{stage.goal}”", 12, room, most=3) if stage.goal else [],
                [shorten(note, 12, room) for note in stage.notes],
            )
        )
    height = 20.0 + max(
        (20 * len(name) + 16 * (len(goal) + len(notes)) for _, name, goal, notes in blocks),
        default=20,
    )
    for stage, name, goal, notes in blocks:
        x = page.x(stage.first)
        span = stage.span * page.column_width
        page.canvas.rect(x + 4, y, span - 8, height, fill=page.palette.sunk, rx=6)
        below = page.canvas.lines(
            x + 14, y + 10, name, fill=page.palette.ink, size=14, leading=20, weight=600, room=span - 28
        )  # fmt: skip
        page.canvas.lines(x + 14, below, (*goal, *notes), fill=page.palette.muted, room=span - 28)
    return y + height + 4


def paint_touchpoints(page: Sheet, y: float) -> float:
    """Draw the names of the touchpoints; gives the y below."""
    blocks = []
    for column in page.columns:
        room = page.room() - (20 if column.is_moment_of_truth else 0)
        blocks.append(
            (
                wrap(column.name, 13, room, weight=600, most=MOST_NAME_LINES),
                [shorten(note, 12, room) for note in column.notes],
            )
        )
    height = 2 * PADDING + max(18 * len(name) + 16 * len(notes) for name, notes in blocks)
    page.paint_row_head(y, "Touchpoints", icons.FACTS["touchpoints"])
    for index, (column, (name, notes)) in enumerate(zip(page.columns, blocks, strict=True)):
        x = page.x(index)
        below = page.canvas.lines(
            x + PADDING, y + PADDING, name,
            fill=page.palette.ink, size=13, leading=18, weight=600, room=page.room(),
        )  # fmt: skip
        page.canvas.lines(x + PADDING, below, notes, fill=page.palette.muted)
        if column.is_moment_of_truth:
            x += page.column_width - 16
            diamond(page.canvas, x, y + PADDING + 9, 6, fill=page.palette.ink)
    return y + max(height, 34.0)


def on_ground(page: Sheet, height: float) -> str:
    """Return what was painted, on the surface of the palette."""
    ground = f'<rect width="{number(page.width)}" height="{number(height)}" fill="{page.palette.surface}"/>'
    return f"{ground}{page.canvas}"
