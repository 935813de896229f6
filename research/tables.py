"""A file's rows, one at a time and whatever its size: CSV, TSV, XLSX and JSON lines.

The same for an import as for a command that tries a method on a plain file. What is wrong is told with its row.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.exchange import encodings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: As much of a file tells its encoding and its separator.
SAMPLE = 1 << 20
#: The longest cell that is taken, in characters.
LONGEST_CELL = 1_000_000
#: Bytes of a workbook once unpacked, and from one packed byte; small ones may be packed as tightly as they like.
LARGEST_UNPACKED, MOST_PER_BYTE, SMALL = 2_000_000_000, 300, 4_000_000
SEPARATORS = ",;\t|"
WORKBOOK = ".xlsx"
JSON_LINES = frozenset({".jsonl", ".ndjson", ".jsonlines"})


class Refused(ValueError):
    """Why a file cannot be read, in a sentence for its owner; `row` is where, from 1, if one row is to blame."""

    def __init__(self, reason: str, *, row: int | None = None) -> None:
        super().__init__(reason if row is None else f"Row {row}: {reason}")
        self.reason, self.row = reason, row


class Row(Struct, frozen=True):
    """A row: its number as a spreadsheet shows it (the heads are row 1), and a text for each head."""

    number: int
    cells: list[str]


class Table(Struct):
    """Heads, and rows to walk through once. `encoding` is how the file was read, `guessed` whether that is a guess."""

    heads: tuple[str, ...]
    rows: Iterator[Row]
    encoding: str = "UTF-8"
    guessed: bool = False

    def index(self, name: str) -> int:
        """Return which column is called `name`; Refused names those there are."""
        if name in self.heads:
            return self.heads.index(name)
        folded = [head.casefold().strip() for head in self.heads]
        if folded.count(name.casefold().strip()) == 1:
            return folded.index(name.casefold().strip())
        there = ", ".join(f"“{head}”" for head in self.heads)
        raise Refused(f"There is no column “{name}”. The columns are {there}.")

    def __iter__(self) -> Iterator[Row]:
        """Walk through the rows."""
        return self.rows


@contextmanager
def opened(path: Path) -> Iterator[Table]:
    """Open a table by its file's name; Refused says in a sentence what is wrong with it.

    Memory does not grow with the file. Empty rows are skipped; a row that is shorter than the heads is filled up
    with empty texts, a longer one is refused unless what is too much is empty.
    """
    ending = path.suffix.lower()
    try:
        if ending == WORKBOOK:
            with _workbook(path) as table:
                yield table
        elif ending in JSON_LINES:
            with path.open("rb") as file:
                yield _json_lines(file)
        else:
            with _separated(path) as table:
                yield table
    except OSError as error:
        raise Refused(f"The file cannot be opened: {error.strerror or error}.") from error


@contextmanager
def _separated(path: Path) -> Iterator[Table]:
    with path.open("rb") as raw:
        sample = raw.read(SAMPLE)
    encoding, guessed = _encoding_of(sample)
    with path.open(encoding=encoding, errors="strict", newline="") as file:
        reader = csv.reader(
            _without_nul(file), delimiter=_separator_of(sample, encoding), strict=True
        )
        records = _records(reader)
        heads = _heads(next(records, None))
        yield Table(heads, _rows(records, len(heads)), encoding, guessed)


def _encoding_of(sample: bytes) -> tuple[str, bool]:
    """Return Python's name of the encoding, and whether it had to be guessed."""
    for mark, name in encodings.MARKS:
        if sample.startswith(mark):
            return ("utf-8-sig" if name == "utf-8" else name.rsplit("-", 1)[0]), False
    if b"\0" not in sample:
        try:
            sample.decode()
        except UnicodeDecodeError as error:
            # The sample may end within a letter.
            if error.start < len(sample) - 4 or len(sample) < SAMPLE:
                return _guessed(sample)
        return "utf-8", False
    return _guessed(sample)


def _guessed(sample: bytes) -> tuple[str, bool]:
    decoded = encodings.decode(sample)
    if decoded is None or not decoded.guessed:
        kind = encodings.kind_of_file(sample)
        raise Refused(f"This is {kind}." if kind else "This is no text: it has NUL bytes in it.")
    known = {"Windows-1252": "cp1252", "UTF-16-LE": "utf-16-le", "UTF-16-BE": "utf-16-be"}
    names = {label: name for name, label in encodings.NAMES.items()}
    return known.get(decoded.guessed) or names.get(decoded.guessed, decoded.guessed), True


