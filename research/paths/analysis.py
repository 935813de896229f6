"""What an event log shows, in whole-column arithmetic: paths, steps, activities, funnel, durations, deviations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from journeys import intervals

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy

    from research.paths.log import EventLog

END = "(end)"


class Quantiles(Struct, frozen=True):
    """Durations in seconds."""

    shortest: float
    p10: float
    median: float
    p90: float
    longest: float
    mean: float


class Path(Struct, frozen=True):
    """One order of activities: how many cases took exactly it, their share and that of all so far, how long."""

    activities: tuple[str, ...]
    cases: int
    share: float
    cumulative_share: float
    median_seconds: float


class Edge(Struct, frozen=True):
    """One activity right after another: how often, in how many cases, and the seconds between."""

    source: str
    target: str
    count: int
    cases: int
    median_seconds: float
    p90_seconds: float


class Activity(Struct, frozen=True):
    """What happened: events, cases with it, cases where it came again, how many cases begin and end with it."""

    name: str
    events: int
    cases: int
    repeated_in: int
    starts: int
    ends: int


class FunnelStage(Struct, frozen=True):
    """Cases that reached a stage after all stages before it, in this order; shares with 95 % Wilson intervals, 0..1.

    `next_after_drop` tells what the cases that got no further did after the stage before, most frequent first.
    """

    name: str
    cases: int
    of_all: float
    of_previous: float
    low: float
    high: float
    dropped: int
    next_after_drop: tuple[tuple[str, int], ...]


class ObservedPaths(Struct, frozen=True):
    """All of it. Shares are 0..1, durations seconds."""

    events: int
    cases: int
    first: float
    last: float
    durations: Quantiles
    different_paths: int
    paths: tuple[Path, ...]
    edges: tuple[Edge, ...]
    activities: tuple[Activity, ...]
    funnel: tuple[FunnelStage, ...] = ()


def observe(log: EventLog, *, stages: Sequence[str] = (), top: int = 50) -> ObservedPaths:
    """Return what a log shows: the `top` most frequent paths and edges, and the funnel of `stages` if given.

    Raises ValueError for a stage that no event is called.
    """
    import numpy as np

    unknown = [name for name in stages if name not in log.activities]
    if unknown:
        raise ValueError(
            f"No event is called “{unknown[0]}”. There are: {', '.join(log.activities[:30])}."
        )
    starts = np.flatnonzero(np.r_[True, log.case[1:] != log.case[:-1]])
    ends = np.r_[starts[1:], len(log.case)] - 1
    durations = log.time[ends] - log.time[starts]
    paths, different = _paths(log, starts, durations, top)
    return ObservedPaths(
        events=len(log.case),
        cases=len(starts),
        first=float(log.time.min()),
        last=float(log.time.max()),
        durations=_quantiles(durations),
        different_paths=different,
        paths=paths,
        edges=_edges(log, top),
        activities=_activities(log, starts, ends),
        funnel=_funnel(log, stages, starts) if stages else (),
    )


def _quantiles(durations: numpy.ndarray) -> Quantiles:
    import numpy as np

    low, p10, median, p90, high = np.quantile(durations, [0, 0.1, 0.5, 0.9, 1]).tolist()
    return Quantiles(low, p10, median, p90, high, float(durations.mean()))


def _paths(
    log: EventLog, starts: numpy.ndarray, durations: numpy.ndarray, top: int
) -> tuple[tuple[Path, ...], int]:
    import numpy as np

    codes = log.activity.astype(np.uint16 if len(log.activities) < 2**16 else np.uint32)
    raw, width = codes.tobytes(), codes.itemsize
    bounds = np.r_[starts, len(codes)] * width
    keys = [
        raw[low:high] for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    ]
    number: dict[bytes, int] = {}
    of_case = np.fromiter(
        (number.setdefault(key, len(number)) for key in keys), dtype=int, count=len(keys)
    )
    counts = np.bincount(of_case)
    names = list(number)
    # Of equally frequent paths the one that comes first in the alphabet of activities.
    shown = sorted(range(len(names)), key=lambda one: (-counts[one], names[one]))[:top]
    total, so_far, found = len(keys), 0, []
    for one in shown:
        so_far += int(counts[one])
        path = np.frombuffer(names[one], dtype=codes.dtype)
        found.append(
            Path(
                activities=tuple(log.activities[code] for code in path),
                cases=int(counts[one]),
                share=int(counts[one]) / total,
                cumulative_share=so_far / total,
                median_seconds=float(np.median(durations[of_case == one])),
            )
        )
    return tuple(found), len(names)


def _edges(log: EventLog, top: int) -> tuple[Edge, ...]:
    import numpy as np

    follows = np.flatnonzero(log.case[1:] == log.case[:-1])
    if not len(follows):
        return ()
    size = len(log.activities)
    pairs = log.activity[follows].astype(np.int64) * size + log.activity[follows + 1]
    gaps = log.time[follows + 1] - log.time[follows]
    order = np.argsort(pairs, kind="stable")
    pairs, gaps, cases = pairs[order], gaps[order], log.case[follows][order]
    first = np.flatnonzero(np.r_[True, pairs[1:] != pairs[:-1]])
    last = np.r_[first[1:], len(pairs)]
    shown = sorted(range(len(first)), key=lambda one: (first[one] - last[one], pairs[first[one]]))
    return tuple(
        Edge(
            source=log.activities[int(pairs[first[one]]) // size],
            target=log.activities[int(pairs[first[one]]) % size],
            count=int(last[one] - first[one]),
            cases=len(np.unique(cases[first[one] : last[one]])),
            median_seconds=float(np.median(gaps[first[one] : last[one]])),
            p90_seconds=float(np.quantile(gaps[first[one] : last[one]], 0.9)),
        )
        for one in shown[:top]
    )


def _activities(log: EventLog, starts: numpy.ndarray, ends: numpy.ndarray) -> tuple[Activity, ...]:
    import numpy as np

    size = len(log.activities)
    events = np.bincount(log.activity, minlength=size)
    pairs, times = np.unique(log.case.astype(np.int64) * size + log.activity, return_counts=True)
    cases = np.bincount(pairs % size, minlength=size)
    repeated = np.bincount(pairs[times > 1] % size, minlength=size)
    begins = np.bincount(log.activity[starts], minlength=size)
    finishes = np.bincount(log.activity[ends], minlength=size)
    found = [
        Activity(
            name, *(int(column[number]) for column in (events, cases, repeated, begins, finishes))
        )
        for number, name in enumerate(log.activities)
    ]
    return tuple(sorted(found, key=lambda one: (-one.events, one.name)))


def _funnel(log: EventLog, stages: Sequence[str], starts: numpy.ndarray) -> tuple[FunnelStage, ...]:
    """Return the stages; a case reaches one at the first such event after it reached the one before."""
    import numpy as np

    bounds = np.r_[starts, len(log.case)]
    of_event = np.repeat(np.arange(len(starts)), np.diff(bounds))
    at = (
        starts - 1
    )  # the event at which each case reached the stage before; before its first at the beginning
    inside = np.ones(len(starts), dtype=bool)
    found: list[FunnelStage] = []
    for name in stages:
        hits = np.flatnonzero(log.activity == log.activities.index(name))
        hits = hits[inside[of_event[hits]] & (hits > at[of_event[hits]])]
        reached, first = np.unique(of_event[hits], return_index=True)
        now = np.zeros(len(starts), dtype=bool)
        now[reached] = True
        lost = np.flatnonzero(inside & ~now)
        previous, here = int(inside.sum()), len(reached)
        found.append(
            _stage(name, here, previous, len(starts), _what_next(log, at[lost], bounds[lost + 1]))
        )
        at = at.copy()
        at[reached] = hits[first]
        inside = now
    return tuple(found)


def _stage(
    name: str, here: int, previous: int, total: int, following: tuple[tuple[str, int], ...]
) -> FunnelStage:
    estimate: Any = intervals.proportion(here, previous) if previous else None
    return FunnelStage(
        name=name,
        cases=here,
        of_all=here / total,
        of_previous=here / previous if previous else 0.0,
        low=estimate.low / 100 if estimate else 0.0,
        high=estimate.high / 100 if estimate else 0.0,
        dropped=previous - here,
        next_after_drop=following,
    )


def _what_next(
    log: EventLog, at: numpy.ndarray, bounds: numpy.ndarray
) -> tuple[tuple[str, int], ...]:
    import numpy as np

    following = at + 1
    goes_on = following < bounds
    counts = np.bincount(log.activity[following[goes_on]], minlength=len(log.activities))
    pairs = [
        (name, int(count)) for name, count in zip(log.activities, counts, strict=True) if count
    ]
    ended = int((~goes_on).sum())
    return tuple(
        sorted([*pairs, *([(END, ended)] if ended else [])], key=lambda one: (-one[1], one[0]))[:5]
    )
