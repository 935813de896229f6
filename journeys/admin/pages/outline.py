"""A draft as a list with a link to every element: editing without the picture. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeys.contents import CardContents, LaneContents, MapContents, TouchpointContents


@dataclass(frozen=True, slots=True)
class OutlineCard:
    """A card with the title of its lane."""

    key: str
    text: str
    lane: str


@dataclass(frozen=True, slots=True)
class OutlineTouchpoint:
    """A touchpoint with its cards, lane by lane."""

    key: str
    name: str
    cards: tuple[OutlineCard, ...]


@dataclass(frozen=True, slots=True)
class OutlineStage:
    """A stage with its touchpoints, and the cards that span it."""

    key: str
    name: str
    touchpoints: tuple[OutlineTouchpoint, ...]
    cards: tuple[OutlineCard, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A draft as nested lists."""

    stages: tuple[OutlineStage, ...]
    lanes: tuple[LaneContents, ...]


def outline(read: MapContents) -> Outline:
    """Return the map's elements in journey order, cards in the order of their lanes."""
    lanes = {lane.key: (place, lane.title) for place, lane in enumerate(read.lanes)}
    by_place: dict[str, list[CardContents]] = defaultdict(list)
    for card in read.cards:
        by_place[card.touchpoint or card.stage].append(card)

    def cards(key: str) -> tuple[OutlineCard, ...]:
        here = sorted(by_place.get(key, ()), key=lambda card: lanes[card.lane][0])
        return tuple(OutlineCard(card.key, card.text, lanes[card.lane][1]) for card in here)

    def touchpoint(part: TouchpointContents) -> OutlineTouchpoint:
        return OutlineTouchpoint(part.key, part.name, cards(part.key))

    return Outline(
        stages=tuple(
            OutlineStage(
                stage.key,
                stage.name,
                tuple(touchpoint(part) for part in stage.touchpoints),
                cards(stage.key),
            )
            for stage in read.stages
        ),
        lanes=read.lanes,
    )
