"""A map as an Excel workbook: a matrix to read, the list that comes back in, and the rest beside."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from journeys.exchange.table import columns, facts, grid, legend, listing, losses, own
from journeys.exchange.table.sheets import LONGEST_CELL

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from journeys.contents import MapContents

    Cell = str | float | None

#: A wider matrix is not drawn: no spreadsheet program would open it, and nobody read it.
MOST_COLUMNS = 1_000
_OPTIONS = {
    "in_memory": True,
    # Whatever a cell's text begins with, it is a text.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_SINCE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_HEAD = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9CED6"}
_LOOKS = {
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "valign": "top", "text_wrap": True, "font_color": "#3B4252"},
    "stage": {**_HEAD, "bg_color": "#DCE6F5", "align": "left"},
    "touchpoint": {**_HEAD, "bg_color": "#EEF2F8"},
    "text": {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#E3E6EB"},
    "number": {
        "num_format": "+0.0;−0.0;0.0",
        "valign": "top",
        "align": "left",
        "border": 1,
        "border_color": "#E3E6EB",
    },
    "pain_points": {
        "text_wrap": True,
        "valign": "top",
        "bg_color": "#FBEAE7",
        "border": 1,
        "border_color": "#E3E6EB",
    },
    "opportunities": {
        "text_wrap": True,
        "valign": "top",
        "bg_color": "#E8F4EC",
        "border": 1,
        "border_color": "#E3E6EB",
    },
    "quiet": {"font_color": "#8A93A3", "valign": "top"},
}
#: Width of the list's columns by head; the rest is of ordinary width.
_WIDTHS = {"Text": 50, "Customer does": 34, "Customer thinks": 34, "Stage": 20, "Touchpoint": 26, "Lane": 18, columns.KEY: 38}  # fmt: skip


def write(contents: MapContents) -> tuple[bytes, tuple[str, ...]]:
    """Return the workbook as bytes, and what it does not hold."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties({"created": _SINCE, "title": contents.map.name[:255]})
        looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
        shown = grid.of(contents)
        if len(shown.columns) <= MOST_COLUMNS:
            _write_matrix(book.add_worksheet(own.MATRIX), shown, looks)
        _write_list(book.add_worksheet(own.LIST), contents, looks)
        _write_facts(book, contents, looks)
        _write_emotions_by_persona(book, contents, looks)
        _write_legend(book.add_worksheet(own.LEGEND), legend.of_export(), looks)
    return target.getvalue(), tuple(losses.of_workbook(contents))


