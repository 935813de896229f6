"""The first page: the one sentence, the key figures, what fits beside the curves."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.reports import words
from journeys.reports.version_comparison.feelings import VERDICTS
from journeys.reports.version_comparison.pains import LIVES, PainTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.comparison import MapComparison

#: How many rows the lists on the first page have.
ROWS = 5
KPIS = 3
LONGEST = 420
#: Verdicts with a mark of their own in the key figures; beyond so many only findings have one.
MOST_MARKS = 3
FINDINGS = frozenset({"better", "worse", "no_detectable_change"})


class Count(Struct, frozen=True):
    """A number with its word, and the mark that stands before it."""

    number: int
    word: str
    mark: str


class KeyFigure(Struct, frozen=True):
    """A heading with its counts; `rest` says what is not among them."""

    title: str
    counts: tuple[Count, ...]
    rest: str


def headline(comparison: MapComparison, *, is_one_map: bool) -> str:
    """Return the comparison's one sentence."""
    summary = words.shortened(words.clean(comparison.summary), LONGEST)
    return summary if is_one_map else f"Two different maps: {summary[0].lower()}{summary[1:]}"


def size(text: str) -> str:
    """Return how large the sentence is set, by its length."""
    return "large" if len(text) <= 110 else "medium" if len(text) <= 220 else "small"


def figures(comparison: MapComparison) -> tuple[KeyFigure, ...]:
    """Return what happened to touchpoints, pain points, ratings, and what can be concluded."""
    return (
        _elements(comparison),
        _pain_points(comparison),
        _ratings(comparison),
        _verdicts(comparison),
    )


def _elements(comparison: MapComparison) -> KeyFigure:
    kinds: dict[str, set[str]] = {
        "added": set(),
        "removed": set(),
        "split": set(),
        "merged": set(),
        "moved": set(),
        "changed": set(),
    }
    for change in comparison.changes:
        if change.element == "touchpoint":
            kinds[change.kind if change.kind in kinds else "changed"].add(change.key)
    counts = tuple(Count(len(keys), kind, kind) for kind, keys in kinds.items() if keys)
    return KeyFigure("Touchpoints", counts, "" if counts else "none changed")


def _pain_points(comparison: MapComparison) -> KeyFigure:
    lives: Counter[str] = Counter(pain.life for pain in comparison.pain_points)
    counts = tuple(Count(lives[life], life, f"pain-{life}") for life in LIVES if lives[life])
    same = lives["same"]
    rest = f"{same:,} unchanged" if same else "none on the map"
    return KeyFigure("Pain points", counts, rest if same or not counts else "")


def _ratings(comparison: MapComparison) -> KeyFigure:
    differences = [
        delta.difference for delta in comparison.emotions if delta.difference is not None
    ]
    higher = sum(difference > 0 for difference in differences)
    lower = sum(difference < 0 for difference in differences)
    counts = tuple(
        Count(number, word, word)
        for number, word in ((higher, "higher"), (lower, "lower"))
        if number
    )
    same = len(differences) - higher - lower
    rest = f"{same:,} the same" if same else "none in both versions" if not differences else ""
    return KeyFigure("Ratings of feelings", counts, rest)


def _verdicts(comparison: MapComparison) -> KeyFigure:
    found: Counter[str] = Counter(delta.verdict for delta in comparison.emotions)
    said = [(found[name], word.lower(), name) for name, word in VERDICTS.items() if found[name]]
    # Beside several findings the others stand in words: the line has room for no more.
    told = said if len(said) <= MOST_MARKS else [one for one in said if one[2] in FINDINGS]
    shown = {name for *_, name in told}
    others = sum(number for number, _, name in said if name not in shown)
    rest = f"{others:,} cannot be judged" if others else ""
    counts = tuple(Count(*one) for one in told)
    return KeyFigure("What can be said", counts, rest if said else "nothing to judge")


def worst(tables: Sequence[PainTable]) -> PainTable | None:
    """Return the first rows of the list of pain points."""
    return PainTable(tables[0].pains[:ROWS]) if tables else None
