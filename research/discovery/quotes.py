"""Comments that show what a theme is: the most typical, and two that are typical and differ from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy

#: Candidates nearest the middle, and how much being near counts against being different
#: (maximal marginal relevance, Carbonell and Goldstein 1998).
CANDIDATES, NEAR, QUOTES = 30, 0.7, 3


def typical(points: numpy.ndarray, places: numpy.ndarray, middle: numpy.ndarray) -> tuple[int, ...]:
    """Return the places of up to three comments of a group, the most typical first."""
    import numpy as np

    likeness = points[places] @ middle
    order = np.argsort(-likeness, kind="stable")[:CANDIDATES]
    chosen = [int(order[0])]
    while len(chosen) < min(QUOTES, len(order)):
        same = (points[places[order]] @ points[places[chosen]].T).max(axis=1)
        worth = NEAR * likeness[order] - (1 - NEAR) * same
        worth[np.isin(order, chosen)] = -np.inf
        chosen.append(int(order[int(np.argmax(worth))]))
    return tuple(int(places[place]) for place in chosen)
