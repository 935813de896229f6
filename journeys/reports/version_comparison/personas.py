"""How personas are described differently, and the map's own facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.reports import excerpts, words
from journeys.reports.version_comparison.ledger import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.comparison import PersonaChange
    from journeys.comparison.results import FieldChange

WORDS = {"added": "Added", "removed": "Removed", "changed": "Changed"}
TEXTS = frozenset(
    {
        "name", "scope", "tagline", "portrait", "behaviours", "preferences", "motivations", "goals",
        "frustrations", "own_words", "objectives",
    }
)  # fmt: skip


class PersonaSaid(Struct, frozen=True):
    """A persona that came, went or is described differently."""

    name: str
    mark: str
    word: str
    lines: tuple[Line, ...]


def changed(changes: Sequence[PersonaChange], only: str = "") -> tuple[PersonaSaid, ...]:
    """Return the personas' changes; with a key, those of that persona."""
    return tuple(
        PersonaSaid(words.clean(change.name), change.kind, WORDS[change.kind], lines(change.fields))
        for change in changes
        if not only or change.key == only
    )


def lines(fields: Sequence[FieldChange]) -> tuple[Line, ...]:
    """Return changed fields as lines of a table."""
    return tuple(_line(change) for change in fields)


def _line(change: FieldChange) -> Line:
    before = words.clean(words.value(change.field, change.before))
    after = words.clean(words.value(change.field, change.after))
    said = (
        excerpts.pair(before, after)
        if change.field in TEXTS
        else (excerpts.whole(before), excerpts.whole(after))
    )
    return Line("changed", "Changed", words.field(change.field), *said)