def _separator_of(sample: bytes, encoding: str) -> str:
    head = sample.decode(encoding, errors="ignore").lstrip("\ufeff").split("\n", 1)[0]
    return max(SEPARATORS, key=head.count)


def _without_nul(lines: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    try:
        for number, line in enumerate(lines, start=1):
            if "\0" in line:
                raise Refused(f"Line {number} has a NUL byte in it; no text has one.")
            yield line
    except UnicodeDecodeError as error:
        raise Refused(
            f"After line {number} there are bytes that are not {error.encoding}. The file mixes two encodings;"
            " save it as UTF-8."
        ) from error


def _records(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise Refused(f"A cell has more than {LONGEST_CELL:,} characters.", row=number)
            if any(cells):
                yield number, cells
    except csv.Error as error:
        raise Refused(f"This is not a well-formed table: {error}.", row=number + 1) from error


def _heads(first: tuple[int, list[str]] | None) -> tuple[str, ...]:
    if first is None:
        raise Refused("The file is empty.")
    heads = [head.strip() for head in first[1]]
    while heads and not heads[-1]:
        heads.pop()
    named = [head for head in heads if head]
    twice = next((head for head in named if named.count(head) > 1), None)
    if twice is not None:
        raise Refused(
            f"Two columns are called “{twice}”. Each column needs a name of its own.", row=first[0]
        )
    return tuple(head or f"column {place}" for place, head in enumerate(heads, start=1))


def _rows(records: Iterator[tuple[int, list[str]]], width: int) -> Iterator[Row]:
    for number, cells in records:
        if len(cells) < width:
            cells.extend([""] * (width - len(cells)))
        elif len(cells) > width:
            if any(cells[width:]):
                raise Refused(f"It has {len(cells)} cells; there are {width} columns.", row=number)
            del cells[width:]
        yield Row(number, cells)


@contextmanager
def _workbook(path: Path) -> Iterator[Table]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    with path.open("rb") as file:
        _refuse_bomb(file)
        try:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except (InvalidFileException, KeyError, ValueError, OSError) as error:
            raise Refused("This is not a workbook (.xlsx), or it is damaged.") from error
        try:
            sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
            if sheet is None:
                raise Refused("The workbook has no sheet that can be seen.")
            values = sheet.iter_rows(values_only=True)
            records = _records(iter([_text(value) for value in row] for row in values))
            heads = _heads(next(records, None))
            yield Table(heads, _rows(records, len(heads)), "XLSX")
        finally:
            book.close()


def _refuse_bomb(file: io.BufferedReader) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("This is not a workbook (.xlsx), or it is damaged.") from error
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) + 1
    if whole > LARGEST_UNPACKED or (whole > SMALL and whole > MOST_PER_BYTE * packed):
        raise Refused(
            f"Unpacked it would be {whole:,} bytes. That is no workbook of people's writing."
        )
    file.seek(0)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)


def _json_lines(file: io.BufferedReader) -> Table:
    records = _objects(file)
    first = next(records, None)
    if first is None:
        raise Refused("The file is empty.")
    heads = tuple(first[1])
    known = frozenset(heads)

    def rows() -> Iterator[Row]:
        from itertools import chain

        for number, item in chain([first], records):
            unknown = next((name for name in item if name not in known), None)
            if unknown is not None:
                raise Refused(
                    f"“{unknown}” is not in the first line. Each line needs the same names.",
                    row=number,
                )
            yield Row(number, [_json_text(item.get(head)) for head in heads])

    return Table(heads, rows())


def _objects(file: io.BufferedReader) -> Iterator[tuple[int, dict[str, object]]]:
    for number, line in enumerate(iter(lambda: file.readline(LONGEST_CELL * 4), b""), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except ValueError as error:
            raise Refused(f"This is not JSON: {error}.", row=number) from error
        if not isinstance(item, dict):
            raise Refused("Each line must be an object: {…}.", row=number)
        yield number, item


def _json_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\0", "")
    return json.dumps(value, ensure_ascii=False)


def texts(table: Table, name: str) -> Sequence[str]:
    """Return one column's texts, in order."""
    place = table.index(name)
    return [row.cells[place] for row in table]
