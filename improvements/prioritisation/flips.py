"""Which single estimate, moved within its own range, would put another action first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from improvements.prioritisation.inputs import Inputs
    from improvements.scoring import Scorecard

    Numbers = NDArray[np.float64]

_HALVINGS = 40


class Flip(Struct, frozen=True):
    """If `criterion` of `action` were `value` instead of `likely`, `first` would stand first.

    `share` is how much of the way from likely to the end of its range that takes, 0…1.
    """

    action: str
    criterion: str
    likely: float
    value: float
    share: float
    first: str


class WeightFlip(Struct, frozen=True):
    """With this weight instead, `first` would stand first."""

    criterion: str
    weight: float
    value: float
    first: str


def first_place(inputs: Inputs, card: Scorecard) -> Flip | None:
    """Return the smallest single change that makes another action first by likely values; None if none does."""
    likely = {name: inputs.middle(name) for name in inputs.likely}
    scores = card.formula(likely)
    if len(scores) < 2:
        return None
    best = int(np.argmax(scores))
    rivals = np.where(np.arange(len(scores)) == best, -np.inf, scores)
    second = int(np.argmax(rivals))
    found = [
        *_rising(inputs, card, likely, scores, best),
        *_falling(inputs, card, likely, rivals[second], (best, second)),
    ]
    return min(found, key=lambda flip: (flip.share, flip.action, flip.criterion), default=None)


def _rising(
    inputs: Inputs, card: Scorecard, likely: Mapping[str, Numbers], scores: Numbers, best: int
) -> Iterator[Flip]:
    """Give for each criterion the rival that needs least of its own range to pass the first."""
    for criterion in card.criteria:
        name = criterion.name
        end = inputs.end(name, is_high=criterion.raises)
        shares = _needed(card, likely, name, end, float(scores[best]), is_up=True)
        shares[best] = np.inf
        place = int(np.argmin(shares))
        if np.isfinite(shares[place]):
            yield _flip(
                inputs, likely, name, end, place, float(shares[place]), inputs.actions[place]
            )


def _falling(
    inputs: Inputs,
    card: Scorecard,
    likely: Mapping[str, Numbers],
    second_score: float,
    places: tuple[int, int],
) -> Iterator[Flip]:
    """Give for each criterion what of the first's own range makes it second."""
    best, second = places
    for criterion in card.criteria:
        name = criterion.name
        end = inputs.end(name, is_high=not criterion.raises)
        shares = _needed(card, likely, name, end, second_score, is_up=False)
        if np.isfinite(shares[best]):
            yield _flip(
                inputs, likely, name, end, best, float(shares[best]), inputs.actions[second]
            )


def _needed(
    card: Scorecard,
    likely: Mapping[str, Numbers],
    name: str,
    end: Numbers,
    bar: float,
    *,
    is_up: bool,
) -> Numbers:
    """Return the share of the way to the end at which each action crosses the bar; infinite where it never does."""

    def crosses(share: Numbers) -> NDArray[np.bool_]:
        moved = dict(likely) | {name: likely[name] + share * (end - likely[name])}
        found = card.formula(moved)
        return found > bar if is_up else found < bar

    outside, inside = np.zeros(len(end)), np.ones(len(end))
    possible = crosses(inside)
    for _ in range(_HALVINGS):
        middle = (outside + inside) / 2
        over = crosses(middle)
        inside, outside = np.where(over, middle, inside), np.where(over, outside, middle)
    return np.where(possible, inside, np.inf)


def _flip(
    inputs: Inputs, likely: Mapping[str, Numbers], name: str, end: Numbers, place: int, share: float, first: str
) -> Flip:  # fmt: skip
    start = float(likely[name][place])
    value = start + share * (float(end[place]) - start)
    return Flip(inputs.actions[place], name, start, value, share, first)


def of_weights(inputs: Inputs, card: Scorecard, weights: Mapping[str, float]) -> WeightFlip | None:
    """Return the smallest change of one weight that puts another action first; None if none from 0 up does."""
    likely = {name: inputs.middle(name) for name in inputs.likely}
    scores = card.formula(likely)
    if len(scores) < 2:
        return None
    best = int(np.argmax(scores))
    found: list[tuple[float, WeightFlip]] = []
    for name, weight in weights.items():
        lead = sum(one * (likely[other][best] - likely[other]) for other, one in weights.items())
        pull = likely[name][best] - likely[name]
        with np.errstate(divide="ignore", invalid="ignore"):
            value = weight - np.asarray(lead) / pull
        value = np.where(
            (pull != 0) & (value >= 0) & (np.arange(len(scores)) != best), value, np.inf
        )
        place = int(np.argmin(np.abs(value - weight)))
        if np.isfinite(value[place]):
            change = abs(float(value[place]) - weight)
            found.append(
                (change, WeightFlip(name, weight, float(value[place]), inputs.actions[place]))
            )
    return min(found, key=lambda pair: (pair[0], pair[1].criterion))[1] if found else None
