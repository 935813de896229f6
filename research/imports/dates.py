"""Dates of a column: one way of writing them is decided for the whole file, and every row is held to it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING

from research.tables import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from research.imports.mapping import DateOrder

_PARTS = re.compile(
    r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})"
    r"(?:[T\s,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([AaPp][Mm])?)?"
)
_YEAR_DIGITS = 4
_MONTHS = 12


class Dates:
    """Reads the dates of one column. `order` is "year-first", "day-first" or "month-first"."""

    def __init__(self, order: str, zone: tzinfo = UTC) -> None:
        self.order, self.zone = order, zone

    def moment(self, text: str) -> datetime:
        """Return a moment; without an offset it is taken to be in our time zone. Raises ValueError."""
        if self.order == "year-first":
            try:
                found = datetime.fromisoformat(text)
            except ValueError:
                found = self._in_parts(text)
        else:
            found = self._in_parts(text)
        return found if found.tzinfo else found.replace(tzinfo=self.zone)

    def day(self, text: str) -> date:
        """Return a day. Raises ValueError."""
        return self.moment(text).date()

    def _in_parts(self, text: str) -> datetime:
        match = _PARTS.fullmatch(text)
        if match is None or _order_of(match) not in {self.order, "either"}:
            raise ValueError(f"“{text[:40]}” is no date, {self.order} as the others are.")
        first, second, third = (int(match[place]) for place in (1, 2, 3))
        year, month, day = {
            "year-first": (first, second, third),
            "day-first": (third, second, first),
            "month-first": (third, first, second),
        }[self.order]
        hour, minute, second = (int(match[place] or 0) for place in (4, 5, 6))
        if match[7]:
            hour = hour % 12 + (12 if match[7].lower() == "pm" else 0)
        try:
            return datetime(year, month, day, hour, minute, second, tzinfo=self.zone)
        except ValueError:
            raise ValueError(f"“{text[:40]}” is no date of the calendar.") from None


def decide(samples: Iterable[str], said: DateOrder = "", zone: tzinfo = UTC) -> Dates:
    """Return how to read a column from some of its texts; what is written most often decides.

    Raises Refused where every date could be day-first or month-first and nobody said which.
    """
    seen: dict[str, int] = {}
    for text in samples:
        match = _PARTS.match(text)
        if match is not None:
            order = _order_of(match)
            seen[order] = seen.get(order, 0) + 1
    certain = {order: count for order, count in seen.items() if order not in {"", "either"}}
    if said:
        return Dates(said, zone)
    if certain:
        return Dates(max(certain, key=lambda order: certain[order]), zone)
    if seen.get("either"):
        raise Refused(
            "Every date can be read with the day first or the month first."
            " Say which in the mapping: date_order is “day-first” or “month-first”."
        )
    return Dates("year-first", zone)


def _order_of(match: re.Match[str]) -> str:
    """Return what a date's parts allow: one order, "either" of two, or none."""
    if len(match[1]) == _YEAR_DIGITS:
        return "year-first"
    if len(match[3]) != _YEAR_DIGITS:
        return ""
    if int(match[1]) > _MONTHS:
        return "day-first"
    return "month-first" if int(match[2]) > _MONTHS else "either"
