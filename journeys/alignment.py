"""Two maps that share no keys: which elements seem to be the same, and comparing as if they were. Pure.

`propose` finds pairs by similar words; a person decides about each. `rekeyed` gives the elements of
the later map the keys of their counterparts, so that the two compare like versions of one map.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct, structs
from rapidfuzz import fuzz, process
from scipy.optimize import linear_sum_assignment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from journeys.comparison.results import ElementKind
    from journeys.contents import CardContents, MapContents, StageContents

    Scores = np.ndarray[Any, np.dtype[np.float32]]
    Cell = tuple[str, str, str | None]

#: Pairs that are less alike than this, in hundredths, are not proposed.
LEAST = 60
#: What standing in the same place adds to how alike two elements are.
SAME_STAGE, SAME_CELL = 8, 5
#: Texts are compared up to here; what comes after decides nothing.
LONGEST = 160
#: As many on each side are weighed against each other at once; more are weighed in the map's order.
MOST_AT_ONCE = 250
#: So many pairs of cards are weighed; of what is left then, a person says what is the same.
MOST_WEIGHED = 1_000_000


class ProposedPair(Struct, frozen=True):
    """Two elements that seem to be the same; `confidence` is how alike they are, 0 to 100."""

    element: ElementKind
    before: str
    after: str
    confidence: int


def propose(before: MapContents, after: MapContents) -> tuple[ProposedPair, ...]:
    """Return the pairs that make two maps most alike, each element in one pair at most.

    Stages are told by their names and the names in them, touchpoints by name and stage, lanes by kind
    and name, cards by text within their lane. Elements that both maps have by key are left out.
    """
    return tuple(_Proposing(before, after).pairs())


def share_keys(before: MapContents, after: MapContents) -> bool:
    """Return whether any element of one map is an element of the other."""
    return not kinds(before).keys().isdisjoint(kinds(after))


def kinds(contents: MapContents) -> dict[str, ElementKind]:
    """Return what each element is, by its key."""
    found: dict[str, ElementKind] = {card.key: "card" for card in contents.cards}
    found |= {lane.key: "lane" for lane in contents.lanes}
    found |= {part.key: "touchpoint" for _, part in contents.touchpoints}
    found |= {stage.key: "stage" for stage in contents.stages}
    return found


def renaming(
    before: MapContents, after: MapContents, pairs: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Return the new key of every element of `after` that a pair gives one.

    Pairs count as far as both elements are there, are of one kind, and neither is in both maps by
    key or in an earlier pair: the rest says nothing about these two contents.
    """
    was, now = kinds(before), kinds(after)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for old, new in pairs:
        if old not in was or new not in now or was[old] != now[new]:
            continue
        if old in now or new in was or old in taken or new in found:
            continue
        found[new] = old
        taken.add(old)
    return found


def rekeyed(contents: MapContents, names: Mapping[str, str]) -> MapContents:
    """Return the contents with keys exchanged as `names` says; everything else stays as it is."""
    if not names:
        return contents

    def key(old: str) -> str:
        return names.get(old, old)

    return structs.replace(
        contents,
        stages=tuple(
            structs.replace(
                stage,
                key=key(stage.key),
                touchpoints=tuple(
                    structs.replace(part, key=key(part.key)) for part in stage.touchpoints
                ),
            )
            for stage in contents.stages
        ),
        lanes=tuple(structs.replace(lane, key=key(lane.key)) for lane in contents.lanes),
        cards=tuple(
            structs.replace(
                card,
                key=key(card.key),
                lane=key(card.lane),
                stage=key(card.stage),
                touchpoint=key(card.touchpoint) if card.touchpoint else None,
            )
            for card in contents.cards
        ),
        origins=tuple(
            structs.replace(
                origin, key=key(origin.key), from_keys=tuple(map(key, origin.from_keys))
            )
            for origin in contents.origins
        ),
        notes={
            name: {key(old): said for old, said in noted.items()}
            if isinstance(noted, dict)
            else noted
            for name, noted in contents.notes.items()
        },
    )


