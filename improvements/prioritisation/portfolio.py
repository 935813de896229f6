"""The best set of actions under a capacity, with what needs and what excludes what; provably optimal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct
from scipy import optimize, sparse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: HiGHS proves this relative gap; below it two portfolios are alike.
_GAP = 1e-9
_PROVED = 1e-6
#: So many actions are looked at for a good set to start from, for so many seconds.
_UNSURE, _QUICK = 300, 3.0
METHOD = "mixed-integer program, HiGHS (Huangfu and Hall 2018)"


class Infeasible(ValueError):
    """Why no set of actions fulfils what was asked, in a sentence."""


class Candidate(Struct, frozen=True):
    """An action with what it is worth and what it takes, in one unit of effort for all.

    `needs` are actions without which it cannot be done, `excludes` those that cannot be done beside it.
    """

    action: str
    value: float
    effort: float
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


class Portfolio(Struct, frozen=True):
    """The chosen actions in the order given, their value and effort; `gap` bounds how much better another could be."""

    actions: tuple[str, ...]
    value: float
    effort: float
    capacity: float
    is_optimal: bool
    gap: float
    method: str = METHOD


def best(
    candidates: Sequence[Candidate],
    capacity: float,
    *,
    must: Sequence[str] = (),
    never: Sequence[str] = (),
    seconds: float = 20,
) -> Portfolio:
    """Return the set of actions worth most that the capacity allows; of equal ones, one that takes least.

    Raises `Infeasible` if what must be done does not fit, and for names that are no candidate's.
    """
    places = {one.action: place for place, one in enumerate(candidates)}
    _check(candidates, places, capacity, must, never)
    if not candidates:
        return Portfolio((), 0.0, 0.0, capacity, True, 0.0)
    problem = _Problem(candidates, places, capacity, must, never)
    start, low, high = problem.core(problem.greedy())
    found = problem.solved(-problem.value, low, high, seconds)
    is_optimal = found.status == 0 and (found.mip_gap or 0.0) <= _PROVED
    if not is_optimal and problem.is_better(start, found.x):
        return _told(problem, start, gap=problem.gap_of(start), is_optimal=False)
    most = float(problem.value @ np.round(found.x))
    # Of all that are worth as much, one that takes least; and of those always the same.
    rule = optimize.LinearConstraint(
        problem.value[None, :], most - 1e-7 * max(1.0, abs(most)), np.inf
    )
    cost = problem.effort + 1e-9 * np.arange(len(candidates))
    tidied = problem.solved(cost, low, high, seconds, rule)
    chosen = (tidied.x if tidied.x is not None else found.x) > 0.5
    return _told(problem, chosen, gap=float(found.mip_gap or 0.0), is_optimal=is_optimal)


def _told(problem: _Problem, chosen: Any, *, gap: float, is_optimal: bool) -> Portfolio:
    return Portfolio(
        actions=tuple(one.action for one, is_in in zip(problem.candidates, chosen, strict=True) if is_in),
        value=float(problem.value[chosen].sum()),
        effort=float(problem.effort[chosen].sum()),
        capacity=problem.capacity,
        is_optimal=is_optimal,
        gap=gap,
    )  # fmt: skip


class _Problem:
    """The integer program, and the two steps that make a large one small without losing the optimum."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        places: Mapping[str, int],
        capacity: float,
        must: Sequence[str],
        never: Sequence[str],
    ) -> None:
        self.candidates, self.places, self.capacity = candidates, places, capacity
        self.value = np.array([one.value for one in candidates])
        self.effort = np.array([one.effort for one in candidates])
        self.low, self.high = np.zeros(len(candidates)), np.ones(len(candidates))
        self.low[[places[name] for name in must]] = 1
        self.high[[places[name] for name in never]] = 0
        self.must = [places[name] for name in must]
        self.rows, self.limits = _rules(candidates, places)
        self.bound = np.inf

    def solved(self, cost: Any, low: Any, high: Any, seconds: float, *rules: Any) -> Any:
        """Return HiGHS's answer. Raises `Infeasible`."""
        constraints = [
            optimize.LinearConstraint(self.effort[None, :], -np.inf, self.capacity),
            *rules,
        ]
        if self.limits:
            constraints.append(optimize.LinearConstraint(self.rows, -np.inf, self.limits))
        found = optimize.milp(
            cost,
            constraints=constraints,
            integrality=np.ones(len(cost)),
            bounds=optimize.Bounds(low, high),
            options={"mip_rel_gap": _GAP, "time_limit": seconds},
        )
        if found.status == 2:
            raise Infeasible(
                "What must be done does not fit into the capacity, or excludes each other."
            )
        return found

    def greedy(self) -> Any:
        """Return a good set that fits: what must be, then the most value per effort, each with all it needs."""
        chosen = np.zeros(len(self.candidates), dtype=bool)
        names, excluded, left = set[str](), set[str](), self.capacity
        ratio = self.value / np.maximum(self.effort, 1e-12)
        for place in [*self.must, *np.argsort(-ratio, kind="stable").tolist()]:
            wanted = [] if self._is_useless(place, left) else list(self._closure(place, chosen))
            takes = float(self.effort[wanted].sum())
            if not wanted or takes > left + 1e-12 or (self.high[wanted] < 1).any():
                continue
            coming = {self.candidates[one].action for one in wanted}
            barred = {name for one in wanted for name in self.candidates[one].excludes}
            if barred & (names | coming) or coming & excluded:
                continue
            chosen[wanted] = True
            names, excluded, left = names | coming, excluded | barred, left - takes
        return chosen

    def _is_useless(self, place: int, left: float) -> bool:
        return place not in self.must and (self.value[place] <= 0 or self.effort[place] > left)

    def core(self, start: Any) -> tuple[Any, Any, Any]:
        """Return a good set, and the bounds of each action, fixed where the other choice is in no optimum.

        By the reduced costs of the relaxation: an action whose cost against its bound is more than what the good set
        lacks against the relaxation keeps its side in every optimum (Dantzig, Fulkerson and Johnson 1954). The good
        set is found among the few actions the relaxation is least sure of (Balas and Zemel 1980).
        """
        relaxed = self._relaxed()
        if relaxed.status != 0:
            return start, self.low, self.high
        self.bound = -float(relaxed.fun)
        costs = np.abs(relaxed.lower.marginals + relaxed.upper.marginals)
        sides = np.clip(np.round(relaxed.x), self.low, self.high)
        unsure = np.argsort(costs, kind="stable")[:_UNSURE]
        low, high = sides.copy(), sides.copy()
        low[unsure], high[unsure] = self.low[unsure], self.high[unsure]
        try:
            better = self.solved(-self.value, low, high, _QUICK)
        except Infeasible:
            better = None
        if better is not None and better.x is not None:
            chosen = better.x > 0.5
            start = (
                chosen if self.is_better(chosen, start) or not self._is_allowed(start) else start
            )
        if not self._is_allowed(start):
            return start, self.low, self.high
        lacks = self.bound - float(self.value[start].sum()) + 1e-6 * max(1.0, abs(self.bound))
        high = np.where(relaxed.lower.marginals > lacks, self.low, self.high)
        low = np.where(-relaxed.upper.marginals > lacks, self.high, self.low)
        return start, np.minimum(low, high), np.maximum(low, high)

    def _relaxed(self) -> Any:
        matrix = sparse.vstack([sparse.csr_array(self.effort[None, :]), self.rows]).tocsr()
        bounds = np.column_stack([self.low, self.high])
        limits = [self.capacity, *self.limits]
        found = optimize.linprog(
            -self.value, A_ub=matrix, b_ub=limits, bounds=bounds, method="highs"
        )
        if found.status == 2:
            raise Infeasible(
                "What must be done does not fit into the capacity, or excludes each other."
            )
        return found

    def is_better(self, one: Any, other: Any) -> bool:
        """Return whether a set that fits is worth more than another, if there is another."""
        if other is None:
            return True
        return float(self.value[one].sum()) > float(self.value @ np.round(other))

    def gap_of(self, chosen: Any) -> float:
        """Return how far a set may be from the best, as a share of the best there could be."""
        return (
            float((self.bound - self.value[chosen].sum()) / self.bound)
            if 0 < self.bound < np.inf
            else 1.0
        )

    def _closure(self, place: int, chosen: Any) -> set[int]:
        """Return an action with all it needs that is not chosen yet."""
        found: set[int] = set()
        waiting = [place]
        while waiting:
            one = waiting.pop()
            if one in found or chosen[one]:
                continue
            found.add(one)
            waiting += [self.places[name] for name in self.candidates[one].needs]
        return found

    def _is_allowed(self, chosen: Any) -> bool:
        held = not self.limits or bool((self.rows @ chosen <= np.array(self.limits) + 1e-9).all())
        fits = float(self.effort[chosen].sum()) <= self.capacity + 1e-9
        return held and fits and bool((chosen >= self.low).all() and (chosen <= self.high).all())


