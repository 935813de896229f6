"""What a version's elements say of themselves, and where they stand among their neighbours."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from journeys.models import Lane
from journeys.reports import words

if TYPE_CHECKING:
    from journeys.contents import MapContents, TouchpointContents


class Elements:
    """One version's elements by key, in words."""

    def __init__(self, contents: MapContents) -> None:
        self._channels = {channel.key: channel.name for channel in contents.channels}
        self._places = _places(contents)
        self._words = {card.key: card.text for card in contents.cards}
        self._words |= {stage.key: stage.customer_goal for stage in contents.stages}
        self._words |= {lane.key: str(Lane.Kind(lane.kind).label) for lane in contents.lanes}
        for _, touchpoint in contents.touchpoints:
            self._words[touchpoint.key] = self._of_touchpoint(touchpoint)

    def place(self, key: str) -> str:
        """Return where a touchpoint stands in its stage, or a card in its cell."""
        place, among = self._places[key]
        return f"No. {place} of {among}"

    def words(self, key: str) -> str:
        """Return what an element says beside its name."""
        return words.clean(self._words[key])

    def _of_touchpoint(self, touchpoint: TouchpointContents) -> str:
        rating = "" if touchpoint.emotion is None else f"Rated {words.signed(touchpoint.emotion)}"
        said = (self._channels.get(touchpoint.channel or ""), touchpoint.does, rating)
        return "\n".join(part for part in said if part)


def _places(contents: MapContents) -> dict[str, tuple[int, int]]:
    """Return each touchpoint's place in its stage and each card's in its cell, and out of how many."""
    rows = [[part.key for part in stage.touchpoints] for stage in contents.stages]
    cells: dict[tuple[str, str, str | None], list[str]] = defaultdict(list)
    for card in contents.cards:
        cells[card.lane, card.stage, card.touchpoint].append(card.key)
    return {
        key: (index, len(row))
        for row in [*rows, *cells.values()]
        for index, key in enumerate(row, start=1)
    }
