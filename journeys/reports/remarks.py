"""Paragraphs under a heading, and names with what they stand for: margins, methods, provenance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.models import State
from journeys.reports import coverage, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from journeys.contents import MapContents
    from journeys.reports.reading import Source


class Remark(Struct, frozen=True):
    """A heading with its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


class Said(Struct, frozen=True):
    """A name with what it stands for."""

    name: str
    said: str


def signs_not_shown(text: str) -> Iterator[str]:
    """Say it where our fonts lack signs: the page itself cannot show which."""
    missing = coverage.missing_signs(text)
    if missing:
        example = f"U+{ord(missing[0]):04X}"
        yield (
            f"{words.counted(len(missing), 'sign')} (as {example}) "
            f"{'is' if len(missing) == 1 else 'are'} not in the fonts of this installation and "
            "printed as boxes. EXTRA_FONTS can name a folder with more fonts."
        )


def of_version(source: Source) -> Iterator[Said]:
    """Return what identifies a version."""
    version, said = source.version, source.contents.version
    yield Said("Map", words.clean(f"{version.map.name} (id {version.map_id})"))
    yield Said("Version", f"{version.number} (id {version.pk})")
    if said.label:
        yield Said("Label", words.clean(said.label))
    yield Said("State", str(State(version.state).label))
    if version.published_at is not None:
        by = f" by {version.published_by_name}" if version.published_by_name else ""
        yield Said("Published", words.clean(f"{words.moment(version.published_at)}{by}"))
    window = words.period(said.evidence_from, said.evidence_to)
    if window:
        yield Said("Evidence window", window)
    yield Said("Checksum (SHA-256 of the document)", source.checksum)


def of_report(read_at: datetime, made_by: str, report_id: int | None) -> Iterator[Said]:
    """Return what identifies a report."""
    yield Said("Read", words.moment(read_at))
    yield Said("Made by", words.clean(made_by) or words.NONE)
    if report_id is not None:
        yield Said("Report", f"id {report_id}")


def since(source: Source, read_at: datetime) -> str:
    """Return from when a version is: published, or as of when it was read."""
    version = source.version
    if version.published_at is not None:
        return f"published {words.local_day(version.published_at)}"
    return f"{str(State(version.state).label).lower()}, as of {words.moment(read_at)}"


def who_was_asked(contents: MapContents) -> Iterator[str]:
    """Say how many of a map's ratings rest on customers, and from what time they are."""
    rated = [part for _, part in contents.touchpoints if part.emotion is not None]
    observed = sum(part.basis == "observed" for part in rated)
    if not rated:
        yield "Nobody has rated how customers feel yet."
    elif not observed:
        yield "Nobody yet. The ratings are what the team believes."
    else:
        yield (
            f"{observed} of {words.counted(len(rated), 'rating')} "
            f"{'is' if observed == 1 else 'are'} marked as observed from customers."
        )
    window = words.period(contents.version.evidence_from, contents.version.evidence_to)
    if window:
        yield f"The map speaks of the time {window}."
