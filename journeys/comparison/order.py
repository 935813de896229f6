"""Which of the elements that both versions have changed their order."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def reordered(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Return the fewest keys whose moving turns the old order into the new.

    Both sequences hold the same keys, each once. What stays is a longest increasing subsequence of
    old positions (patience sorting: Schensted 1961, Canadian Journal of Mathematics 13:179-191), so
    dragging one element far reports one move, not one for all it passed.
    """
    if before == after:
        return set()
    position = {key: index for index, key in enumerate(before)}
    tails: list[int] = []  # the smallest last position of an increasing run of each length
    tail_keys: list[str] = []
    previous: dict[str, str | None] = {}
    for key in after:
        length = bisect_left(tails, position[key])
        previous[key] = tail_keys[length - 1] if length else None
        tails[length : length + 1] = [position[key]]
        tail_keys[length : length + 1] = [key]
    stay = set()
    key_or_none = tail_keys[-1] if tail_keys else None
    while key_or_none is not None:
        stay.add(key_or_none)
        key_or_none = previous[key_or_none]
    return set(after) - stay
