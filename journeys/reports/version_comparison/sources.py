"""What a comparison is made from: both versions, read once, with the checksums of what was read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from django.utils import timezone
from msgspec import Struct, field, structs

from journeys import alignments, contents, judging
from journeys.reports import reading
from journeys.reports.reading import Source
from journeys.reports.version_comparison.parameters import Filters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journeys.comparison.results import Judgement
    from journeys.models import Report


class Aligned(Struct, frozen=True):
    """How two maps were compared: whose word, on how many elements, and the new key by the own one."""

    by: str
    pairs: int
    names: dict[str, str]
    checksum: str


class Sources(Struct, frozen=True):
    """Both versions, the older first, the filters, and when they were read."""

    before: Source
    after: Source
    filters: Filters
    read_at: datetime
    aligned: Aligned | None = None
    judgements: Mapping[str, Judgement] = field(default_factory=dict)


def read(report: Report) -> Sources:
    """Return what a report is about, all read at one moment, and note its checksums in the report.

    A report made again from the same contents keeps the moment of the first reading, and so gives
    the same document. Raises `RowGone`.
    """
    parameters = report.parameters
    with reading.one_moment():
        before = reading.source(report, parameters["against"])
        after = reading.source(report, parameters["version"])
        after, aligned, judgements = _compared(before, after)
    noted = parameters.get("read") or {}
    checksums = {"version": after.checksum, "against": before.checksum}
    if aligned is not None:
        checksums["alignment"] = aligned.checksum
    if judgements:
        checksums["evidence"] = contents.checksum(msgspec.json.encode(judgements, order="sorted"))
    read_at = timezone.now()
    if {name: said for name, said in noted.items() if name != "at"} == checksums:
        read_at = datetime.fromisoformat(noted["at"])
    reading.note(report, {**checksums, "at": read_at.isoformat()})
    return Sources(
        before, after, _filters(parameters.get("filters") or {}), read_at, aligned, judgements
    )


def _compared(before: Source, after: Source) -> tuple[Source, Aligned | None, dict[str, Judgement]]:
    """Give a version of another map the keys of the elements that somebody said are the same; and the judgements."""
    read = alignments.of(before.version, before.contents, after.version, after.contents)
    judgements = judging.judgements(before.version, after.version, read)
    if read.alignment is None or not read.names:
        return after, None, judgements
    pairs = msgspec.json.encode(sorted(read.names.items()))
    aligned = Aligned(
        read.alignment.confirmed_by_name,
        len(read.names),
        dict(read.names),
        contents.checksum(pairs),
    )
    return structs.replace(after, contents=read.after), aligned, judgements


def _filters(given: dict[str, Any]) -> Filters:
    return Filters(
        given.get("persona", ""), tuple(given.get("elements", ())), tuple(given.get("changes", ()))
    )
