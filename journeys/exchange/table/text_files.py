"""CSV and TSV as a sheet: separator and quoting found by looking, places kept by row."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from journeys.exchange import labels
from journeys.exchange.table import harmless
from journeys.exchange.table.sheets import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Sheet, trimmed

if TYPE_CHECKING:
    from journeys.exchange.findings import ProblemLog

SEPARATORS = (",", ";", "\t", "|")
#: As many rows tell which character separates.
_ROWS_LOOKED_AT = 60
_CHARACTERS_LOOKED_AT = 60_000


def separator_of(text: str) -> str:
    """Return the character between a text's cells, an empty string if it is no table.

    Each is tried: the one that gives rows of one width, of known heads, wins.
    """
    first = text.lstrip("\ufeff")[:5]
    if text.lstrip("\ufeff").startswith("sep=") and len(first) == 5:
        return first[4]
    scores = {separator: _score(text, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: scores[separator])
    return best if scores[best] > (0, 0.0) else ""


def _score(text: str, separator: str) -> tuple[int, float]:
    """Return how much of a table a separator makes: known heads, then rows of one width."""
    part = text[:_CHARACTERS_LOOKED_AT]
    try:
        rows = list(
            islice(csv.reader(io.StringIO(part, newline=""), delimiter=separator), _ROWS_LOOKED_AT)
        )
    except csv.Error:
        return 0, 0.0
    if len(part) < len(text) and len(rows) < _ROWS_LOOKED_AT:
        rows = rows[:-1]  # cut in the middle
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    widths = Counter(len(row) for row in rows)
    several = sum(count for width, count in widths.items() if width > 1)
    if not rows or not several:
        return 0, 0.0
    across = max(sum(labels.is_known(cell) for cell in row) for row in rows[:15])
    down = sum(labels.is_known(row[0]) for row in rows)
    width, count = max(widths.items(), key=lambda pair: (pair[0] > 1, pair[1]))
    return max(across, down), count / len(rows) * min(width, 10) if width > 1 else 0.0


def looks_like_one(text: str) -> bool:
    """Return whether a text is a table with heads of a journey map."""
    separator = separator_of(text)
    return bool(separator) and _score(text, separator)[0] >= 2


def read(text: str, tell: ProblemLog) -> Sheet | None:
    """Return the text as a sheet, None if it cannot be one; cells that are too long stay empty."""
    text = text.removeprefix("\ufeff")
    separator = separator_of(text) or ","
    lines = 0
    if text.startswith("sep=") and len(text) > 5:
        text = text.partition("\n")[2]
        lines = 1
    sheet = Sheet("", [], first_row=1 + lines)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            number = len(sheet.rows)
            if number >= MOST_ROWS:
                tell.error(
                    f"More than {MOST_ROWS:,} rows: from here on they stay out.",
                    **sheet.place(number),
                )
                break
            sheet.rows.append(_checked(row, number, sheet, tell))
    except csv.Error as error:
        tell.error(f"The table ends here: {error}.", **sheet.place(len(sheet.rows)))
    return sheet


def _checked(row: list[str], number: int, sheet: Sheet, tell: ProblemLog) -> list[str]:
    row = [harmless.plain(cell) if cell else "" for cell in trimmed(row)]
    if len(row) > MOST_COLUMNS:
        tell.error(
            f"More than {MOST_COLUMNS} columns: from here on they stay out.",
            **sheet.place(number, MOST_COLUMNS),
        )
        row = row[:MOST_COLUMNS]
    for column, cell in enumerate(row):
        if len(cell) > LONGEST_CELL:
            tell.error(too_long(cell), **sheet.place(number, column))
            row[column] = ""
    return row


def too_long(cell: str) -> str:
    """Return what to say of a cell that is longer than any program lets one be."""
    return f"The cell has {len(cell):,} characters; {LONGEST_CELL:,} is the most. It stays out."
