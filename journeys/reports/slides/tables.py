"""Tables on slides: rows measured, long ones cut, the rest on further slides under the same head. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, structs

from journeys.reports.slides import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SIZE = 11.0
PADDING_X, PADDING_Y = 5.0, 3.5
#: The most lines of one text: a longer one ends in “…”.
MOST_LINES = 8
ROOM = 410.0


class Cell(Struct, frozen=True):
    """A cell: its text, looks, and how many columns it spans. `level` of 5 is drawn as pips."""

    text: str = ""
    bold: bool = False
    colour: str = ""
    fill: str = ""
    strike: bool = False
    right: bool = False
    size: float = SIZE
    span: int = 1
    level: int = 0
    lines: int = MOST_LINES


class Row(Struct, frozen=True):
    """A row; its height is known once it is measured. `keeps` the row after it on its slide."""

    cells: tuple[Cell, ...]
    height: float = 0.0
    keeps: bool = False


class Table(Struct, frozen=True):
    """A stretch of a table that fits on a slide: widths in points, the head first."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    heads: int = 1

    @property
    def height(self) -> float:
        """Return how high it is."""
        return sum(row.height for row in self.rows)


def row(*given: Cell | str, keeps: bool = False) -> Row:
    """Return a row of cells; a text is a plain cell."""
    return Row(tuple(Cell(one) if isinstance(one, str) else one for one in given), keeps=keeps)


def head(*names: str) -> Row:
    """Return the head of a table."""
    return Row(tuple(Cell(name, bold=True, colour="muted", size=10, lines=2) for name in names))


def split(
    widths: Sequence[float], heads: Sequence[Row], rows: Iterable[Row], *, room: float = ROOM
) -> Iterator[Table]:
    """Return the table in stretches that fit in `room`, each under its heads."""
    measured_heads = [measured(one, widths) for one in heads]
    used = top = sum(one.height for one in measured_heads)
    taken: list[Row] = []
    for one in rows:
        now = measured(one, widths, most=room - top)
        if taken and used + now.height > room:
            carried: list[Row] = []
            while len(taken) > 1 and taken[-1].keeps:
                carried.insert(0, taken.pop())
            yield Table(tuple(widths), (*measured_heads, *taken), len(heads))
            taken, used = carried, top + sum(kept.height for kept in carried)
        taken.append(now)
        used += now.height
    if taken:
        yield Table(tuple(widths), (*measured_heads, *taken), len(heads))


def measured(given: Row, widths: Sequence[float], *, most: float = 0) -> Row:
    """Return a row with its texts cut and its height; higher than `most` it is cut further."""
    cells, height, column = [], 0.0, 0
    for cell in given.cells:
        room = sum(widths[column : column + cell.span]) - 2 * PADDING_X
        column += cell.span
        lines = cell.lines
        if most:
            lines = max(1, min(lines, int((most - 2 * PADDING_Y) / (cell.size * texts.LEADING))))
        text = texts.fit(cell.text, cell.size, room, lines, bold=cell.bold)
        cells.append(structs.replace(cell, text=text))
        height = max(height, texts.height(text, cell.size, room, bold=cell.bold))
    return structs.replace(given, cells=tuple(cells), height=height + 2 * PADDING_Y)
