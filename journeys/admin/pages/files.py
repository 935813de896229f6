"""Names of files: of those people send us, and of those we give them."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

LONGEST = 120
#: What one system or another does not take in a name.
_REFUSED = '\\/:*?"<>|'


def plain_name(title: str) -> str:
    """Return a title as a file name that every system takes; without a suffix, never empty."""
    kept = "".join(" " if letter in _REFUSED or letter.isspace() else letter for letter in title)
    printable = "".join(letter for letter in kept if letter.isprintable())
    return " ".join(printable.split())[:LONGEST].strip(". ") or "journey"


def shown_name(name: str) -> str:
    """Return what a person's file is called, without folders and control characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[:LONGEST]


def attachment(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Return a file to keep, never one to open inside this site."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
