"""A CSV file as a map."""

from __future__ import annotations

from journeys.exchange.findings import Findings, ProblemLog
from journeys.exchange.table import own, reading, text_files


def read(text: str, name: str = "") -> Findings:
    """Return the map of a CSV or TSV file; `name` is what a map without one is called."""
    tell = ProblemLog()
    sheet = text_files.read(text, tell)
    found = None
    if sheet is not None and any(sheet.rows):
        found = own.read_sheet(sheet, name, tell) or reading.read_sheet(sheet, name, tell)
    if found is None and not tell.errors:
        tell.error(reading.why_none([sheet] if sheet else []))
    return tell.findings([found] if found else [])
