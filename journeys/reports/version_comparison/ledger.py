"""What changed, stage by stage: every change with its mark, its word, before and after."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.reports import excerpts, words
from journeys.reports.excerpts import Excerpt
from journeys.reports.version_comparison.elements import Elements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from journeys.comparison import Change
    from journeys.contents import MapContents
    from journeys.rendering.comparison_picture import ComparisonPicture
    from journeys.reports.version_comparison.parameters import Filters

#: How many rows stand on a stretch of pages before a new page is begun, where the document may be cut.
ROWS_BETWEEN_CUTS = 160
MARKS = {kind: kind for kind in ("added", "removed", "split", "merged", "moved")}
CHANGE_WORDS = {
    "added": "Added",
    "removed": "Removed",
    "split": "Split",
    "merged": "Merged",
    "moved": "Moved",
    "renamed": "Renamed",
    "reworded": "Reworded",
    "rescored": "Re-rated",
    "rechannelled": "Other channel",
    "changed": "Changed",
}
ELEMENT_WORDS = {"stage": "Stage", "touchpoint": "Touchpoint", "lane": "Lane", "card": "Card"}
LANES = "Lanes of the map"
#: Changes whose word says already what changed.
FIELD_SAID = frozenset({"added", "removed", "split", "merged", "renamed", "rechannelled"})
#: Changes of a card that say its text anyhow, so that it need not stand twice.
TEXT_SAID = frozenset({"added", "removed", "reworded"})


class Line(Struct, frozen=True):
    """One change: mark (for its picture), word, which field, and what it says before and after."""

    mark: str
    word: str
    field: str
    before: Excerpt
    after: Excerpt


class Entry(Struct, frozen=True):
    """An element with its changes; `place` says where it stands within its stage."""

    element: str
    name: str
    place: str
    lines: tuple[Line, ...]

    @property
    def is_removed(self) -> bool:
        """Return whether the element is gone."""
        return any(line.mark == "removed" for line in self.lines)


class StageChanges(Struct, frozen=True):
    """The changes of one stage, or a stretch of them.

    `begins_page`: the document may be cut before it.
    """

    name: str
    entries: tuple[Entry, ...]
    mark: str = ""
    is_continued: bool = False
    begins_page: bool = False


def what_changed(
    changes: Sequence[Change],
    picture: ComparisonPicture,
    before: MapContents,
    after: MapContents,
    filters: Filters,
) -> tuple[StageChanges, ...]:
    """Return all changes that pass the filters, by stage in journey order; lanes come last."""
    both = Elements(before), Elements(after)
    by_stage: dict[str, dict[str, list[Change]]] = defaultdict(lambda: defaultdict(list))
    for change in changes:
        if filters.pass_change(change):
            by_stage[change.place.stage][change.key].append(change)
    columns = {column.key: index for index, column in enumerate(picture.columns)}
    groups = [
        StageChanges(
            stage.name,
            tuple(_entries(by_stage[stage.key], columns, *both)),
            mark="" if stage.mark == "kept" else stage.mark,
        )
        for stage in picture.stages
        if stage.key in by_stage
    ]
    if "" in by_stage:
        groups.append(StageChanges(LANES, tuple(_entries(by_stage[""], columns, *both))))
    return tuple(stretched(groups))


def stretched(groups: Iterable[StageChanges]) -> Iterator[StageChanges]:
    """Cut a long ledger into stretches that begin on a page of their own."""
    rows = 0
    for group in groups:
        entries: list[Entry] = []
        is_continued = begins_page = False
        for entry in group.entries:
            if rows >= ROWS_BETWEEN_CUTS:
                if entries:
                    yield _stretch(group, entries, is_continued, begins_page)
                    is_continued = True
                entries, rows, begins_page = [], 0, True
            entries.append(entry)
            rows += len(entry.lines)
        yield _stretch(group, entries, is_continued, begins_page)


def _stretch(
    group: StageChanges, entries: list[Entry], is_continued: bool, begins_page: bool
) -> StageChanges:
    return StageChanges(group.name, tuple(entries), group.mark, is_continued, begins_page)


def _entries(
    by_key: dict[str, list[Change]], columns: dict[str, int], old: Elements, new: Elements
) -> Iterator[Entry]:
    """Return a stage's elements: itself, then each touchpoint with its cards, then its own cards."""
    last = len(columns)

    def place(item: tuple[int, list[Change]]) -> tuple[int, int, int]:
        index, (change, *_) = item
        if change.element in {"stage", "lane"}:
            return -1, 0, index
        key = change.key if change.element == "touchpoint" else change.place.touchpoint
        return columns.get(key, last), change.element == "card", index

    for _, changes in sorted(enumerate(by_key.values()), key=place):
        yield _entry(changes, old, new)


def _entry(changes: list[Change], old: Elements, new: Elements) -> Entry:
    first = changes[0]
    if first.element != "card":
        return Entry(
            element=ELEMENT_WORDS[first.element],
            name=words.clean(first.name),
            place="",
            lines=tuple(_line(change, old, new) for change in changes),
        )
    says_text = any(change.kind in TEXT_SAID for change in changes)
    where = words.clean(first.place.touchpoint_name)
    return Entry(
        element=f"Card in {words.clean(first.place.lane_name)}",
        name="" if says_text else words.shortened(words.clean(first.name), 140),
        place=f"at {where}" if where else "across the stage",
        lines=tuple(_line(change, old, new) for change in changes),
    )


def _line(change: Change, old: Elements, new: Elements) -> Line:
    before, after = _said(change, old, new)
    return Line(
        mark=MARKS.get(change.kind, "changed"),
        word=CHANGE_WORDS[change.kind],
        field=_field(change),
        before=before,
        after=after,
    )


def _field(change: Change) -> str:
    """Return which field changed; of one persona's feeling, with whose it is."""
    if change.kind in FIELD_SAID:
        return ""
    name = words.field(change.field)
    return f"{name} of {words.clean(change.persona_name)}" if change.persona else name


def _said(change: Change, old: Elements, new: Elements) -> tuple[Excerpt, Excerpt]:
    """Return what the change says before and after; what is added or removed says itself."""
    if change.kind == "added":
        return Excerpt(), excerpts.whole(new.words(change.key))
    if change.kind == "removed":
        return excerpts.whole(old.words(change.key)), Excerpt()
    if change.kind in {"split", "merged"}:
        return _came_or_went(change)
    if change.field == "order" and change.before is None:
        return excerpts.whole(old.place(change.key)), excerpts.whole(new.place(change.key))
    before = words.clean(words.value(change.field, change.before))
    after = words.clean(words.value(change.field, change.after))
    if change.kind in {"renamed", "reworded"}:
        return excerpts.pair(before, after)
    return excerpts.whole(before), excerpts.whole(after)


def _came_or_went(change: Change) -> tuple[Excerpt, Excerpt]:
    """Return what there was before and what it became, each by name."""
    here = (change.name,)
    before, after = (
        side if isinstance(side, tuple) else here for side in (change.before, change.after)
    )
    return tuple(  # type: ignore[return-value]
        excerpts.whole(words.listed([f"“{words.clean(name)}”" for name in names]))
        for names in (before, after)
    )
