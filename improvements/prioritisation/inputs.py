"""Scores of many actions as arrays: actions × scorers, one array per criterion and end of the range."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from improvements.scoring import Score, Scorecard

    Numbers = NDArray[np.float64]


class Inputs(Struct, frozen=True):
    """Actions in the order they came in. `low`, `likely`, `high` by criterion: actions × most scorers.

    `scorers` says how many scorers each action has; the columns beyond are filled with its first's.
    """

    actions: tuple[str, ...]
    scorers: NDArray[np.int64]
    low: dict[str, Numbers]
    likely: dict[str, Numbers]
    high: dict[str, Numbers]

    def middle(self, name: str) -> Numbers:
        """Return the mean over scorers of the likely values, by action."""
        return _mean(self.likely[name], self.scorers)

    def end(self, name: str, *, is_high: bool) -> Numbers:
        """Return the mean over scorers of one end of the ranges, by action."""
        return _mean((self.high if is_high else self.low)[name], self.scorers)


def gathered(scores: Sequence[Score], card: Scorecard) -> Inputs:
    """Return scores as arrays. Every score has every criterion of the card; their scales were checked."""
    places: dict[str, int] = {}
    rows: list[list[Score]] = []
    for score in scores:
        place = places.setdefault(score.action, len(rows))
        if place == len(rows):
            rows.append([])
        rows[place].append(score)
    counts = np.array([len(row) for row in rows], dtype=np.int64)
    most = int(counts.max()) if len(counts) else 0
    shape = (len(rows), most)
    ends: list[dict[str, Numbers]] = [{}, {}, {}]
    for criterion in card.criteria:
        for end, name in zip(ends, ("low", "likely", "high"), strict=True):
            values = np.empty(shape)
            for place, row in enumerate(rows):
                given = [getattr(score.estimates[criterion.name], name) for score in row]
                values[place] = given + [given[0]] * (most - len(row))
            end[criterion.name] = values
    return Inputs(tuple(places), counts, *ends)


def _mean(values: Numbers, counts: NDArray[np.int64]) -> Numbers:
    given = np.arange(values.shape[1])[None, :] < counts[:, None]
    return np.asarray((values * given).sum(1) / counts)
