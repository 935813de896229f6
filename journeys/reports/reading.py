"""Reading what a report is about: all at one moment, and noted, so that it can be made again."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone
from msgspec import Struct

from journeys import contents
from journeys.models import MapVersion, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from journeys.contents import MapContents


class RowGone(Exception):
    """What the report was asked for is no longer there."""


class Source(Struct, frozen=True):
    """A version as it was read: the row, its contents, and the checksum of their document."""

    version: MapVersion
    contents: MapContents
    checksum: str


class Settled(Struct, frozen=True):
    """What a report says, and what tells it apart from other documents of equal contents."""

    said: Any
    identifier: str


def source(report: Report, identifier: int) -> Source:
    """Return a version of the report's program with its contents. Raises `RowGone`."""
    versions = MapVersion.objects.filter(program=report.program_id)
    version = versions.defer(None).select_related("map", "program").filter(pk=identifier).first()
    if version is None:
        raise RowGone(f"Version with id {identifier} is no longer there.")
    return source_of(version)


def source_of(version: MapVersion) -> Source:
    """Return a version with its contents."""
    document = contents.document(version)
    return Source(version, contents.decode(document), contents.checksum(document))


@contextmanager
def one_moment() -> Iterator[None]:
    """See the database as it is at one moment: reports take several queries to read."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def note(report: Report, noted: dict[str, str]) -> None:
    """Keep in the report what it was made from; a document made without a row keeps nothing."""
    report.parameters = {**report.parameters, "read": noted}
    if report.pk is not None:
        held = Report.objects.filter(pk=report.pk, lease_token=report.lease_token)
        held.update(parameters=report.parameters)


def settle(report: Report, build: Callable[[datetime], Any]) -> Settled:
    """Return what `build(moment of reading)` gives, and note the moment and a checksum of it.

    If nothing it says has changed since the report was made last, it keeps the moment of that time,
    and so is the same document.
    """
    noted = report.parameters.get("read") or {}
    with one_moment():
        if noted:
            said = build(datetime.fromisoformat(noted["at"]))
            if _checksum(said) == noted["said"]:
                return Settled(said, _identifier(report, noted["said"]))
        read_at = timezone.now()
        said = build(read_at)
    checksum = _checksum(said)
    note(report, {"said": checksum, "at": read_at.isoformat()})
    return Settled(said, _identifier(report, checksum))


def _checksum(said: Any) -> str:
    return sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()


def _identifier(report: Report, checksum: str) -> str:
    return sha256(repr((report.pk, checksum)).encode()).hexdigest()[:32]


def person(report: Report) -> str:
    """Return who asked for a report, by full name if they have one."""
    user: Any = report.requested_by
    return (user.get_full_name() if user else "") or report.requested_by_name
