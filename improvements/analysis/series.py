"""A figure over time: before and after a change, allowing for the trend; and where it broke."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from improvements.analysis.results import Interval, NotPossible

if TYPE_CHECKING:
    from collections.abc import Sequence

#: With fewer points on either side a trend cannot be told from chance.
FEWEST = 3
CAVEAT = "Intervals of interrupted time series are generally too narrow (Turner et al. 2020); nothing was drawn by lot."


class InterruptedSeries(Struct, frozen=True):
    """Level and slope change at the interruption, each with its interval; the trend before, per step of time."""

    level: Interval
    slope: Interval
    trend_before: float
    points: tuple[int, int]
    p_level: float
    p_slope: float
    caveat: str = CAVEAT


class Break(Struct, frozen=True):
    """Where a series changes its level: after so many points, from one mean to another."""

    after: int
    mean_before: float
    mean_after: float


def interrupted(values: Sequence[float], after: int, alpha: float = 0.05) -> InterruptedSeries:
    """Return what changed after the first `after` points of an evenly spaced series.

    Segmented regression y = b0 + b1 t + b2 D + b3 (t − T) D with Newey–West errors, 2 lags at most (Wagner et al. 2002,
    J Clin Pharm Ther 27:299-309). Raises `NotPossible` with fewer than 3 points on either side.
    """
    import statsmodels.api as sm

    y = np.asarray(values, float)
    if after < FEWEST or len(y) - after < FEWEST:
        raise NotPossible(f"There must be {FEWEST} points at least before and after the change.")
    t = np.arange(len(y), dtype=float)
    since = (t >= after).astype(float)
    design = np.column_stack([np.ones(len(y)), t, since, (t - after) * since])
    lags = min(2, len(y) // 4)
    fitted = sm.OLS(y, design).fit(cov_type="HAC", cov_kwds={"maxlags": lags}, use_t=True)
    ends = fitted.conf_int(alpha)
    method = f"segmented regression, Newey–West, {lags} lags"
    return InterruptedSeries(
        Interval(float(fitted.params[2]), float(ends[2][0]), float(ends[2][1]), method),
        Interval(float(fitted.params[3]), float(ends[3][0]), float(ends[3][1]), method),
        float(fitted.params[1]),
        (after, len(y) - after),
        float(fitted.pvalues[2]),
        float(fitted.pvalues[3]),
    )


def strongest_break(values: Sequence[float]) -> Break:
    """Return the one change of level that leaves the least squared distance to two means. Raises `NotPossible`."""
    y = np.asarray(values, float)
    n = len(y)
    if n < 2:
        raise NotPossible("One point or none has no break.")
    first = np.cumsum(y)[:-1]
    counts = np.arange(1, n)
    # Least squares around two means is the largest sum of n × mean².
    gain = first**2 / counts + (y.sum() - first) ** 2 / (n - counts)
    after = int(np.argmax(gain)) + 1
    return Break(after, float(y[:after].mean()), float(y[after:].mean()))
