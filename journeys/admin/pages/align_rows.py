"""The rows of the alignment page: an element, what it may be the same as, and what was chosen. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from journeys.alignment import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from journeys.alignment import ProposedPair
    from journeys.comparison.results import ElementKind
    from journeys.contents import MapContents

TITLES: dict[ElementKind, str] = {
    "stage": "Stages",
    "touchpoint": "Touchpoints",
    "lane": "Lanes",
    "card": "Cards",
}
CARDS_ON_A_PAGE = 100
#: Up to here every element of the other map is offered; of more, those that read most alike.
MOST_OFFERED, BEST_OFFERED = 60, 20
#: Texts are likened up to here.
LONGEST_LIKENED = 200


@dataclass(slots=True)
class Row:
    """An element of the earlier map. `confidence` is there if its counterpart is only proposed."""

    key: str
    name: str
    place: str
    chosen: str = ""
    confidence: int | None = None
    is_same: bool = False
    error: str = ""
    offered: tuple[tuple[str, str], ...] = ()

    @property
    def input_name(self) -> str:
        """Return the name of its field."""
        return f"pair-{self.key}"


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one kind, how many have a counterpart, and what is only in the later map."""

    element: ElementKind
    title: str
    rows: tuple[Row, ...]
    number: int
    paired: int
    alone: tuple[str, ...]
    more_alone: int = 0


class Sections:
    """Everything that can be paired, with what is kept, proposed and chosen."""

    def __init__(
        self,
        before: MapContents,
        after: MapContents,
        kept: Mapping[str, str],
        proposed: Sequence[ProposedPair],
        *,
        is_suggested: bool,
        first_card: int = 0,
    ) -> None:
        self.before, self.after = _elements(before), _elements(after)
        self.kinds = kinds(before), kinds(after)
        self.kept = dict(kept)
        self.is_suggested = is_suggested
        self.confidence = {pair.before: pair.confidence for pair in proposed}
        self.chosen = self._chosen(proposed)
        self.first_card = first_card
        self.errors: dict[str, str] = {}
        self.on_page: list[str] = []

    def _chosen(self, proposed: Sequence[ProposedPair]) -> dict[str, str]:
        """Return the counterparts: those kept, and proposals that are not at odds with them."""
        was, now = self.kinds
        chosen = {
            old: new
            for old, new in self.kept.items()
            if old in was and new in now and was[old] == now[new]
        }
        taken = set(chosen.values())
        for pair in proposed:
            if pair.before not in chosen and pair.after not in taken:
                chosen[pair.before] = pair.after
            else:
                self.confidence.pop(pair.before, None)
        return chosen

    @property
    def has_errors(self) -> bool:
        """Return whether something that was chosen cannot be."""
        return bool(self.errors)

    @property
    def cards_left(self) -> int:
        """Return how many cards come after those on this page."""
        return max(len(self.before["card"]) - self.first_card - CARDS_ON_A_PAGE, 0)

    def take(self, posted: Mapping[str, str]) -> None:
        """Take over what was chosen for the elements on the page."""
        was, now = self.kinds
        self.on_page = [
            key
            for key in was
            if f"pair-{key}" in posted and key not in now  # what is in both stays itself
        ]
        for key in self.on_page:
            wanted = posted[f"pair-{key}"]
            self.chosen.pop(key, None)
            if wanted:
                self.chosen[key] = wanted
                if now.get(wanted) != was[key] or wanted in was:
                    self.errors[key] = "That is not on the other map any more. Choose again."
        times = Counter(self.chosen[key] for key in self.on_page if key in self.chosen)
        for key in self.on_page:
            if times[self.chosen.get(key, "")] > 1:
                self.errors[key] = "Two elements cannot be the same as one. Change one of them."
        self.confidence = {
            key: number for key, number in self.confidence.items() if key not in self.on_page
        }

    def pairs(self, *, with_rest: bool) -> list[tuple[str, str]]:
        """Return all pairs to keep: chosen here, kept elsewhere, and `with_rest` proposed elsewhere.

        Where one chosen here is at odds with one that was not on the page, the page has it.
        """
        here = {key: self.chosen[key] for key in self.on_page if key in self.chosen}
        elsewhere = dict(self.kept)
        if with_rest:
            elsewhere = {**self.chosen, **elsewhere}
        taken = set(here.values())
        for old, new in elsewhere.items():
            if old not in self.on_page and old not in here and new not in taken:
                here[old] = new
                taken.add(new)
        return list(here.items())

    def shown(self) -> list[Section]:
        """Return the sections of the page; of the cards a stretch."""
        return [self._section(element) for element in TITLES if self.before[element]]

    def _section(self, element: ElementKind) -> Section:
        mine, theirs = self.before[element], self.after[element]
        keys = list(mine)
        if element == "card":
            keys = keys[self.first_card : self.first_card + CARDS_ON_A_PAGE]
        taken = set(self.chosen.values()) | self.kinds[0].keys()
        alone = [name for key, (name, _) in theirs.items() if key not in taken]
        return Section(
            element,
            TITLES[element],
            tuple(self._rows(element, keys)),
            number=len(mine),
            paired=sum(key in self.chosen or key in theirs for key in mine),
            alone=tuple(alone[:CARDS_ON_A_PAGE]),
            more_alone=max(len(alone) - CARDS_ON_A_PAGE, 0),
        )

    def _rows(self, element: ElementKind, keys: Sequence[str]) -> Iterator[Row]:
        theirs = {
            key: said for key, said in self.after[element].items() if key not in self.kinds[0]
        }
        every = [(key, _option(*said)) for key, said in theirs.items()]
        texts = {key: name[:LONGEST_LIKENED].casefold() for key, (name, _) in theirs.items()}
        for key in keys:
            name, place = self.before[element][key]
            row = Row(key, name, place, self.chosen.get(key, ""), self.confidence.get(key))
            row.is_same = key in self.after[element]
            row.error = self.errors.get(key, "")
            if len(every) <= MOST_OFFERED:
                row.offered = tuple(every)
            elif not row.is_same:
                best = process.extract(
                    name[:LONGEST_LIKENED].casefold(),
                    texts,
                    scorer=fuzz.ratio,
                    limit=BEST_OFFERED,
                )
                wanted = dict.fromkeys([*filter(None, [row.chosen]), *(one[2] for one in best)])
                row.offered = tuple((one, _option(*theirs[one])) for one in wanted if one in theirs)
            yield row


def _elements(read: MapContents) -> dict[str, dict[str, tuple[str, str]]]:
    """Return the name and place of every element by its key, by kind."""
    stages = {stage.key: stage.name for stage in read.stages}
    touchpoints = {part.key: part.name for _, part in read.touchpoints}
    lanes = {lane.key: lane.title for lane in read.lanes}
    return {
        "stage": {key: (name, "") for key, name in stages.items()},
        "touchpoint": {part.key: (part.name, stage.name) for stage, part in read.touchpoints},
        "lane": {key: (name, "") for key, name in lanes.items()},
        "card": {
            card.key: (
                card.text,
                ", ".join(
                    filter(
                        None,
                        (
                            lanes[card.lane],
                            stages[card.stage],
                            touchpoints.get(card.touchpoint or "", ""),
                        ),
                    )
                ),
            )
            for card in read.cards
        },
    }


def _option(name: str, place: str) -> str:
    short = name if len(name) <= 70 else f"{name[:69].rstrip()}…"
    return f"{short} ({place})" if place else short
