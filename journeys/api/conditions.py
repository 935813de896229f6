"""ETags, and writes that say which state they have seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.middleware.gzip import re_accepts_gzip

from journeys.api.problems import ConditionNeeded, Invalid, Stale

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

_TAG = re.compile(r'\s*(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)')


def tag_of_row(updated_at: datetime) -> str:
    """Return the ETag of a row: the moment of its last change."""
    return quoted(f"{updated_at:%Y%m%dT%H%M%S%f}")


def quoted(tag: str) -> str:
    """Return a tag as it stands in a header."""
    return f'"{tag}"'


def is_known(request: HttpRequest, etag: str) -> bool:
    """Return whether If-None-Match names this ETag: the client has it already."""
    header = request.headers.get("If-None-Match", "")
    if header.strip() == "*":
        return True
    return etag.strip('"') in _TAG.findall(header)


def takes_gzip(request: HttpRequest) -> bool:
    """Return whether an answer to this request would be packed."""
    return re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")) is not None


def seen_tag(request: HttpRequest, current: str) -> None:
    """Let a row's write pass if it says nothing, or has seen the row as it is.

    Raises `Stale` with the present ETag in the header.
    """
    header = request.headers.get("If-Match", "").strip()
    if header and header != "*" and current.strip('"') not in _tags(header):
        raise stale(current)


def required_tags(request: HttpRequest) -> list[str]:
    """Return the tags of If-Match, of which one must be the present.

    Raises `ConditionNeeded` without one; `*` would overwrite what nobody has seen, so it is none.
    """
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        raise ConditionNeeded(
            "Send the ETag of the document you have read as If-Match, so that nobody's work is overwritten."
        )
    return _tags(header)


def stale(current: str) -> Stale:
    """Return the problem of a write that has seen an earlier state."""
    return Stale(
        "Somebody changed this since you read it. Read it again, then write.",
        kind="changed-meanwhile",
        headers={"ETag": current},
    )


def _tags(header: str) -> list[str]:
    """Return the opaque parts. A proxy that compresses makes our tags weak, so `W/` counts for nothing."""
    found: list[Any] = _TAG.findall(header)
    if not found or _TAG.sub("", header):
        raise Invalid(
            'If-Match is an ETag in quotes, such as "20260331T093012000000".',
            errors=[{"field": "If-Match", "message": "Not an ETag."}],
        )
    return found