def _rules(
    candidates: Sequence[Candidate], places: Mapping[str, int]
) -> tuple[sparse.csr_array, list[float]]:
    """Return rows of one inequality each: x − needed ≤ 0, and x + excluded ≤ 1."""
    entries: list[tuple[int, int, float]] = []
    limits: list[float] = []
    for place, one in enumerate(candidates):
        for name in one.needs:
            entries += [(len(limits), place, 1.0), (len(limits), places[name], -1.0)]
            limits.append(0.0)
        for name in one.excludes:
            entries += [(len(limits), place, 1.0), (len(limits), places[name], 1.0)]
            limits.append(1.0)
    shape = (len(limits), len(candidates))
    if not entries:
        return sparse.csr_array(shape), limits
    rows, columns, values = zip(*entries, strict=True)
    return sparse.coo_array((values, (rows, columns)), shape=shape).tocsr(), limits


def _check(
    candidates: Sequence[Candidate],
    places: Mapping[str, int],
    capacity: float,
    must: Sequence[str],
    never: Sequence[str],
) -> None:
    if capacity < 0:
        raise Infeasible("The capacity is a number from 0.")
    if len(places) < len(candidates):
        raise Infeasible("Two actions have the same name.")
    named = [(name, "is to be done") for name in must] + [
        (name, "is not to be done") for name in never
    ]
    named += [(name, f"is needed by “{one.action}”") for one in candidates for name in one.needs]
    named += [
        (name, f"is excluded by “{one.action}”") for one in candidates for name in one.excludes
    ]
    for name, why in named:
        if name not in places:
            raise Infeasible(f"“{name}” {why}, but there is no such action.")
    for one in candidates:
        if one.effort < 0:
            raise Infeasible(f"“{one.action}” has an effort below 0.")
