"""Small labels for lists: icon, word and colour always together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.utils.safestring import SafeString

STATES = {
    "draft": "edit_square",
    "in_review": "rate_review",
    "published": "lock",
    "archived": "inventory_2",
    "discarded": "delete",
}


def chip(words: str, kind: str = "", icon: str = "") -> SafeString:
    """Return a label in one of the kinds of app.css, with a Material symbol before the word."""
    symbol = format_html('<span class="icon" aria-hidden="true">{}</span>', icon) if icon else ""
    return format_html('<span class="chip {}">{}{}</span>', kind, symbol, words)


def state(value: str, words: str) -> SafeString:
    """Return the label of a version's state."""
    return chip(words, value, STATES[value])


def day(moment: date | None) -> str:
    """Return "20 Dec 2026" of a day or moment, "" of none."""
    return date_format(moment, "j M Y") if moment else ""


def minute(moment: datetime | None) -> str:
    """Return "20 Dec 2026, 09:38" of a moment, "" of none."""
    return date_format(localtime(moment), "j M Y, H:i") if moment else ""


def quiet(words: str) -> SafeString:
    """Return words that stand back."""
    return format_html('<span class="muted">{}</span>', words)