class _Proposing:
    """Weighs the elements of two maps against each other, kind after kind."""

    def __init__(self, before: MapContents, after: MapContents) -> None:
        self.before, self.after = before, after
        common = kinds(before).keys() & kinds(after).keys()
        self.common = common
        #: Key after by key before, of what was paired or is the same anyhow.
        self.paired: dict[str, str] = {key: key for key in common}
        self.weighed = 0

    def pairs(self) -> Iterator[ProposedPair]:
        """Return the pairs, the stages first."""
        yield from self._stages()
        yield from self._touchpoints()
        yield from self._lanes()
        yield from self._cards()

    def _stages(self) -> Iterator[ProposedPair]:
        old, new = self._new(self.before.stages), self._new(self.after.stages)
        if old and new:
            names = _alike([one.name for one in old], [one.name for one in new])
            within = _alike([_inside(one) for one in old], [_inside(one) for one in new])
            scores = np.maximum(names, (names + within) / 2)
            yield from self._assigned("stage", old, new, scores)

    def _touchpoints(self) -> Iterator[ProposedPair]:
        stage_of = [
            {part.key: stage.key for stage, part in side.touchpoints}
            for side in (self.before, self.after)
        ]
        old, new = (
            self._new([part for _, part in side.touchpoints]) for side in (self.before, self.after)
        )
        if not old or not new:
            return
        for rows, columns in _blocks(old, new):
            scores = _alike([one.name for one in rows], [one.name for one in columns])
            wanted = [self.paired.get(stage_of[0][one.key], "") for one in rows]
            stages = [stage_of[1][one.key] for one in columns]
            scores += SAME_STAGE * _same(wanted, stages)
            yield from self._assigned("touchpoint", rows, columns, scores)

    def _lanes(self) -> Iterator[ProposedPair]:
        old, new = self._new(self.before.lanes), self._new(self.after.lanes)
        if old and new:
            names = _alike([one.title for one in old], [one.title for one in new])
            is_same_kind = _same([one.kind for one in old], [one.kind for one in new])
            scores = np.where(is_same_kind > 0, LEAST + names * (100 - LEAST) / 100, names * 0.9)
            yield from self._assigned("lane", old, new, scores.astype(np.float32))

    def _cards(self) -> Iterator[ProposedPair]:
        old, new = self._new(self.before.cards), self._new(self.after.cards)
        for cell_of_old, cell_of_new in (
            (self._cell, _cell),
            (lambda card: self.paired.get(card.lane), lambda card: card.lane),
        ):
            yield from self._equal_cards(old, new, cell_of_old, cell_of_new)
            old = [card for card in old if card.key not in self.paired]
            taken = set(self.paired.values())
            new = [card for card in new if card.key not in taken]
        by_lane: dict[str, list[CardContents]] = defaultdict(list)
        for card in new:
            by_lane[card.lane].append(card)
        for lane in dict.fromkeys(card.lane for card in old):
            rows = [card for card in old if card.lane == lane]
            columns = by_lane.get(self.paired.get(lane, ""), [])
            if columns:
                yield from self._similar_cards(rows, columns)

    def _equal_cards(
        self,
        old: Sequence[CardContents],
        new: Sequence[CardContents],
        cell_of_old: Callable[[CardContents], object],
        cell_of_new: Callable[[CardContents], object],
    ) -> Iterator[ProposedPair]:
        """Pair the cards that say the same in the same place, the first with the first."""
        waiting: dict[tuple[object, str], list[CardContents]] = defaultdict(list)
        for card in reversed(new):
            waiting[cell_of_new(card), _plain(card.text)].append(card)
        for card in old:
            found = waiting.get((cell_of_old(card), _plain(card.text)))
            if found:
                yield self._pair("card", card.key, found.pop().key, 100)

    def _similar_cards(
        self, old: Sequence[CardContents], new: Sequence[CardContents]
    ) -> Iterator[ProposedPair]:
        for rows, columns in _blocks(old, new):
            self.weighed += len(rows) * len(columns)
            if self.weighed > MOST_WEIGHED:
                return
            scores = _alike([card.text for card in rows], [card.text for card in columns])
            scores += SAME_CELL * _same(
                [str(self._cell(card)) for card in rows], [str(_cell(card)) for card in columns]
            )
            yield from self._assigned("card", rows, columns, scores)

    def _cell(self, card: CardContents) -> Cell:
        """Return the cell of the later map that an earlier card's cell corresponds to."""
        touchpoint = self.paired.get(card.touchpoint, "") if card.touchpoint else None
        return self.paired.get(card.lane, ""), self.paired.get(card.stage, ""), touchpoint

    def _new(self, parts: Sequence[Any]) -> list[Any]:
        return [part for part in parts if part.key not in self.common]

    def _assigned(
        self, element: ElementKind, old: Sequence[Any], new: Sequence[Any], scores: Scores
    ) -> Iterator[ProposedPair]:
        """Return the one-to-one pairs whose likeness adds up to most; weak ones do not count."""
        scores = np.where(scores < LEAST, 0, np.minimum(scores, 100))
        # Of equals the one that stands where the other stood: less than any real difference.
        nearness = np.abs(np.subtract.outer(np.arange(len(old)), np.arange(len(new))))
        weights = scores - nearness / (1 + nearness.max(initial=0)) / 100
        for row, column in zip(*linear_sum_assignment(weights, maximize=True), strict=True):
            if scores[row, column] >= LEAST:
                confidence = int(scores[row, column])
                yield self._pair(element, old[row].key, new[column].key, confidence)

    def _pair(self, element: ElementKind, old: str, new: str, confidence: int) -> ProposedPair:
        self.paired[old] = new
        return ProposedPair(element, old, new, confidence)


def _alike(old: Sequence[str], new: Sequence[str]) -> Scores:
    """Return how alike each text is to each, 0 to 100: letter by letter, or with words in any order."""
    rows, columns = [_plain(text) for text in old], [_plain(text) for text in new]
    scores: Scores = np.maximum(
        process.cdist(rows, columns, scorer=fuzz.ratio, dtype=np.float32),
        process.cdist(rows, columns, scorer=fuzz.token_sort_ratio, dtype=np.float32),
    )
    return scores


def _same(old: Sequence[str], new: Sequence[str]) -> Scores:
    """Return 1 where both name the same thing; nothing is not the same as nothing."""
    rows, columns = np.array(old, dtype=object), np.array(new, dtype=object)
    found: Scores = ((rows[:, None] == columns[None, :]) & (rows[:, None] != "")).astype(np.float32)
    return found


def _blocks(
    old: Sequence[Any], new: Sequence[Any]
) -> Iterator[tuple[Sequence[Any], Sequence[Any]]]:
    """Return all against all, or for very many one stretch of the map against the same of the other."""
    pieces = -(-max(len(old), len(new)) // MOST_AT_ONCE)
    for piece in range(pieces):
        rows, columns = (
            side[len(side) * piece // pieces : len(side) * (piece + 1) // pieces]
            for side in (old, new)
        )
        if rows and columns:
            yield rows, columns


def _plain(text: str) -> str:
    return " ".join(text[:LONGEST].casefold().split())


def _inside(stage: StageContents) -> str:
    return " ".join(part.name for part in stage.touchpoints)


def _cell(card: CardContents) -> Cell:
    return card.lane, card.stage, card.touchpoint


__all__ = ["ProposedPair", "kinds", "propose", "rekeyed", "renaming", "share_keys"]
