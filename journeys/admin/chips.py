"""Small labels for lists: icon, word and colour always together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html

if TYPE_CHECKING:
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


def quiet(words: str) -> SafeString:
    """Return words that stand back."""
    return format_html('<span class="muted">{}</span>', words)
