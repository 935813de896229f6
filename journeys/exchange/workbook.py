"""Excel workbooks: whichever of the layouts we know each sheet has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.exchange.cjml import template
from journeys.exchange.findings import Findings, ProblemLog
from journeys.exchange.table import legend, own, reading, workbooks
from journeys.exchange.table.workbooks import is_workbook as looks_like_one

if TYPE_CHECKING:
    from journeys.exchange.table.sheets import Sheet

__all__ = ["OURS", "looks_like_one", "read"]

#: What our own workbook is called; it holds the whole map.
OURS = "Journeyloop spreadsheet (.xlsx)"


def read(data: bytes, name: str = "") -> Findings:
    """Return the maps of a workbook: our own export as one map, else a map for each sheet with a table."""
    tell = ProblemLog()
    sheets = workbooks.read(data, tell)
    if own.is_ours(sheets):
        found = own.read(sheets, name, tell)
        return tell.findings([found] if found else [], OURS)
    if any(map(template.looks_like_one, sheets)):
        found_maps = [
            template.read_sheet(sheet, _name(sheet, sheets, name), tell)
            for sheet in sheets
            if not template.is_other_sheet(sheet)
        ]
        return tell.findings([one for one in found_maps if one], "CJML Excel template (.xlsx)")
    maps, empty = [], []
    sheets = [sheet for sheet in sheets if sheet.name not in {legend.FILLING_IN, own.LEGEND}]
    for sheet in sheets:
        one = reading.read_sheet(sheet, _name(sheet, sheets, name), tell)
        if one is None:
            empty.append(sheet)
        else:
            maps.append(one)
    for sheet in empty:
        if maps:
            tell.leave_out(f"The sheet “{sheet.name}” has no table of a journey and was left out.")
    if not maps and not tell.errors:
        tell.error(reading.why_none(sheets))
    return tell.findings(maps)


def _name(sheet: Sheet, sheets: list[Sheet], name: str) -> str:
    """Return what a sheet's map is called without a title: the file's name, or the sheet's if there are more."""
    is_default = sheet.name.lower().startswith(("sheet", "tabelle", "table", "feuil", "hoja"))
    if len(sheets) == 1 or not sheet.name:
        return name or sheet.name
    return f"{name}, {sheet.name}" if name and is_default else sheet.name
