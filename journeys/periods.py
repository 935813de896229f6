"""Spans of days as people write them: 2026-Q1, 2026-03, 2026, or two dates. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

Span = tuple[date, date]
_YEAR = re.compile(r"(\d{4})")
_QUARTER = re.compile(r"(\d{4})[- ]?Q([1-4])|Q([1-4])[- ]?(\d{4})", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.IGNORECASE)
_DATES = re.compile(r"(\d{4}-\d{2}-\d{2})\s*(?:/|–|—|to|bis|\.\.)\s*(\d{4}-\d{2}-\d{2})")


def parse(text: str) -> Span | None:
    """Return the first and last day of "2026-Q1", "2026-03", "2026-W07", "2026" or "date/date"; else None."""
    text = text.strip()
    try:
        return _parse(text)
    except ValueError:  # a thirteenth month, a year 0
        return None


def _parse(text: str) -> Span | None:
    if found := _QUARTER.fullmatch(text):
        year, quarter = int(found[1] or found[4]), int(found[2] or found[3])
        return _months(year, 3 * quarter - 2, 3 * quarter)
    if found := _WEEK.fullmatch(text):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return monday, monday + timedelta(days=6)
    if found := _MONTH.fullmatch(text):
        return _months(int(found[1]), int(found[2]), int(found[2]))
    if found := _DATES.fullmatch(text):
        return date.fromisoformat(found[1]), date.fromisoformat(found[2])
    if found := _YEAR.fullmatch(text):
        return _months(int(found[1]), 1, 12)
    return None


def _months(year: int, first: int, last: int) -> Span:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def name(start: date, end: date) -> str:
    """Return "2026", "Q1 2026", "Mar 2026", or the dates."""
    whole_months = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    if whole_months and start.year == end.year:
        months = (start.month, end.month)
        if months == (1, 12):
            return str(start.year)
        if months[0] % 3 == 1 and months[1] == months[0] + 2:
            return f"Q{end.month // 3} {start.year}"
        if months[0] == months[1]:
            return f"{start:%b} {start.year}"
    if start == end:
        return f"{start.day} {start:%b %Y}"
    if start.year == end.year:
        return f"{start.day} {start:%b} – {end.day} {end:%b %Y}"
    return f"{start.day} {start:%b %Y} – {end.day} {end:%b %Y}"


def code(start: date, end: date) -> str:
    """Return the shortest text `parse` reads back as this span."""
    for pattern in (f"{start.year}", f"{start.year}-Q{(start.month + 2) // 3}", f"{start:%Y-%m}"):
        if parse(pattern) == (start, end):
            return pattern
    return f"{start.isoformat()}/{end.isoformat()}"
