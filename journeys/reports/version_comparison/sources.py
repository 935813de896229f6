"""What a comparison is made from: both versions, read once, with the checksums of what was read."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import connection, transaction
from django.utils import timezone
from msgspec import Struct, structs

from journeys import alignments, contents
from journeys.models import MapVersion, Report
from journeys.reports.version_comparison.parameters import Filters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.contents import MapContents


class VersionGone(Exception):
    """A version the report was asked for is no longer there."""


class Source(Struct, frozen=True):
    """A version as it was read: the row, its contents, and the checksum of their document.

    The contents of a later version of another map have the keys of the earlier's elements.
    """

    version: MapVersion
    contents: MapContents
    checksum: str


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


def read(report: Report) -> Sources:
    """Return what a report is about, all read at one moment, and note its checksums in the report.

    A report made again from the same contents keeps the moment of the first reading, and so gives
    the same document. Raises `VersionGone`.
    """
    parameters = report.parameters
    with _one_moment():
        before = _source(report, parameters["against"])
        after = _source(report, parameters["version"])
        after, aligned = _aligned(before, after)
    noted = parameters.get("read") or {}
    checksums = {"version": after.checksum, "against": before.checksum}
    if aligned is not None:
        checksums["alignment"] = aligned.checksum
    read_at = timezone.now()
    if {name: said for name, said in noted.items() if name != "at"} == checksums:
        read_at = datetime.fromisoformat(noted["at"])
    _note(report, {**checksums, "at": read_at.isoformat()})
    return Sources(before, after, _filters(parameters.get("filters") or {}), read_at, aligned)


def _source(report: Report, identifier: int) -> Source:
    versions = MapVersion.objects.filter(program=report.program_id)
    version = versions.defer(None).select_related("map", "program").filter(pk=identifier).first()
    if version is None:
        raise VersionGone(f"Version with id {identifier} is no longer there.")
    document = contents.document(version)
    return Source(version, contents.decode(document), contents.checksum(document))


def _aligned(before: Source, after: Source) -> tuple[Source, Aligned | None]:
    """Give a version of another map the keys of the elements that somebody said are the same."""
    read = alignments.of(before.version, before.contents, after.version, after.contents)
    if read.alignment is None or not read.names:
        return after, None
    pairs = msgspec.json.encode(sorted(read.names.items()))
    aligned = Aligned(
        read.alignment.confirmed_by_name,
        len(read.names),
        dict(read.names),
        contents.checksum(pairs),
    )
    return structs.replace(after, contents=read.after), aligned


def _filters(given: dict[str, Any]) -> Filters:
    return Filters(
        given.get("persona", ""), tuple(given.get("elements", ())), tuple(given.get("changes", ()))
    )


@contextmanager
def _one_moment() -> Iterator[None]:
    """See the database as it is at one moment: a draft takes several queries to read."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _note(report: Report, noted: dict[str, str]) -> None:
    """Keep in the report what it was made from; a document made without a row keeps nothing."""
    report.parameters = {**report.parameters, "read": noted}
    if report.pk is not None:
        held = Report.objects.filter(pk=report.pk, lease_token=report.lease_token)
        held.update(parameters=report.parameters)
