"""The changes of a comparison as the compare page lists them: by element, in journey order. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeys.admin.pages.change_words import KINDS, MARKS, in_words
from journeys.rendering.comparison_picture import merged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journeys.comparison import Change, MapComparison
    from journeys.contents import MapContents

ELEMENTS = {"stage": "Stage", "touchpoint": "Touchpoint", "lane": "Lane", "card": "Card"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One element with all that changed about it. `anchor` is the column it belongs to.

    What it says is put into words only when it is shown: thousands may be left out.
    """

    key: str
    element: str
    name: str
    kinds: tuple[str, ...]
    changes: tuple[Change, ...]
    anchor: str
    linked: str = ""
    verdict: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Return a phrase for each change, the weightiest first; of a card with where it lies."""
        told = sorted(self.changes, key=lambda change: KINDS.index(change.kind))
        words = tuple(in_words(change) for change in told)
        if self.changes[0].element != "card":
            return words
        place = self.changes[0].place
        where = ", ".join(part for part in (place.lane_name, place.touchpoint_name) if part)
        return (where, *(words if self.kinds[0] not in {"added", "removed"} else ()))

    @property
    def query(self) -> str:
        """Return the query of its link."""
        return f"{self.linked}&pick={self.anchor}" if self.linked else f"pick={self.anchor}"

    @property
    def icon(self) -> str:
        """Return the symbol of the weightiest change."""
        return MARKS[self.kinds[0]][0]

    @property
    def mark(self) -> str:
        """Return the class of the weightiest change."""
        return MARKS[self.kinds[0]][1]

    @property
    def said(self) -> str:
        """Return the kinds of change in words, for who does not see the mark."""
        return ", ".join(MARKS[kind][2] for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one stage, or of the lanes."""

    key: str
    title: str
    entries: tuple[Entry, ...]


def grouped(
    comparison: MapComparison,
    before: MapContents,
    after: MapContents,
    only: Iterable[str] = (),
    verdicts: Iterable[str] = (),
    linked: str = "",
) -> tuple[Group, ...]:
    """Return the changes by stage in journey order, the lanes' own last.

    `only` keeps these kinds of change, `verdicts` what lies at touchpoints of these verdicts. `linked`
    is what the query of an entry's link begins with.
    """
    kept, judged = set(only), set(verdicts)
    verdict_of = {delta.key: str(delta.verdict) for delta in comparison.emotions}
    by_element: dict[str, list[Change]] = defaultdict(list)
    for change in comparison.changes:
        by_element[change.key].append(change)
    entries: dict[str, list[tuple[Change, Entry]]] = defaultdict(list)
    for changes in by_element.values():
        entry = _entry(changes, linked, verdict_of)
        if (not kept or kept & set(entry.kinds)) and (not judged or entry.verdict in judged):
            entries[changes[0].place.stage].append((changes[0], entry))
    stages = [stage.key for stage in merged(before.stages, after.stages)]
    touchpoints = merged(*([part for _, part in side.touchpoints] for side in (before, after)))
    rank = {part.key: index for index, part in enumerate(touchpoints)}
    groups = []
    for key in [*stages, ""]:
        found = sorted(entries.get(key, ()), key=lambda pair: _place(pair[0], rank))
        if found:
            title = found[0][0].place.stage_name or "Lanes"
            groups.append(Group(key, title, tuple(entry for _, entry in found)))
    return tuple(groups)


def first(groups: Iterable[Group], most: int | None) -> tuple[tuple[Group, ...], int]:
    """Return the groups up to `most` entries (None: all), and how many entries are left out."""
    kept, room, left_out = [], most, 0
    for group in groups:
        entries = group.entries if room is None else group.entries[:room]
        left_out += len(group.entries) - len(entries)
        if room is not None:
            room -= len(entries)
        if entries:
            kept.append(Group(group.key, group.title, entries))
    return tuple(kept), left_out


@dataclass(frozen=True, slots=True)
class Count:
    """How many elements have a change of a kind, with its mark and word."""

    number: int
    icon: str
    mark: str
    word: str


def counts(comparison: MapComparison) -> tuple[Count, ...]:
    """Return the counts by kind of change, those there are."""
    numbers = comparison.counts
    return tuple(Count(numbers[kind], *MARKS[kind]) for kind in KINDS if numbers.get(kind))


def _place(change: Change, rank: dict[str, int]) -> tuple[int, int]:
    """Order within a stage: itself, what spans it, then each touchpoint with its cards."""
    if change.element == "stage":
        return (-2, 0)
    if change.element == "touchpoint":
        return (rank[change.key], 0)
    return (rank.get(change.place.touchpoint, -1), 1)


def _entry(changes: list[Change], linked: str, verdict_of: dict[str, str]) -> Entry:
    first = changes[0]
    kinds = sorted({change.kind for change in changes}, key=KINDS.index)
    place = first.place
    anchor = first.key if first.element == "touchpoint" else place.touchpoint or place.stage
    return Entry(
        key=first.key,
        element=ELEMENTS[first.element],
        name=first.name,
        kinds=tuple(kinds),
        changes=tuple(changes),
        anchor=anchor,
        linked=linked,
        verdict=verdict_of.get(anchor, ""),
    )
