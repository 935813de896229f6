"""What goes with an outcome: each attribute beside all the others, with an interval. It is not cause.

A logistic regression (of a yes or no) or a linear one (of a number) with a normal prior of 2.5 standard deviations on
each standardised coefficient: weakly informative (Gelman and others 2008, Ann Appl Stat 2:1360-1383), which keeps
coefficients finite and shares an effect among attributes that go together. Intervals are the normal approximation of
the posterior; effects are average marginal effects with the delta method, in points of probability or in the outcome's unit.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from research.measures.design import design, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy

    from research.measures.design import Design, Term

METHOD = "regression with a normal prior of 2.5 sd (Gelman 2008), average marginal effects"
PRIOR = 2.5
#: Fewer cases, or of the rarer outcome, tell nothing of several attributes at once.
FEWEST, FEWEST_EACH = 30, 10
FOLDS = 5
_Z = 1.959963984540054
_YES = frozenset({"1", "yes", "true", "y", "ja", "si", "sí", "oui", "churned", "converted"})
CAVEAT = "What goes with an outcome need not cause it: other things may stand behind both."


class TooLittle(ValueError):
    """Why nothing can be said, in a sentence."""


class Driver(Struct, frozen=True):
    """What a level instead of the reference, or one standard deviation more (`sd`), goes with; the others held alike.

    `effect` with its 95 % interval: a difference of probability (−1…1), or in the outcome's unit. `alone` is the same
    without the other attributes.
    """

    column: str
    level: str
    reference: str
    n: int
    sd: float | None
    effect: float
    low: float
    high: float
    alone: float
    is_clear: bool


class Drivers(Struct, frozen=True):
    """All of it, the largest effects first. `skill` is cross-validated: the area under the ROC curve, or R²."""

    outcome: str
    positive: str
    kind: Literal["yes_or_no", "number"]
    n: int
    average: float
    skill: float
    skill_name: str
    drivers: tuple[Driver, ...]
    left_out: dict[str, str]
    without_outcome: int
    method: str = METHOD
    caveat: str = CAVEAT


def drivers(
    outcome: str, told: Sequence[str], columns: Mapping[str, Sequence[str]], *, positive: str = ""
) -> Drivers:
    """Return what goes with an outcome. Texts in, a row per case; cases without an outcome are left out, and counted.

    An outcome of two different values is a yes or no; `positive` says which is yes. Raises `TooLittle`.
    """
    import numpy as np

    kept = [place for place, text in enumerate(told) if text.strip()]
    said = [told[place].strip() for place in kept]
    found = design({name: [texts[place] for place in kept] for name, texts in columns.items()})
    values = sorted(set(said))
    if len(said) < FEWEST or len(values) < 2:
        raise TooLittle(f"There are {len(said):,} cases with {len(values)} different outcomes; {FEWEST} and 2 are the fewest.")  # fmt: skip
    if not found.terms:
        raise TooLittle("No column is left that could explain anything.")
    if len(values) == 2:
        yes = _positive(values, positive)
        y = np.array([one == yes for one in said], dtype=float)
        if min(y.sum(), len(y) - y.sum()) < FEWEST_EACH:
            raise TooLittle(f"Only {int(min(y.sum(), len(y) - y.sum()))} cases have the rarer outcome; {FEWEST_EACH} are the fewest.")  # fmt: skip
        kind: Literal["yes_or_no", "number"] = "yes_or_no"
    else:
        numbers = [number(one) for one in said]
        if any(one is None for one in numbers):
            raise TooLittle(f"The outcome has {len(values):,} different values; it must be a number, or one of two.")  # fmt: skip
        y, yes, kind = np.array(numbers, dtype=float), "", "number"
        if float(y.std()) == 0:
            raise TooLittle("Every outcome is the same.")
    rows = _drivers(found, y, kind)
    skill = _skill(found.values, y, kind)
    name = "area under the ROC curve" if kind == "yes_or_no" else "R²"
    return Drivers(
        outcome, yes, kind, len(y), float(y.mean()), skill, name, rows, found.left_out, len(told) - len(kept)
    )  # fmt: skip


def _positive(values: list[str], positive: str) -> str:
    if positive:
        match = next((one for one in values if one.casefold() == positive.casefold()), None)
        if match is None:
            raise TooLittle(f"No outcome is “{positive}”. There are “{values[0]}” and “{values[1]}”.")  # fmt: skip
        return match
    return next((one for one in values if one.casefold() in _YES), values[-1])


def _drivers(found: Design, y: numpy.ndarray, kind: str) -> tuple[Driver, ...]:
    fitted, covariance = _fit(found.values, y, kind)
    rows = [
        _driver(term, place, found.values, y, fitted, covariance, kind)
        for place, term in enumerate(found.terms)
    ]
    return tuple(sorted(rows, key=lambda one: (-abs(one.effect), one.column, one.level)))


def _driver(
    term: Term, place: int, x: numpy.ndarray, y: numpy.ndarray, beta: numpy.ndarray, covariance: numpy.ndarray, kind: str
) -> Driver:  # fmt: skip
    import numpy as np

    is_level = term.sd is None
    effect, gradient = _marginal(x, place, beta, kind, is_level)
    error = math.sqrt(float(gradient @ covariance @ gradient))
    low, high = effect - _Z * error, effect + _Z * error
    if kind == "yes_or_no":
        low, high = max(low, -1.0), min(high, 1.0)
    own = x[:, place]
    if is_level:
        others = own == 0
        alone = (
            float(y[own == 1].mean() - y[others].mean())
            if others.any() and (own == 1).any()
            else 0.0
        )
    else:
        alone = float(np.cov(own, y)[0, 1] / own.var(ddof=1))
    return Driver(
        term.column, term.level, term.reference, term.n, term.sd, effect, low, high, alone, not low <= 0 <= high
    )  # fmt: skip


def _marginal(
    x: numpy.ndarray, place: int, beta: numpy.ndarray, kind: str, is_level: bool
) -> tuple[float, numpy.ndarray]:
    """Return the average effect of a level instead of none, or of one step more, and its gradient by coefficients."""
    import numpy as np

    full = np.column_stack([np.ones(len(x)), x])
    more, less = full.copy(), full.copy()
    column = place + 1
    if is_level:
        more[:, column], less[:, column] = 1, 0
    else:
        more[:, column] += 1
    if kind == "number":
        gradient = (more - less).mean(axis=0)
        return float(gradient @ beta), gradient
    p_more, p_less = _logistic(more @ beta), _logistic(less @ beta)
    gradient = (p_more * (1 - p_more)) @ more / len(x) - (p_less * (1 - p_less)) @ less / len(x)
    return float((p_more - p_less).mean()), gradient


def _fit(x: numpy.ndarray, y: numpy.ndarray, kind: str) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Return coefficients, the intercept first, and their covariance."""
    import numpy as np

    full = np.column_stack([np.ones(len(x)), x])
    # Levels count in their own standard deviations too, as the prior is on standardised coefficients.
    scales = x.std(axis=0)
    precision = np.r_[0.0, (scales / PRIOR) ** 2]
    if kind == "number":
        spread = float(y.std())
        hessian = full.T @ full
        beta = np.linalg.solve(
            hessian + np.diag(precision / spread**2 * _noise(full, y)), full.T @ y
        )
        noise = float(((y - full @ beta) ** 2).sum() / max(len(y) - full.shape[1], 1))
        return beta, np.linalg.inv(hessian / noise + np.diag(precision / spread**2))
    beta = np.zeros(full.shape[1])
    share = float(y.mean())
    beta[0] = math.log(share / (1 - share))
    for _ in range(100):
        p = _logistic(full @ beta)
        hessian = (full * (p * (1 - p))[:, None]).T @ full + np.diag(precision)
        step = np.linalg.solve(hessian, full.T @ (y - p) - precision * beta)
        beta = beta + step * min(1.0, 5.0 / max(float(np.abs(step).max()), 1e-12))
        if float(np.abs(step).max()) < 1e-9:
            break
    p = _logistic(full @ beta)
    return beta, np.linalg.inv((full * (p * (1 - p))[:, None]).T @ full + np.diag(precision))


