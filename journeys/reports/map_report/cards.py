"""The cards a board asks for: what hurts, the worst first, and what could be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.reports import excerpts, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journeys.contents import CardContents, MapContents
    from journeys.reports.excerpts import Excerpt

ROWS_BETWEEN_CUTS = 160
LONGEST = 420


class CardSaid(Struct, frozen=True):
    """A card in words; `severity` 0 is none given, `answers` are pain points at the same place."""

    text: Excerpt
    place: str
    severity: int = 0
    share: str = ""
    owner: str = ""
    tags: str = ""
    answers: tuple[str, ...] = ()


class CardTable(Struct, frozen=True):
    """A stretch of a list of cards."""

    cards: tuple[CardSaid, ...]
    begins_page: bool = False


class Places:
    """Where elements stand: stage and touchpoint by name, and in which order."""

    def __init__(self, contents: MapContents) -> None:
        self._stages = {stage.key: words.clean(stage.name) for stage in contents.stages}
        self._touchpoints = {part.key: words.clean(part.name) for _, part in contents.touchpoints}
        ends = [*self._stages, *self._touchpoints]
        in_order: list[str] = []
        for stage in contents.stages:
            in_order += [stage.key, *(part.key for part in stage.touchpoints)]
        self._order = {key: index for index, key in enumerate(in_order or ends)}

    def words(self, card: CardContents) -> str:
        """Return where a card stands."""
        stage = self._stages.get(card.stage, "")
        return f"{stage}, {self._touchpoints[card.touchpoint]}" if card.touchpoint else stage

    def order(self, card: CardContents) -> int:
        """Return what cards are sorted by to stand in journey order."""
        return self._order.get(card.touchpoint or card.stage, 0)


def of_kind(contents: MapContents, kind: str) -> list[CardContents]:
    """Return the cards of all lanes of a kind in journey order."""
    lanes = {lane.key for lane in contents.lanes if lane.kind == kind}
    places = Places(contents)
    return sorted((card for card in contents.cards if card.lane in lanes), key=places.order)


def pain_points(contents: MapContents) -> list[CardSaid]:
    """Return the pain points, the worst first, then who hits most customers, then as they come."""
    places = Places(contents)
    found = of_kind(contents, "pain_points")
    found.sort(key=lambda card: (-(card.severity or 0), -(card.share_hit or 0)))
    return [_said(card, places) for card in found]


def opportunities(contents: MapContents) -> list[CardSaid]:
    """Return the opportunities in journey order, each with the pain points at its touchpoint."""
    places = Places(contents)
    pains: dict[str, list[CardContents]] = {}
    for card in of_kind(contents, "pain_points"):
        pains.setdefault(card.touchpoint or card.stage, []).append(card)
    return [
        _said(card, places, pains.get(card.touchpoint or card.stage, ()))
        for card in of_kind(contents, "opportunities")
    ]


def _said(card: CardContents, places: Places, pains: Sequence[CardContents] = ()) -> CardSaid:
    return CardSaid(
        text=excerpts.whole(words.clean(card.text), LONGEST),
        place=places.words(card),
        severity=card.severity or 0,
        share=words.share(card.share_hit),
        owner=words.clean(card.owner),
        tags=words.clean(", ".join(card.tags)),
        answers=tuple(words.shortened(words.clean(pain.text), 120) for pain in pains[:4]),
    )


def tables(cards: Sequence[CardSaid]) -> Iterator[CardTable]:
    """Return a list of cards, cut where a long one begins a new page."""
    for start in range(0, len(cards), ROWS_BETWEEN_CUTS):
        yield CardTable(tuple(cards[start : start + ROWS_BETWEEN_CUTS]), begins_page=start > 0)
