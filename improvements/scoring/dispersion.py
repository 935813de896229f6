"""How far scorers lie apart on an action, to be seen before anybody averages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from improvements.scoring.estimates import Score
    from improvements.scoring.scorecards import Scorecard


class Dispersion(Struct, frozen=True):
    """The likely values several scorers gave one criterion of one action.

    `agreement` is r_WG, 1 for unanimity and 0 for what chance would give (James, Demaree and Wolf 1984, J Appl Psychol
    69:85-98); None on an open scale or for one scorer.
    """

    action: str
    criterion: str
    scorers: int
    lowest: float
    highest: float
    mean: float
    agreement: float | None


def of(scores: Sequence[Score], card: Scorecard) -> list[Dispersion]:
    """Return a row for every action and criterion that two scorers or more gave, those who disagree most first."""
    given: dict[tuple[str, str], list[float]] = {}
    for score in scores:
        for name, estimate in score.estimates.items():
            given.setdefault((score.action, name), []).append(estimate.likely)
    found = [
        Dispersion(
            action, name, len(values), min(values), max(values), sum(values) / len(values),
            _agreement(values, card, name),
        )
        for (action, name), values in given.items()
        if len(values) > 1
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.agreement is None, one.agreement or 0))


def _agreement(values: Sequence[float], card: Scorecard, name: str) -> float | None:
    criterion = next((one for one in card.criteria if one.name == name), None)
    if criterion is None or criterion.highest is None:
        return None
    points = criterion.highest - criterion.lowest + 1
    by_chance = (points**2 - 1) / 12
    return max(0.0, 1 - _variance(values) / by_chance)


def _variance(values: Iterable[float]) -> float:
    known = list(values)
    mean = sum(known) / len(known)
    return sum((value - mean) ** 2 for value in known) / (len(known) - 1)
