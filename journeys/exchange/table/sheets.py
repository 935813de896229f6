"""A sheet as its cells' texts, wherever it came from: a CSV file, a workbook, a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: Beyond these a sheet is no journey map; nothing after it should be made to run for long.
MOST_ROWS, MOST_COLUMNS = 60_000, 2_000
LONGEST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells that were made one: first and last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """A sheet: rows of texts, the empty string for an empty cell. Rows may differ in length.

    `first_row` and `first_column` are the numbers, from 1, that people know the first cell by.
    `lines` are the numbers of rows that do not follow one another, as in a page.
    """

    name: str
    rows: list[list[str]]
    first_row: int = 1
    first_column: int = 1
    merged: list[Merged] = field(default_factory=list)
    lines: list[int] | None = None

    def cell(self, row: int, column: int) -> str:
        """Return a cell's text; outside the sheet, an empty one."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return ""

    def place(self, row: int, column: int | None = None) -> dict[str, Any]:
        """Return where a cell is, as problems say it."""
        line = self.lines[row] if self.lines is not None else row + self.first_row
        if column is None:
            return {"line": line, "sheet": self.name}
        return {"line": line, "column": column + self.first_column, "sheet": self.name}

    @property
    def width(self) -> int:
        """Return how many columns the longest row has."""
        return max(map(len, self.rows), default=0)


def trimmed(row: list[str]) -> list[str]:
    """Return a row without the empty cells at its end."""
    end = len(row)
    while end and not row[end - 1]:
        end -= 1
    return row[:end]
