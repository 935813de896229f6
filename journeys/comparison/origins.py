"""What was split and merged between two versions, told from the origins on record.

An origin is copied into every later version, so most of what a version carries happened long ago.
One counts as a change if its key is not in the version before, and what it came from is: directly,
or by way of elements that came and went in between. All other origins are history.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from journeys.comparison.results import Change, Named, Reshaping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.comparison.outline import Outline
    from journeys.comparison.results import ChangeKind, ElementKind

KINDS: dict[str, ChangeKind] = {"split": "split", "merge": "merged"}


class Origins:
    """The splits and merges between two versions."""

    def __init__(self, before: Outline, after: Outline) -> None:
        self.before, self.after = before, after
        self._recorded = {origin.key: origin for origin in after.contents.origins}

    @cached_property
    def sources(self) -> dict[str, tuple[str, ...]]:
        """Return the keys each new element came from, all of them in the version before."""
        found = {}
        for key in self._recorded:
            element = self.after.kind_of(key)
            if element is not None and self.before.kind_of(key) is None:
                keys = self._traced(key, element)
                if keys:
                    found[key] = keys
        return found

    @cached_property
    def results(self) -> dict[str, tuple[str, ...]]:
        """Return the keys each element of the version before became."""
        became: dict[str, list[str]] = defaultdict(list)
        for key in self.after.keys:
            for source in self.sources.get(key, ()):
                became[source].append(key)
        return {source: tuple(keys) for source, keys in became.items()}

    def kind(self, key: str) -> ChangeKind:
        """Return whether a new element is a part of one or was put together from several."""
        if len(self.sources[key]) > 1:
            return "merged"
        return KINDS[self._recorded[key].kind]

    def is_new(self, key: str) -> bool:
        """Return whether an element came from another."""
        return key in self.sources

    def is_source(self, key: str) -> bool:
        """Return whether an element of the version before became others."""
        return key in self.results

    def went_along(self, change: Change) -> bool:
        """Return whether an element lies elsewhere only because what it lay in was merged."""
        if change.kind != "moved" or change.field == "order":
            return False
        old, new = self.before.place_of(change.key), self.after.place_of(change.key)
        return all(
            was == now or self._was_merged(was, now)
            for was, now in (
                (old.stage, new.stage),
                (old.touchpoint, new.touchpoint),
                (old.lane, new.lane),
            )
        )

    def _was_merged(self, old: str, new: str) -> bool:
        return old in self.sources.get(new, ()) and self.kind(new) == "merged"

    def changes(self, element: ElementKind) -> Iterator[Change]:
        """Return a change for each element that came this way, and for each that went."""
        for key in self.after.keys:
            if key in self.sources and self.after.kind_of(key) == element:
                yield Change(
                    self.kind(key),
                    element,
                    key,
                    self.after.name_of(key),
                    self.after.place_of(key),
                    "origin",
                    before=tuple(self.before.name_of(source) for source in self.sources[key]),
                )
        for key in self.before.keys:
            if key in self.results and self.before.kind_of(key) == element:
                yield from self._became(key, element)

    def _became(self, key: str, element: ElementKind) -> Iterator[Change]:
        side = self.after if self.after.kind_of(key) == element else self.before
        for kind in dict.fromkeys(self.kind(result) for result in self.results[key]):
            yield Change(
                kind,
                element,
                key,
                side.name_of(key),
                side.place_of(key),
                "origin",
                after=tuple(
                    self.after.name_of(result)
                    for result in self.results[key]
                    if self.kind(result) == kind
                ),
            )

    def reshapings(self) -> Iterator[Reshaping]:
        """Return each split and each merge once, in journey order."""
        told: set[str] = set()
        for key in self.after.keys:
            if key not in self.sources or key in told:
                continue
            kind, sources = self.kind(key), self.sources[key]
            results = [
                other
                for other in self.results[sources[0]]
                if self.sources[other] == sources and self.kind(other) == kind
            ]
            told |= set(results)
            stayed = [
                source for source in sources if self.after.kind_of(source) and kind == "split"
            ]
            yield Reshaping(
                kind="split" if kind == "split" else "merged",
                element=self.after.kind_of(key) or "card",
                sources=self._named(self.before, sources),
                results=self._named(self.after, (*stayed, *results)),
                recorded_by=self._recorded[key].recorded_by,
            )

    def _traced(self, key: str, element: ElementKind) -> tuple[str, ...]:
        """Follow the records back until there are elements of the version before."""
        found: dict[str, None] = {}
        seen = {key}
        waiting = list(reversed(self._recorded[key].from_keys))
        while waiting:
            source = waiting.pop()
            if source in seen:
                continue
            seen.add(source)
            if self.before.kind_of(source) == element:
                found[source] = None
            elif source in self._recorded:
                waiting += reversed(self._recorded[source].from_keys)
        order = self.before.keys
        return tuple(sorted(found, key=order.__getitem__))

    @staticmethod
    def _named(side: Outline, keys: tuple[str, ...]) -> tuple[Named, ...]:
        return tuple(Named(key, side.name_of(key)) for key in keys)
