"""Tables of a Markdown page as sheets: with pipes, or written in HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from journeys.exchange.markdown import inline
from journeys.exchange.table.sheets import LONGEST_CELL, MOST_COLUMNS, Merged, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

_PIPE = re.compile(r"(?<!\\)\|")


def is_rule(line: str) -> bool:
    """Return whether a line is the one below a table's heads: |---|---|."""
    return "|" in line and "-" in line and not line.strip("|-: \t")


def is_row(line: str) -> bool:
    """Return whether a line can be a row of a table."""
    return bool(_PIPE.search(line))


def of_pipes(lines: Sequence[tuple[int, str]]) -> Sheet:
    """Return the sheet of a table's lines, the rule among them left out."""
    rows, numbers = [], []
    for number, line in lines:
        if not is_rule(line):
            rows.append(_cells(line))
            numbers.append(number)
    return Sheet("", rows, lines=numbers)


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    cells = _PIPE.split(inner)
    if cells and not cells[-1].strip():
        cells = cells[:-1]
    return [inline.plain(cell)[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS]]


class _Rows(HTMLParser):
    """Gathers the cells of one HTML table, bold beginnings of paragraphs kept apart by marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.merged: list[Merged] = []
        self.cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row, a cell, or a line in it."""
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"} and self.rows:
            self._close()
            self.cell = []
            self._span(dict(attrs))
        elif self.cell is not None and tag in {"br", "p", "li", "div"}:
            self.cell.append("\n")
        elif self.cell is not None and tag in {"strong", "b"}:
            self.cell.append("**")

    def handle_endtag(self, tag: str) -> None:
        """End a cell, or a line in it."""
        if tag in {"td", "th", "tr", "table"}:
            self._close()
        elif self.cell is not None and tag in {"p", "li", "div"}:
            self.cell.append("\n")
        elif self.cell is not None and tag in {"strong", "b"}:
            self.cell.append("**")

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self.cell is not None:
            self.cell.append(data.replace("\n", " "))

    def _close(self) -> None:
        if self.cell is not None:
            lines = (" ".join(line.split()) for line in "".join(self.cell).split("\n"))
            self.rows[-1].append(
                "\n".join(line for line in lines if line.strip("* "))[:LONGEST_CELL]
            )
            self.cell = None

    def _span(self, attrs: dict[str, str | None]) -> None:
        width = attrs.get("colspan") or "1"
        row, column = len(self.rows) - 1, len(self.rows[-1])
        if width.isdigit() and 1 < int(width) <= MOST_COLUMNS:
            self.merged.append(Merged(row, column, row, column + int(width) - 1))


def of_html(text: str, line: int) -> Sheet:
    """Return the sheet of an HTML table that begins on a line. Bold stays marked by asterisks."""
    parser = _Rows()
    parser.feed(text)
    parser.close()
    parser._close()
    rows = [row[:MOST_COLUMNS] for row in parser.rows if row]
    return Sheet("", rows, lines=[line] * len(rows), merged=parser.merged)
