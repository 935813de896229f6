"""For those who reject a composite: which actions are beaten by no other on every count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def layers(first: ArrayLike, second: ArrayLike) -> NDArray[np.int64]:
    """Return the dominance layer of each row, 1 for the front; more is better on both counts. O(n log n).

    An action dominates another if it is as good on both counts and better on one. Equal ones share a layer.
    """
    x, y = np.asarray(first, float), np.asarray(second, float)
    order = np.lexsort((-y, -x))
    found = np.empty(len(x), dtype=np.int64)
    # Negated, the highest second value of each layer so far rises from layer to layer.
    tops: list[float] = []
    before: tuple[float, float] | None = None
    layer = 0
    for row in order.tolist():
        here = (x[row], y[row])
        if here != before:
            # Of those with as much of the first count or more, a layer whose top reaches this second count dominates it.
            layer = _first_below(tops, here[1])
            if layer == len(tops):
                tops.append(-here[1])
            else:
                tops[layer] = -here[1]
        found[row] = layer + 1
        before = here
    return found


def _first_below(tops: list[float], value: float) -> int:
    """Return the first layer none of whose members dominates this value."""
    low, high = 0, len(tops)
    while low < high:
        middle = (low + high) // 2
        if -tops[middle] >= value:
            low = middle + 1
        else:
            high = middle
    return low


def front(*counts: ArrayLike) -> NDArray[np.bool_]:
    """Return which rows no other row dominates, on any number of counts; more is better on each."""
    table = np.column_stack([np.asarray(one, float) for one in counts])
    order = np.lexsort(tuple(-table[:, place] for place in range(table.shape[1] - 1, -1, -1)))
    kept = np.empty((0, table.shape[1]))
    is_front = np.zeros(len(table), dtype=bool)
    for row in order.tolist():
        here = table[row]
        as_good = (kept >= here).all(1)
        if not (as_good & (kept > here).any(1)).any():
            is_front[row] = True
            if not (as_good & (kept == here).all(1)).any():
                kept = np.vstack([kept, here])
    return is_front
