"""What a comparison is made from: both versions, read once, with the checksums of what was read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from msgspec import Struct

from journeys.reports import reading
from journeys.reports.reading import Source
from journeys.reports.version_comparison.parameters import Filters

if TYPE_CHECKING:
    from journeys.models import Report


class Sources(Struct, frozen=True):
    """Both versions, the older first, the filters, and when they were read."""

    before: Source
    after: Source
    filters: Filters
    read_at: datetime


def read(report: Report) -> Sources:
    """Return what a report is about, all read at one moment, and note its checksums in the report.

    A report made again from the same contents keeps the moment of the first reading, and so gives
    the same document. Raises `RowGone`.
    """
    parameters = report.parameters
    with reading.one_moment():
        before = reading.source(report, parameters["against"])
        after = reading.source(report, parameters["version"])
    noted = parameters.get("read") or {}
    checksums = {"version": after.checksum, "against": before.checksum}
    read_at = timezone.now()
    if {name: noted.get(name) for name in checksums} == checksums:
        read_at = datetime.fromisoformat(noted["at"])
    reading.note(report, {**checksums, "at": read_at.isoformat()})
    return Sources(before, after, _filters(parameters.get("filters") or {}), read_at)


def _filters(given: dict[str, Any]) -> Filters:
    return Filters(
        given.get("persona", ""), tuple(given.get("elements", ())), tuple(given.get("changes", ()))
    )
