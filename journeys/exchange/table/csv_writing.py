"""Maps as CSV: our own list, and the matrix. Cells that could start a formula are made harmless."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from journeys.exchange.table import columns, grid, harmless, listing, losses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journeys.contents import MapContents

    Cell = str | float | None


def write_list(contents: MapContents) -> tuple[bytes, tuple[str, ...]]:
    """Return the list as bytes, and what it does not hold."""
    rows: list[list[Cell]] = [list(columns.HEADS), *listing.rows(contents, with_facts=True)]
    return _bytes(rows), tuple(losses.of_list(contents))


def write_matrix(contents: MapContents) -> tuple[bytes, tuple[str, ...]]:
    """Return the matrix as bytes, and what it does not hold."""
    return _bytes(matrix_rows(grid.of(contents))), tuple(losses.of_matrix(contents))


def write_rows(contents: MapContents) -> tuple[bytes, tuple[str, ...]]:
    """Return the matrix on its side, a row for each touchpoint, and what it does not hold."""
    return _bytes(stage_rows(grid.of(contents))), tuple(losses.of_matrix(contents))


def stage_rows(shown: grid.Grid) -> list[list[Cell]]:
    """Return a matrix with stages and touchpoints down and lanes across."""
    rows: list[list[Cell]] = [list(pair) for pair in shown.above]
    rows.append(["Stage", "Touchpoint", *(line.head for line in shown.lines)])
    for index, column in enumerate(shown.columns):
        name = column.touchpoint.name if column.touchpoint else grid.WHOLE_STAGE
        rows.append([column.stage.name, name, *(line.cells[index] for line in shown.lines)])
    return rows


def matrix_rows(shown: grid.Grid) -> list[list[Cell]]:
    """Return a matrix as rows of cells, a stage's name over its first column only."""
    rows: list[list[Cell]] = [list(pair) for pair in shown.above]
    stages: list[Cell] = ["Stage"]
    before = None
    for column in shown.columns:
        stages.append(None if column.stage is before else column.stage.name)
        before = column.stage
    touchpoints = [
        one.touchpoint.name if one.touchpoint else grid.WHOLE_STAGE for one in shown.columns
    ]
    rows += [stages, ["Touchpoint", *touchpoints]]
    rows += [[line.head, *line.cells] for line in shown.lines]
    return rows


def _bytes(rows: Iterable[list[Cell]]) -> bytes:
    """Return rows as CSV that spreadsheet programs open with the right letters."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    return harmless.guarded(cell) if isinstance(cell, str) else f"{cell:g}"
