"""Cells that a spreadsheet program would take for a formula, written so that it does not."""

from __future__ import annotations

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
#: Where another country's spreadsheet begins a cell inside one of ours: it splits at semicolons, and
#: then knows no quotes. A bullet, "- so", is none.
_INSIDE = re.compile(r"([;\t\n\r]\s*)(?='*(?:[=+@]|-\S))")
_GUARDED_INSIDE = re.compile(r"([;\t\n\r]\s*)'(?='*(?:[=+@]|-\S))")


def guarded(text: str) -> str:
    """Return a text for a CSV cell: with an apostrophe in front of what could start a formula."""
    text = _INSIDE.sub(r"\1'", text)
    return f"'{text}" if _DANGEROUS.match(text) else text


def plain(text: str) -> str:
    """Return a CSV cell's text without the apostrophes that `guarded` put there."""
    text = text[1:] if _GUARDED.match(text) else text
    return _GUARDED_INSIDE.sub(r"\1", text)
