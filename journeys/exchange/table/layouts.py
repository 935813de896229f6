"""How a table is laid out: things as rows under heads, or stages as columns beside heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from journeys.exchange import labels

if TYPE_CHECKING:
    from journeys.exchange.table.sheets import Sheet

#: How far down a head is looked for, and how far right a column of heads.
_ROWS_LOOKED_AT, _COLUMNS_LOOKED_AT, _LABELS_LOOKED_AT = 40, 4, 400

_ONE = frozenset({"touchpoint", "touch point", "step", "interaction"})


@dataclass(frozen=True, slots=True)
class Layout:
    """`head` is the row of heads (records) or the column of heads (matrix), from 0.

    Of a matrix `stages` is the row of stages and `touchpoints` the row of touchpoints below it; -1 for
    none. `first` is where the content begins.
    """

    kind: Literal["records", "matrix"]
    head: int
    first: int
    stages: int = -1
    touchpoints: int = -1


def find(sheet: Sheet) -> Layout | None:
    """Return how a sheet's table is laid out; None if there is no journey in it."""
    row, across = _best_row(sheet)
    column, down = _best_column(sheet)
    fields = (
        {labels.of(cell).field for cell in sheet.rows[row] if cell.strip()} if across else set()
    )
    names_things = bool(fields & {"stage", "touchpoint"})
    if names_things and across >= 2 and (fields & {"text", "lane"} or across > down):
        return Layout("records", row, row + 1)
    if down >= 2 or (down and sheet.width > 2 and len(sheet.rows) > 1):
        return _matrix(sheet, column)
    return None


def has_heads(sheet: Sheet) -> bool:
    """Return whether a sheet has heads of a journey, whatever is or is not beside them."""
    return max(_best_row(sheet)[1], _best_column(sheet)[1]) >= 3


def _best_row(sheet: Sheet) -> tuple[int, int]:
    """Return the row with the most known heads, and how many."""
    counts = [(_known(row), -number) for number, row in enumerate(sheet.rows[:_ROWS_LOOKED_AT])]
    count, number = max(counts, default=(0, 0))
    return -number, count


def _best_column(sheet: Sheet) -> tuple[int, int]:
    counts = []
    for column in range(min(sheet.width, _COLUMNS_LOOKED_AT)):
        down = [sheet.cell(row, column) for row in range(min(len(sheet.rows), _LABELS_LOOKED_AT))]
        counts.append((_known(down), -column))
    count, column = max(counts, default=(0, 0))
    return -column, count


def _known(cells: list[str]) -> int:
    """Return how many different known heads are among cells."""
    return len({labels.plain(cell) for cell in cells if cell and labels.is_known(cell)})


def _matrix(sheet: Sheet, column: int) -> Layout | None:
    rows = range(min(len(sheet.rows), _LABELS_LOOKED_AT))
    known = [
        row
        for row in rows
        if labels.is_known(sheet.cell(row, column)) and _filled(sheet, row, column)
    ]
    if not known:
        return None
    by_field = {labels.of(sheet.cell(row, column)).field: row for row in reversed(known)}
    stages = by_field.get("stage", -1)
    above = [row for row in range(known[0]) if len(_filled(sheet, row, column)) >= 2]
    if stages < 0 and above:
        # Stages stand over the table without a head of their own; failing that, in its first row.
        bare = [row for row in above if not sheet.cell(row, column).strip()]
        stages = bare[-1] if bare else above[0]
        if len(bare) >= 2 and bare[-2] == stages - 1 and _has_gaps(sheet, bare[-2], column):
            return Layout("matrix", column, stages + 1, bare[-2], stages)
    touchpoints = by_field.get("touchpoint", -1)
    if touchpoints >= 0 and not _are_names(sheet, stages, touchpoints, column):
        touchpoints = -1
    if touchpoints < 0 and stages >= 0 and _is_unnamed_row(sheet, stages + 1, column):
        touchpoints = stages + 1
    if stages < 0 and touchpoints < 0:
        return None
    return Layout(
        "matrix",
        column,
        max(stages, touchpoints if touchpoints == stages + 1 else -1, 0) + 1,
        stages,
        touchpoints,
    )


def _filled(sheet: Sheet, row: int, column: int) -> list[int]:
    """Return the columns right of the heads that a row has something in."""
    cells = sheet.rows[row]
    return [place for place in range(column + 1, len(cells)) if cells[place].strip()]


def _has_gaps(sheet: Sheet, row: int, column: int) -> bool:
    """Return whether stages are wider than a column: merged, or with empty cells beside them."""
    filled = _filled(sheet, row, column)
    if any(
        one.top <= row <= one.bottom and one.right > one.left >= column + 1 for one in sheet.merged
    ):
        return True
    end = max((len(cells) for cells in sheet.rows[row + 1 : row + 12]), default=0)
    return bool(filled) and len(filled) < end - filled[0]


def _are_names(sheet: Sheet, stages: int, touchpoints: int, column: int) -> bool:
    """Return whether a row of touchpoints has one in each column, rather than lists below stages."""
    if stages < 0:
        return True
    if _has_gaps(sheet, stages, column):
        return True
    cells = [sheet.cell(touchpoints, place) for place in _filled(sheet, touchpoints, column)]
    is_next = touchpoints == stages + 1
    # Under "Touchpoint" stands one; under "Touchpoints" there may be a list.
    is_one = labels.plain(sheet.cell(touchpoints, column)) in _ONE
    between = "\n" if is_one else "\n,;"
    return is_next and not any(letter in cell for cell in cells for letter in between)


def _is_unnamed_row(sheet: Sheet, row: int, column: int) -> bool:
    """Return whether the row below wide stages has no head, and names what is in each column."""
    return (
        row < len(sheet.rows)
        and not sheet.cell(row, column).strip()
        and _has_gaps(sheet, row - 1, column)
        and len(_filled(sheet, row, column)) > len(_filled(sheet, row - 1, column))
    )
