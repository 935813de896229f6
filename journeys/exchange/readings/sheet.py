"""A table file as rows of cells: CSV in whatever encoding and separator, or the first sheet of XLSX."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import charset_normalizer

from journeys.exchange import archives, encodings
from journeys.exchange.findings import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGABYTE = 1_000_000
LARGEST_FILE = 10 * MEGABYTE
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 60, 2_000
#: One row more than a file may have below its head: enough to know that it has too many.
_ENOUGH = MOST_ROWS + 2
#: Rows of a workbook with those that are empty.
MOST_LINES = 200_000
SEPARATORS = ",;\t|"
WORKBOOK = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the file numbers it, with its cells: text, numbers, dates or None."""

    line: int
    cells: tuple[Any, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing stands in it."""
        return all(
            cell is None or (isinstance(cell, str) and not cell.strip()) for cell in self.cells
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows with something in them, and what is wrong with the file as a whole."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(data: bytes) -> Sheet:
    """Return the rows of a CSV or XLSX file. Raises nothing, whatever the bytes are."""
    if len(data) > LARGEST_FILE:
        return _refused(f"The file is larger than {LARGEST_FILE // MEGABYTE} MB. Split it.")
    if not data.strip(b" \t\r\n\0"):
        return _refused("The file is empty.")
    if data.startswith(WORKBOOK):
        return _workbook(data)
    kind = encodings.kind_of_file(data)
    if kind:
        return _refused(
            f"This looks like {kind}. Save the table as CSV or as an Excel workbook (.xlsx)."
        )
    return _text(data)


# --- CSV ---


def _text(data: bytes) -> Sheet:
    text, guessed = _decoded(data)
    if text is None:
        return _refused(
            "This is not a text file. Save the table as CSV or as an Excel workbook (.xlsx)."
        )
    notes: tuple[Problem, ...] = ()
    if guessed:
        notes = (Problem(f"The file is not UTF-8. It was read as {guessed}; check letters with accents.", "warning"),)  # fmt: skip
    try:
        rows = list(islice(_csv_rows(text), _ENOUGH))
    except csv.Error as error:
        return _refused(f"The table cannot be read: {error}.")
    return _limited(rows, notes)


def _decoded(data: bytes) -> tuple[str | None, str]:
    decoded = encodings.decode(data)
    if decoded is not None and not decoded.guessed:
        return decoded.text, ""
    best = charset_normalizer.from_bytes(data[:200_000]).best()
    if best is not None and best.encoding not in {"ascii", "utf_8"}:
        try:
            return data.decode(best.encoding), best.encoding.replace("_", "-")
        except UnicodeDecodeError:  # what was guessed from the beginning does not hold to the end
            pass
    return (None, "") if decoded is None else (decoded.text, decoded.guessed)


def _csv_rows(text: str) -> Iterator[Row]:
    # What spreadsheets write first to name their separator.
    first, _, rest = text.partition("\n")
    skipped = 0
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        text, skipped = rest, 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=False)
    for cells in reader:
        row = Row(reader.line_num + skipped, tuple(cells[:MOST_COLUMNS]))
        if not row.is_empty:
            yield row


def _separator(text: str) -> str:
    """Return the sign that stands most often in the first line with something in it, outside quotes."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(part for place, part in enumerate(first.split('"')) if place % 2 == 0)
    return max(SEPARATORS, key=bare.count)


# --- XLSX ---


def _workbook(data: bytes) -> Sheet:
    try:
        parts = archives.parts(data)
    except archives.Unsafe as unsafe:
        return _refused(str(unsafe))
    if "xl/workbook.xml" not in parts:
        return _refused("This is a zip archive, not an Excel workbook (.xlsx).")
    import openpyxl

    try:
        book = openpyxl.load_workbook(
            archives.packed(parts), read_only=True, data_only=True, keep_links=False
        )
        try:
            sheets = book.worksheets
            if not sheets:
                return _refused("The workbook has no sheet with cells.")
            rows = list(islice(_sheet_rows(sheets[0]), _ENOUGH))
        finally:
            book.close()
    except archives.Unsafe as unsafe:
        return _refused(str(unsafe))
    except Exception as error:  # noqa: BLE001  a broken file breaks the reader in any way it likes
        return _refused(
            f"The workbook cannot be read ({type(error).__name__}). Save it again, or as CSV."
        )
    notes: tuple[Problem, ...] = ()
    if len(sheets) > 1:
        notes = (Problem(f"The workbook has {len(sheets)} sheets. The first, “{sheets[0].title[:60]}”, was read.", "warning"),)  # fmt: skip
    return _limited(rows, notes)


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    # What the sheet says of its own size may be anything.
    sheet.reset_dimensions()
    empty = 0
    for line, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
        row = Row(line, tuple(cells))
        empty = empty + 1 if row.is_empty else 0
        if empty > MOST_ROWS:
            return
        if line > MOST_LINES:
            raise archives.Unsafe(
                f"The sheet has more than {MOST_LINES:,} rows, most of them empty. Remove those."
            )
        if not empty:
            yield row


# --- both ---


def _limited(rows: list[Row], notes: tuple[Problem, ...]) -> Sheet:
    if not rows:
        return _refused("There is no row with anything in it.")
    if len(rows) >= _ENOUGH:
        return _refused(f"The table has more than {MOST_ROWS:,} rows. Split it.")
    for row in rows:
        for column, cell in enumerate(row.cells, start=1):
            if isinstance(cell, str) and (len(cell) > LONGEST_CELL or "\0" in cell):
                message = f"The cell holds more than {LONGEST_CELL:,} characters."
                return Sheet((), (Problem(message, line=row.line, column=column),))
    return Sheet(tuple(rows), notes)


def _refused(message: str) -> Sheet:
    return Sheet((), (Problem(message),))
