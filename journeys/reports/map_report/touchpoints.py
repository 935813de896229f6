"""Touchpoints that decide: the moments of truth, and where customers feel worst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.reports import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journeys.contents import MapContents, StageContents, TouchpointContents

LONGEST = 300


class TouchpointSaid(Struct, frozen=True):
    """A touchpoint in words; `importance` 0 is none given."""

    name: str
    stage: str
    rating: str
    basis: str
    feeling: str
    does: str
    thinks: str
    importance: int
    pains: int


def moments_of_truth(contents: MapContents) -> tuple[TouchpointSaid, ...]:
    """Return the moments of truth in journey order."""
    return _said(contents, [pair for pair in contents.touchpoints if pair[1].is_moment_of_truth])


def lowest(contents: MapContents, most: int) -> tuple[TouchpointSaid, ...]:
    """Return the touchpoints rated worst, the worst first."""
    rated = [pair for pair in contents.touchpoints if pair[1].emotion is not None]
    rated.sort(key=lambda pair: pair[1].emotion or 0)
    return _said(contents, rated[:most])


def _said(
    contents: MapContents, pairs: Iterable[tuple[StageContents, TouchpointContents]]
) -> tuple[TouchpointSaid, ...]:
    lanes = {lane.key for lane in contents.lanes if lane.kind == "pain_points"}
    pains: dict[str | None, int] = {}
    for card in contents.cards:
        if card.lane in lanes:
            pains[card.touchpoint] = pains.get(card.touchpoint, 0) + 1
    return tuple(
        TouchpointSaid(
            name=words.clean(part.name),
            stage=words.clean(stage.name),
            rating=words.signed(part.emotion),
            basis=part.basis if part.emotion is not None else "not rated",
            feeling=words.clean(part.feeling),
            does=words.shortened(words.clean(part.does), LONGEST),
            thinks=words.shortened(words.clean(part.thinks), LONGEST),
            importance=part.importance or 0,
            pains=pains.get(part.key, 0),
        )
        for stage, part in pairs
    )
