"""What a map can be narrowed to on screen: persona, channel, lane, basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from journeys.contents import MapContents


class Option(Struct, frozen=True):
    """Something to narrow to, by its key."""

    value: str
    label: str


class Filter(Struct, frozen=True):
    """One choice; the page's script does the narrowing and keeps it in the address."""

    name: str
    label: str
    options: tuple[Option, ...]


def of(read: MapContents) -> tuple[Filter, ...]:
    """Return the filters that have something to choose."""
    felt = {entry.persona for _, part in read.touchpoints for entry in part.persona_emotions}
    found = (
        Filter(
            "felt_by",  # not `persona`, which says whose curves are drawn
            "Every persona",
            tuple(Option(one.key, one.name) for one in read.personas if one.key in felt),
        ),
        Filter(
            "channel", "Every channel", tuple(Option(one.key, one.name) for one in read.channels)
        ),
        Filter("lane", "Every lane", tuple(Option(one.key, one.title) for one in read.lanes)),
        Filter(
            "basis",
            "Observed and assumed",
            (Option("observed", "Observed only"), Option("assumed", "Assumed only")),
        ),
    )
    return tuple(one for one in found if one.options)