def _noise(full: numpy.ndarray, y: numpy.ndarray) -> float:
    import numpy as np

    beta, *_ = np.linalg.lstsq(full, y, rcond=None)
    return float(((y - full @ beta) ** 2).sum() / max(len(y) - np.linalg.matrix_rank(full), 1))


def _logistic(z: numpy.ndarray) -> numpy.ndarray:
    from scipy.special import expit

    found: numpy.ndarray = expit(z)
    return found


def _skill(x: numpy.ndarray, y: numpy.ndarray, kind: str) -> float:
    """Return how well cases that were not learned from are told, in five parts dealt out in turn."""
    import numpy as np
    from sklearn.metrics import roc_auc_score

    order = np.random.default_rng(0).permutation(len(y))
    told = np.zeros(len(y))
    for fold in range(FOLDS):
        test = order[fold::FOLDS]
        train = np.setdiff1d(order, test)
        if kind == "yes_or_no" and len(set(y[train])) < 2:
            return 0.5
        beta, _ = _fit(x[train], y[train], kind)
        told[test] = np.column_stack([np.ones(len(test)), x[test]]) @ beta
    if kind == "yes_or_no":
        return float(roc_auc_score(y, told))
    return float(1 - ((y - told) ** 2).sum() / ((y - y.mean()) ** 2).sum())
