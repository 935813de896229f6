"""What became of the pain points: new, worse, milder, gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.reports import excerpts, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journeys.comparison import PainPointChange
    from journeys.reports.excerpts import Excerpt

ROWS_BETWEEN_CUTS = 160
LIVES = {"new": "New", "worse": "Worse", "milder": "Milder", "gone": "Gone"}


class Pain(Struct, frozen=True):
    """A pain point; severities 1–5 have pips, 0 is none given."""

    life: str
    text: Excerpt
    place: str
    severity_before: int
    severity_after: int
    share_before: str
    share_after: str

    @property
    def word(self) -> str:
        """Return what became of it, in a word."""
        return LIVES[self.life]

    @property
    def severity_words(self) -> str:
        """Return both severities in short."""
        before, after = (
            str(level) if level else words.NONE
            for level in (self.severity_before, self.severity_after)
        )
        return f"{before} → {after}"


class PainTable(Struct, frozen=True):
    """A stretch of the list of pain points."""

    pains: tuple[Pain, ...]
    begins_page: bool = False


def tables(changes: Sequence[PainPointChange]) -> tuple[PainTable, ...]:
    """Return the pain points that are not the same, the new and the worse first."""
    order = list(LIVES)
    told = [change for change in changes if change.life in LIVES]
    told.sort(key=lambda change: (order.index(change.life), -_weight(change)))
    return tuple(_cut([_pain(change) for change in told]))


def _weight(change: PainPointChange) -> int:
    return max(change.severity_before or 0, change.severity_after or 0)


def _pain(change: PainPointChange) -> Pain:
    place = ", ".join(filter(None, (change.place.stage_name, change.place.touchpoint_name)))
    return Pain(
        life=change.life,
        text=excerpts.whole(words.clean(change.text), 300),
        place=words.clean(place),
        severity_before=change.severity_before or 0,
        severity_after=change.severity_after or 0,
        share_before=words.share(change.share_before),
        share_after=words.share(change.share_after),
    )


def _cut(pains: Sequence[Pain]) -> Iterator[PainTable]:
    for start in range(0, len(pains), ROWS_BETWEEN_CUTS):
        yield PainTable(tuple(pains[start : start + ROWS_BETWEEN_CUTS]), begins_page=start > 0)
