"""Workbooks (XLSX) to take away: written row by row, so that a long list takes no more memory.

Cells are text or numbers and nothing else: a text that begins like a formula or an address is a text.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.http import FileResponse
from django.utils import timezone
from msgspec import Struct

from journeys.admin.pages.files import plain_name
from journeys.rendering.lettering import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Excel takes no more signs in a cell; a longer text says how much of it is missing.
LONGEST = 32_000
_SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


class Sheet(Struct, frozen=True):
    """A sheet: its name, the heads of its columns, how wide they are, and its rows."""

    name: str
    heads: Sequence[str]
    widths: Sequence[float]
    rows: Iterable[Sequence[Any]]


def download(name: str, sheets: Iterable[Sheet]) -> FileResponse:
    """Return a workbook to keep."""
    file = TemporaryFile()  # noqa: SIM115  the answer closes it
    with xlsxwriter.Workbook(file, _SAFE) as workbook:
        # The columns' names, the ways dates are written, and text that keeps its lines.
        looks = {
            "head": workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
            "number": workbook.add_format({"valign": "top"}),
            "day": workbook.add_format({"num_format": _DAY, "valign": "top", "align": "left"}),
            "moment": workbook.add_format({"num_format": _MOMENT, "valign": "top", "align": "left"}),
        }  # fmt: skip
        for sheet in sheets:
            _write(workbook.add_worksheet(sheet.name), sheet, looks)
    file.seek(0)
    response = FileResponse(
        file, as_attachment=True, filename=f"{plain_name(name)}.xlsx", content_type=MEDIA_TYPE
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _write(worksheet: Any, sheet: Sheet, looks: dict[str, Any]) -> None:
    worksheet.freeze_panes(1, 0)
    for column, width in enumerate(sheet.widths):
        worksheet.set_column(column, column, width)
    for column, head in enumerate(sheet.heads):
        worksheet.write_string(0, column, head, looks["head"])
    for row, values in enumerate(sheet.rows, start=1):
        for column, value in enumerate(values):
            _write_cell(worksheet, (row, column), value, looks)


def _write_cell(worksheet: Any, place: tuple[int, int], value: Any, looks: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        worksheet.write_number(*place, float(value), looks["number"])
    elif isinstance(value, datetime):
        worksheet.write_datetime(
            *place, timezone.localtime(value).replace(tzinfo=None), looks["moment"]
        )
    elif isinstance(value, date) and value.year >= 1900:
        worksheet.write_datetime(*place, datetime(value.year, value.month, value.day), looks["day"])  # noqa: DTZ001  a day has no time zone
    else:
        worksheet.write_string(*place, text(str(value)), looks["text"])


def text(given: str) -> str:
    """Return a text as a cell can hold it: no control characters, not longer than Excel takes."""
    cleaned = clean(given)
    if len(cleaned) <= LONGEST:
        return cleaned
    return f"{cleaned[:LONGEST]}… ({len(cleaned) - LONGEST:,} more signs)"
