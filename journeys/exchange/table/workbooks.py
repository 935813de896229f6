"""Excel workbooks as sheets: cached values, merged cells, dates; formulas are never computed."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from journeys.exchange import archives
from journeys.exchange.table.sheets import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Merged,
    Sheet,
    trimmed,
)
from journeys.exchange.table.text_files import too_long

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.exchange.findings import ProblemLog

MOST_SHEETS = 100
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^<>]*?\bref=[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']"
)
#: What a cell has of interest, in its order.
_OF_CELLS = re.compile(
    rb"<(?:\w+:)?(?:c\b(?P<cell>[^<>]*)|(?P<formula>f)\b|(?P<value>v)>[^<])|(?P<end></(?:\w+:)?c>)"
)
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3}\d{1,7})[\"']")
#: More than these of a sheet are not named: one sentence says that there are more.
MOST_FORMULAS = 100
RESAVE = "Open the file in a spreadsheet program, save it, and choose it again; formulas are not computed here."
NO_VALUE = f"There is a formula here without a value. {RESAVE}"
MOST_MERGED = 20_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\0\ud800-\udfff]")
#: What a formula leaves in its cell when it could not be computed.
_FAILED = frozenset({"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!"})


def is_workbook(data: bytes) -> bool:
    """Return whether bytes are a zip with a workbook in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    return any(name.lower().startswith("xl/") for name in names[:200])


def read(data: bytes, tell: ProblemLog) -> list[Sheet]:
    """Return a workbook's sheets that hold anything. What is unsafe is an error, and gives none."""
    try:
        parts = archives.parts(data)
    except archives.Unsafe as unsafe:
        tell.error(str(unsafe))
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that it leaves out
            return _sheets(parts, tell)
    # Whatever openpyxl stumbles over in a damaged file: its errors have no common class.
    except Exception as error:  # noqa: BLE001  see above
        tell.error(f"The workbook cannot be read: {type(error).__name__}. Save it again as .xlsx.")
        return []


def _sheets(parts: dict[str, bytes], tell: ProblemLog) -> list[Sheet]:
    book = load_workbook(archives.packed(parts), read_only=True, data_only=True, keep_links=False)
    try:
        found = []
        for number, sheet in enumerate(book.worksheets):
            if number >= MOST_SHEETS:
                tell.error(
                    f"More than {MOST_SHEETS} sheets: from here on they stay out.",
                    sheet=sheet.title,
                )
                break
            if sheet.sheet_state != "visible":
                tell.leave_out(f"The hidden sheet “{sheet.title}” was not read.")
                continue
            xml = parts.get(str(getattr(sheet, "_worksheet_path", "")).lstrip("/"), b"")
            taken = _sheet(sheet, xml, tell)
            if any(taken.rows):
                found.append(taken)
        return found
    finally:
        book.close()


def _sheet(source: Any, xml: bytes, tell: ProblemLog) -> Sheet:
    name = _plain(source.title)
    sheet = Sheet(name, [])
    # What a sheet says of its own size may be wrong or a trap.
    source.reset_dimensions()
    number = -1
    last = -1
    for number, values in enumerate(source.iter_rows(max_row=MOST_ROWS + 1, values_only=True)):
        if number >= MOST_ROWS:
            tell.error(
                f"More than {MOST_ROWS:,} rows: from here on they stay out.", **sheet.place(number)
            )
            break
        row = [_text(value) if value is not None else "" for value in values[: MOST_COLUMNS + 1]]
        row = _checked(trimmed(row), number, sheet, tell)
        sheet.rows.append(row)
        if row:
            last = number
    del sheet.rows[last + 1 :]
    sheet.merged = list(islice(_merged(xml), MOST_MERGED))
    _tell_of_formulas(xml, sheet, tell)
    return sheet


def _checked(row: list[str], number: int, sheet: Sheet, tell: ProblemLog) -> list[str]:
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
        elif cell in _FAILED:
            tell.error(
                f"The formula here has failed ({cell}); the cell stays out.",
                **sheet.place(number, column),
            )
            row[column] = ""
    return row


def _text(value: Any) -> str:
    """Return what a person sees in a cell, near enough."""
    match value:
        case str():
            return _plain(value)
        case bool():
            return "yes" if value else "no"
        case float():
            is_whole = value == int(value) and abs(value) < 1e15
            return str(int(value)) if is_whole else f"{value:.10g}"
        case datetime():
            is_day = value.time() == time()
            return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    return str(value)


def _plain(text: str) -> str:
    """Return a text without the escapes workbooks use for control characters."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
    return _SURROGATE.sub("\ufffd", text) if not text.isascii() or "\0" in text else text


def _merged(xml: bytes) -> Iterator[Merged]:
    for match in _MERGED.finditer(xml, max(xml.rfind(b"mergeCells>") - 4_000_000, 0)):
        left, top, right, bottom = range_boundaries(match.group(1).decode())
        if None not in {left, top, right, bottom}:
            yield Merged(int(top) - 1, int(left) - 1, int(bottom) - 1, int(right) - 1)


def _tell_of_formulas(xml: bytes, sheet: Sheet, tell: ProblemLog) -> None:
    """Name the cells whose formula has never been computed: they came in empty."""
    for number, reference in enumerate(_never_computed(xml)):
        place = _place_of(reference, sheet)
        if number >= MOST_FORMULAS:
            tell.error(f"From here on, formulas without a value are not named. {RESAVE}", **place)
            break
        tell.error(NO_VALUE, **place)


def _never_computed(xml: bytes) -> Iterator[str]:
    """Yield the references of cells that have a formula and no value, in one walk through the sheet."""
    cell, waits = b"", False
    for found in _OF_CELLS.finditer(xml):
        match found.lastgroup:
            case "cell":
                cell, waits = found["cell"], False
            case "formula":
                waits = True
            case "value":
                waits = False
            case _:
                reference = _REFERENCE.search(cell) if waits else None
                if reference:
                    yield reference.group(1).decode()
                cell, waits = b"", False


def _place_of(reference: str, sheet: Sheet) -> dict[str, Any]:
    row, column = coordinate_to_tuple(reference)
    return sheet.place(row - 1, column - 1)
