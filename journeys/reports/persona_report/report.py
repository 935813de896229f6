"""What the persona report says, as a value: templates write it, nothing is left to look up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from journeys.rendering.markup import Drawing
    from journeys.reports.remarks import Remark, Said
    from journeys.reports.version_comparison.front import KeyFigure


class Passage(Struct, frozen=True):
    """A heading with what is said under it; nothing if nobody has written it down."""

    title: str
    text: str
    mark: str = ""


class Feeling(Struct, frozen=True):
    """A touchpoint as this persona feels it."""

    name: str
    rating: str
    basis: str
    whose: str


class Journey(Struct, frozen=True):
    """A map the persona is on, with its curve."""

    name: str
    which: str
    curve: Drawing | str
    sentence: str
    lowest: tuple[Feeling, ...]


@dataclass(frozen=True, kw_only=True)
class PersonaReportSaid:
    """All that the document says."""

    title: str
    name: str
    tagline: str
    headline: str
    headline_size: str
    status: str
    is_validated: bool
    program_name: str
    portrait: str
    quotes: tuple[str, ...]
    facts: tuple[Said, ...]
    figures: tuple[KeyFigure, ...]
    margin: tuple[Remark, ...]
    moves: tuple[Passage, ...]
    empathy: tuple[Passage, ...]
    journeys: tuple[Journey, ...]
    more_maps: int
    since: str
    made_by: str
    made_on: str
    created: str
    methods: tuple[Remark, ...]
    provenance: tuple[Said, ...]
    reason: str = ""
    change_summary: str = ""
