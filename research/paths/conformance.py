"""Where real journeys leave the mapped one: steps skipped, not reached, out of order, or not on the map."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from research.paths.log import EventLog


class Deviation(Struct, frozen=True):
    """How journeys differ from the map: `kind` is skipped (and gone on), not_reached, unmapped or out_of_order; in so many cases."""

    kind: str
    activity: str
    cases: int
    share: float


class Conformance(Struct, frozen=True):
    """How many cases went as mapped: each mapped step once or again, in the mapped order, and nothing else."""

    mapped: tuple[str, ...]
    cases: int
    as_mapped: int
    share: float
    deviations: tuple[Deviation, ...]


def conform(log: EventLog, mapped: Sequence[str]) -> Conformance:
    """Return where cases leave the order of `mapped`. A step that comes again at once is no deviation.

    A step is out of order in a case where it first comes after a step that the map has later.
    """
    import numpy as np

    place = {name: number for number, name in enumerate(mapped)}
    rank = np.array([place.get(name, -1) for name in log.activities])
    starts = np.flatnonzero(np.r_[True, log.case[1:] != log.case[:-1]])
    bounds = np.r_[starts, len(log.case)].tolist()
    activity = log.activity.tolist()
    ranks = rank.tolist()
    found: Counter[tuple[str, str]] = Counter()
    as_mapped = 0
    # Cases go the same ways again and again: each way is looked at once.
    ways = Counter(tuple(activity[low:high]) for low, high in itertools.pairwise(bounds))
    for way, cases in ways.items():
        deviations = _deviations(way, ranks, log.activities, mapped)
        as_mapped += 0 if deviations else cases
        for one in deviations:
            found[one] += cases
    total = len(starts)
    told = [Deviation(kind, name, cases, cases / total) for (kind, name), cases in found.items()]
    told.sort(key=lambda one: (one.kind == "not_reached", -one.cases, one.kind, one.activity))
    return Conformance(tuple(mapped), total, as_mapped, as_mapped / total, tuple(told))


def _deviations(
    way: tuple[int, ...], ranks: Sequence[int], names: Sequence[str], mapped: Sequence[str]
) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    seen: set[int] = set()
    furthest = -1
    for code in way:
        rank = ranks[code]
        if rank < 0:
            found.add(("unmapped", names[code]))
            continue
        if rank < furthest:
            found.add(("out_of_order", names[code]))
        furthest = max(furthest, rank)
        seen.add(rank)
    return found | {
        ("skipped" if rank < furthest else "not_reached", name)
        for rank, name in enumerate(mapped)
        if rank not in seen
    }
