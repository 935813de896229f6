"""The order of actions and how sure it is, by drawing from the scorers' ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from scipy import special, stats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from improvements.prioritisation.inputs import Inputs
    from improvements.scoring import Scorecard

    Numbers = NDArray[np.float64]

#: Draws of one criterion altogether: few actions get many samples, many actions few.
BUDGET = 20_000_000
MOST_SAMPLES, FEWEST_SAMPLES = 10_000, 200
#: Values drawn at once, so that memory does not grow with the number of actions.
_AT_ONCE = 2_000_000
#: The share of samples a rank interval holds.
LEVEL = 0.9
METHOD = "Monte Carlo, PERT distributions (Malcolm et al. 1959), scorers mixed with equal weight"
QUADRANTS = ("quick win", "big bet", "fill-in", "reconsider")


class Ranked(Struct, frozen=True):
    """An action in its place. Ranks count from 1; `low` and `high` hold 90 % of the samples.

    `ahead_of_next` is the probability to be ahead of the action in the next place. `quadrant` is the likeliest of the
    impact × feasibility picture with its probability, "" for scorecards without one.
    """

    action: str
    rank: int
    score: float
    likely_score: float
    low: int
    high: int
    top_k: float
    ahead_of_next: float | None
    quadrant: str
    quadrant_probability: float


class Ranking(Struct, frozen=True):
    """All actions, the best first; `regret` is what the first k are expected to lack against the best k there are."""

    actions: tuple[Ranked, ...]
    k: int
    regret: float
    samples: int
    seed: int
    method: str = METHOD


def ranked(
    inputs: Inputs, card: Scorecard, *, k: int = 10, seed: int = 0, samples: int | None = None
) -> Ranking:
    """Return the ranking of actions by expected score. The same inputs and seed give the same.

    Without `samples` there are 10,000 for up to 2,000 actions and fewer beyond, 200 at least.
    """
    n = len(inputs.actions)
    if not n:
        return Ranking((), k, 0.0, 0, seed)
    count = samples or int(np.clip(BUDGET // n, FEWEST_SAMPLES, MOST_SAMPLES))
    k = min(k, n)
    drawn = _filled(
        _Drawn(n, count, k, card.axes is not None), inputs, card, np.random.default_rng(seed)
    )
    order = np.lexsort((np.arange(n), -drawn.total / count))
    chosen = order[:k]
    regret = float((drawn.best_k - drawn.scores_of(chosen)).mean()) if n > k else 0.0
    low, high = _interval(drawn.ranks)
    likely = card.formula({name: inputs.middle(name) for name in inputs.likely})
    top = (drawn.ranks <= k).mean(0)
    rows = []
    for place, action in enumerate(order.tolist()):
        following = int(order[place + 1]) if place + 1 < n else None
        quadrant, share = drawn.quadrant_of(action)
        rows.append(
            Ranked(
                action=inputs.actions[action],
                rank=place + 1,
                score=float(drawn.total[action] / count),
                likely_score=float(likely[action]),
                low=int(low[action]),
                high=int(high[action]),
                top_k=float(top[action]),
                ahead_of_next=_ahead(drawn.ranks, action, following),
                quadrant=quadrant,
                quadrant_probability=share,
            )
        )
    return Ranking(tuple(rows), k, regret, count, seed)


def probability_ahead(mean: float, sd: float, other_mean: float, other_sd: float) -> float:
    """Return the probability that one normal value is above another, independent one."""
    return float(special.ndtr((mean - other_mean) / np.hypot(sd, other_sd)))


class _Drawn:
    """What the samples gave, gathered chunk by chunk."""

    def __init__(self, n: int, count: int, k: int, has_axes: bool) -> None:
        self.ranks = np.empty((count, n), dtype=np.int32)
        self.total, self.best_k = np.zeros(n), np.empty(count)
        self.quadrants = np.zeros((4, n)) if has_axes else None
        self.k, self.done = k, 0
        self._scores: list[NDArray[np.float32]] = []

    def add(self, scores: Numbers) -> None:
        """Take a chunk of samples × actions."""
        rows = slice(self.done, self.done + len(scores))
        self.ranks[rows] = stats.rankdata(-scores, method="min", axis=1)
        self.total += scores.sum(0)
        best = np.partition(scores, scores.shape[1] - self.k, axis=1)[:, -self.k :]
        self.best_k[rows] = best.sum(1)
        self._scores.append(scores.astype(np.float32))
        self.done += len(scores)

    def add_quadrants(self, benefit: Numbers, ease: Numbers, middles: tuple[float, float]) -> None:
        """Count in which quadrant each action fell."""
        if self.quadrants is None:
            return
        good, easy = benefit >= middles[0], ease >= middles[1]
        for place, where in enumerate((good & easy, good & ~easy, ~good & easy, ~good & ~easy)):
            self.quadrants[place] += where.sum(0)

    def quadrant_of(self, action: int) -> tuple[str, float]:
        """Return the quadrant an action fell in most often, and how often; "" without a picture."""
        if self.quadrants is None:
            return "", 0.0
        place = int(self.quadrants[:, action].argmax())
        return QUADRANTS[place], float(self.quadrants[place, action] / self.done)

    def scores_of(self, actions: NDArray[np.int64]) -> Numbers:
        """Return the sum of some actions' scores in each sample."""
        return np.concatenate([part[:, actions].astype(float).sum(1) for part in self._scores])


def _filled(found: _Drawn, inputs: Inputs, card: Scorecard, chance: np.random.Generator) -> _Drawn:
    n = len(inputs.actions)
    step = max(1, _AT_ONCE // n)
    while found.done < len(found.ranks):
        rows = min(step, len(found.ranks) - found.done)
        values = _sampled(inputs, rows, chance)
        found.add(card.formula(values))
        if card.axes:
            middles = (_middle(card, card.axes[0]), _middle(card, card.axes[1]))
            found.add_quadrants(values[card.axes[0]], values[card.axes[1]], middles)
    return found


def _sampled(inputs: Inputs, rows: int, chance: np.random.Generator) -> dict[str, Numbers]:
    """Return values by criterion, samples × actions; a sample takes all of an action from one of its scorers."""
    n = len(inputs.actions)
    who = (chance.random((rows, n)) * inputs.scorers).astype(np.int64)
    column = np.arange(n)
    found = {}
    for name, likely in inputs.likely.items():
        low, high = inputs.low[name], inputs.high[name]
        span = high - low
        if not span.any():
            found[name] = likely[column, who]
            continue
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(span > 0, (likely - low) / span, 0.5)
        a, b = 1 + 4 * share, 5 - 4 * share
        drawn = chance.beta(a[column, who], b[column, who])
        found[name] = low[column, who] + drawn * span[column, who]
    return found


def _middle(card: Scorecard, name: str) -> float:
    criterion = card.criterion(name)
    return (criterion.lowest + (criterion.highest or criterion.lowest)) / 2


def _interval(ranks: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the ranks that 90 % of the samples lie between, by order statistics."""
    count = len(ranks)
    below = int(np.floor((1 - LEVEL) / 2 * (count - 1)))
    ordered = np.partition(ranks, (below, count - 1 - below), axis=0)
    return ordered[below], ordered[count - 1 - below]


def _ahead(ranks: NDArray[np.int32], action: int, following: int | None) -> float | None:
    """Return how often an action is ahead of the next; a tie counts half."""
    if following is None:
        return None
    one, other = ranks[:, action], ranks[:, following]
    return float((one < other).mean() + (one == other).mean() / 2)
