"""Cells that a spreadsheet program would take for a formula, written so that it does not."""

from __future__ import annotations

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(text: str) -> str:
    """Return a text for a CSV cell: with an apostrophe in front of what could start a formula."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def plain(text: str) -> str:
    """Return a CSV cell's text without the apostrophe that `guarded` put there."""
    return text[1:] if _GUARDED.match(text) else text