def write_template() -> bytes:
    """Return an empty workbook to fill in, with a sheet that says how."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties({"created": _SINCE, "title": "Journey map to fill in"})
        looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
        sheet = book.add_worksheet("Journey")
        _write_rows(
            sheet,
            [["Journey", None], ["Persona", None], ["Scope", None]],
            0,
            {0: looks["head"]},
            looks,
        )
        _write_empty_matrix(sheet, looks)
        _write_legend(book.add_worksheet(legend.FILLING_IN), legend.of_template(), looks)
    return target.getvalue()


def _write_matrix(sheet: Worksheet, shown: grid.Grid, looks: dict[str, Format]) -> None:
    for row, (head, text) in enumerate(shown.above):
        _write_cell(sheet, row, 0, head, looks["head"])
        _write_cell(sheet, row, 1, text, looks["title"] if row == 0 else None)
    top = len(shown.above) + 1
    _write_heads(sheet, top, shown, looks)
    for row, line in enumerate(shown.lines, start=top + 2):
        _write_cell(sheet, row, 0, line.head, looks["head"])
        look = looks["number"] if line.kind == "emotion" else looks.get(line.kind, looks["text"])
        for column, cell in enumerate(line.cells, start=1):
            _write_cell(sheet, row, column, cell, look)
        if line.kind == "emotion" and line.cells:
            _colour_emotions(sheet, row, len(line.cells))
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, max(len(shown.columns), 1), 28)
    sheet.freeze_panes(top + 2, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_heads(sheet: Worksheet, top: int, shown: grid.Grid, looks: dict[str, Format]) -> None:
    """Write stages over their touchpoints, each stage one wide cell."""
    _write_cell(sheet, top, 0, "Stage", looks["head"])
    _write_cell(sheet, top + 1, 0, "Touchpoint", looks["head"])
    start = 0
    for number, column in enumerate(shown.columns):
        name = column.touchpoint.name if column.touchpoint else grid.WHOLE_STAGE
        _write_cell(sheet, top + 1, number + 1, name, looks["touchpoint"])
        is_last = (
            number + 1 == len(shown.columns) or shown.columns[number + 1].stage is not column.stage
        )
        if is_last:
            if number > start:
                sheet.merge_range(top, start + 1, top, number + 1, "", looks["stage"])
            _write_cell(sheet, top, start + 1, column.stage.name, looks["stage"])
            start = number + 1


def _colour_emotions(sheet: Worksheet, row: int, width: int) -> None:
    scale = {
        "type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num",
        "min_value": -3, "mid_value": 0, "max_value": 3,
        "min_color": "#F2B8AE", "mid_color": "#FFFFFF", "max_color": "#A9D8B8",
    }  # fmt: skip
    sheet.conditional_format(row, 1, row, width, scale)


def _write_list(sheet: Worksheet, contents: MapContents, looks: dict[str, Format]) -> None:
    rows: list[list[Any]] = [list(columns.HEADS), *listing.rows(contents)]
    quiet = {columns.HEADS.index(head): looks["quiet"] for head in (columns.WHAT, columns.KEY)}
    _write_rows(sheet, rows, 0, quiet, looks)
    for number, head in enumerate(columns.HEADS):
        sheet.set_column(number, number, _WIDTHS.get(head, 14))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows) - 1, 1), len(columns.HEADS) - 1)


def _write_facts(book: Any, contents: MapContents, looks: dict[str, Format]) -> None:
    sheet = book.add_worksheet(facts.ABOUT)
    _write_rows(
        sheet,
        [list(pair) for pair in facts.about(contents)],
        0,
        {0: looks["head"]},
        looks,
        heads=False,
    )
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    for field, (title, kind) in facts.PARTS.items():
        parts = getattr(contents, field)
        if parts:
            sheet = book.add_worksheet(title)
            _write_rows(sheet, facts.table(parts, kind), 0, {}, looks)
            sheet.set_column(0, 0, 38)
            sheet.set_column(1, len(kind.__struct_fields__), 24)
            sheet.freeze_panes(1, 0)


def _write_emotions_by_persona(book: Any, contents: MapContents, looks: dict[str, Format]) -> None:
    rows = facts.by_persona(contents)
    if rows:
        sheet = book.add_worksheet(facts.BY_PERSONA)
        _write_rows(sheet, rows, 0, {}, looks)
        sheet.set_column(0, 1, 26)
        sheet.set_column(5, 6, 38)
        sheet.freeze_panes(1, 0)


def _write_empty_matrix(sheet: Worksheet, looks: dict[str, Format]) -> None:
    top = 4
    for row, head in enumerate(legend.TEMPLATE_ROWS, start=top):
        _write_cell(sheet, row, 0, head, looks["head"])
        look = {top: looks["stage"], top + 1: looks["touchpoint"]}.get(row, looks["text"])
        for column in range(1, legend.TEMPLATE_COLUMNS + 1):
            sheet.write_blank(row, column, None, look)
    emotion = top + legend.TEMPLATE_ROWS.index(columns.EMOTION)
    sheet.data_validation(
        emotion, 1, emotion, legend.TEMPLATE_COLUMNS,
        {
            "validate": "decimal", "criteria": "between", "minimum": -3, "maximum": 3, "error_type": "warning",
            "error_title": "Emotion", "error_message": "A number from −3 (very bad) to +3 (very good).",
        },
    )  # fmt: skip
    _colour_emotions(sheet, emotion, legend.TEMPLATE_COLUMNS)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, legend.TEMPLATE_COLUMNS, 24)
    sheet.freeze_panes(top + 2, 1)


def _write_legend(sheet: Worksheet, rows: list[list[str]], looks: dict[str, Format]) -> None:
    _write_rows(sheet, rows, 0, {0: looks["head"]}, looks, heads=False)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)


def _write_rows(
    sheet: Worksheet,
    rows: list[list[Any]],
    top: int,
    by_column: dict[int, Format],
    looks: dict[str, Format],
    *,
    heads: bool = True,
) -> None:
    for number, row in enumerate(rows, start=top):
        for column, cell in enumerate(row):
            look = looks["touchpoint"] if heads and number == top else by_column.get(column)
            _write_cell(sheet, number, column, cell, look)


def _write_cell(
    sheet: Worksheet, row: int, column: int, cell: Cell, look: Format | None = None
) -> None:
    if cell is None or cell == "":
        if look is not None:
            sheet.write_blank(row, column, None, look)
    elif isinstance(cell, str):
        short = cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - 1] + "…"
        sheet.write_string(row, column, short, look)
    else:
        sheet.write_number(row, column, cell, look)
