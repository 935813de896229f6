"""Cells as numbers, days and periods, however a spreadsheet or a person writes them."""

from __future__ import annotations

import math
import re
from datetime import date, datetime

from journeys import periods

#: The largest number a count's column holds.
LARGEST = 2**63 - 1
_SPACES = re.compile(r"[\s\u00a0\u202f’']")
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
_NUMBER = re.compile(r"[+\-−]?(\d+([.,]\d*)?|[.,]\d+)(e[+\-]?\d+)?", re.IGNORECASE)
_DOTTED_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class Unreadable(ValueError):
    """What is wrong with a cell, in one sentence."""


def text(cell: object) -> str:
    """Return a cell as text in one line, without the mark that kept a spreadsheet from calculating."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    words = " ".join(str(cell if cell is not None else "").split())
    return words[1:] if len(words) > 1 and words[0] == "'" and words[1] in "=+-@" else words


def whole(cell: object) -> int:
    """Return a count: a whole number from 0, with or without thousands set apart. Raises `Unreadable`."""
    if isinstance(cell, bool):
        raise Unreadable("Give a whole number.")
    if isinstance(cell, int | float):
        number = float(cell)
    else:
        written = _SPACES.sub("", str(cell))
        if _GROUPED.fullmatch(written) and len(set(written) & {".", ","}) == 1:
            written = re.sub(r"[.,]", "", written)
        number = real(written)
    if not number.is_integer():
        raise Unreadable(f"Give a whole number; “{_shown(cell)}” is none.")
    if number < 0:
        raise Unreadable("A count is never negative.")
    if number > LARGEST:
        raise Unreadable("That is more than can be kept.")
    return int(cell) if isinstance(cell, int) else int(number)


def real(cell: object) -> float:
    """Return a number, its decimals after a point or a comma. Raises `Unreadable`."""
    if isinstance(cell, bool | date):
        raise Unreadable(f"“{_shown(cell)}” is not a number.")
    if isinstance(cell, int | float):
        number = float(cell)
    else:
        number = _written(_SPACES.sub("", str(cell)), cell)
    if not math.isfinite(number):
        raise Unreadable("Give a finite number.")
    return number


def _written(written: str, cell: object) -> float:
    written = written.removesuffix("%")
    if "," in written and "." in written:
        # The sign that comes last sets off the decimals.
        thousands = "," if written.rfind(".") > written.rfind(",") else "."
        written = written.replace(thousands, "")
    if not _NUMBER.fullmatch(written):
        raise Unreadable(f"“{_shown(cell)}” is not a number.")
    return float(written.replace(",", ".").replace("−", "-"))


def day(cell: object) -> date:
    """Return a day. Raises `Unreadable`; days with slashes are refused, as they can mean two things."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = text(cell)
    try:
        if found := _DOTTED_DAY.fullmatch(written):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(
            written[:10] if "T" in written or " 00:00" in written else written
        )
    except ValueError:
        raise Unreadable(f"“{_shown(cell)}” is no day. Write it as 2026-03-31.") from None


def period(cell: object) -> periods.Span:
    """Return the first and last day of a period. Raises `Unreadable`."""
    if isinstance(cell, datetime | date):
        # A spreadsheet makes a date of “2026-03” as it is typed.
        if cell.day != 1:
            raise Unreadable("This is a single day. Write a period as 2026-Q1, 2026-03 or 2026.")
        found = periods.parse(f"{cell.year:04}-{cell.month:02}")
    else:
        found = periods.parse(text(cell))
    if found is None:
        raise Unreadable(
            f"“{_shown(cell)}” is no period. Write it as 2026-Q1, 2026-03, 2026-W07 or 2026, "
            "or give period_from and period_to."
        )
    return found


def _shown(cell: object) -> str:
    words = " ".join(str(cell).split())
    return words if len(words) <= 40 else f"{words[:39]}…"
