"""Means: the difference of two from n, mean and standard deviation; NPS as a mean of −100, 0 and 100."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from scipy import special, stats

from improvements.analysis.results import LARGEST, MOST_PEOPLE, Interval, NotPossible, Test

if TYPE_CHECKING:
    from collections.abc import Sequence

WELCH = "Welch (1947)"
EXACT_MOST = 20_000


class Sample(Struct, frozen=True):
    """n values by their mean and standard deviation (with n − 1)."""

    n: float
    mean: float
    sd: float

    @property
    def error(self) -> float:
        """Return the standard error of the mean."""
        return self.sd / math.sqrt(self.n)


def check(sample: Sample) -> None:
    """Raise `NotPossible` unless there are two values or more and a standard deviation that can be one."""
    if not sample.n <= MOST_PEOPLE:
        raise NotPossible(f"{sample.n:g} is no number of people.")
    if sample.n < 2:
        raise NotPossible("One value or none has no spread: every group needs two at least.")
    if not (0 <= sample.sd <= LARGEST and abs(sample.mean) <= LARGEST):
        raise NotPossible("A standard deviation is a number from 0.")


def nps(promoters: float, passives: float, detractors: float) -> Sample:
    """Return the Net Promoter Score as a sample, in points −100…100. Its variance is P + D − (P − D)², times 100².

    Raises `NotPossible` for counts below 0, or nobody.
    """
    counts = (promoters, passives, detractors)
    n = sum(counts)
    if not (min(counts) >= 0 and 1 <= n <= MOST_PEOPLE) or any(one != int(one) for one in counts):
        raise NotPossible("Promoters, passives and detractors are counts of people, from 0.")
    p, d = promoters / n, detractors / n
    variance = p + d - (p - d) ** 2
    # As every sample's: with n − 1.
    sd = 100 * math.sqrt(variance * n / (n - 1)) if n > 1 else 0.0
    return Sample(n, 100 * (p - d), sd)


def welch(first: Sample, second: Sample, alpha: float = 0.05) -> tuple[Interval, Test]:
    """Return first − second with its interval, and the test that it is 0 (Welch 1947, Biometrika 34:28-35).

    Raises `NotPossible`, also if neither group varies.
    """
    check(first)
    check(second)
    error, df = _welch(first, second)
    difference = first.mean - second.mean
    half = float(special.stdtrit(df, 1 - alpha / 2)) * error
    t = difference / error
    return (
        Interval(difference, difference - half, difference + half, WELCH),
        Test(t, float(2 * special.stdtr(df, -abs(t))), WELCH, df),
    )


def normal(first: Sample, second: Sample, alpha: float = 0.05) -> tuple[Interval, Test]:
    """Return first − second by the normal distribution, as is usual for NPS."""
    check(first)
    check(second)
    error = math.hypot(first.error, second.error)
    if error == 0:
        raise NotPossible(
            "Nobody differs within either group, so chance cannot be told from change."
        )
    difference = first.mean - second.mean
    half, z = float(special.ndtri(1 - alpha / 2)) * error, difference / error
    method = "z, each group's own variance"
    return (
        Interval(difference, difference - half, difference + half, method),
        Test(z, float(2 * special.ndtr(-abs(z))), method),
    )


def non_inferiority(first: Sample, second: Sample, margin: float) -> Test:
    """Return the one-sided test that the first mean is lower than the second by `margin` or more; small p: it is not."""
    check(first)
    check(second)
    error, df = _welch(first, second)
    t = (first.mean - second.mean + margin) / error
    return Test(t, float(special.stdtr(df, -t)), f"one-sided {WELCH}", df)


def bootstrap(
    first: Sequence[float],
    second: Sequence[float],
    *,
    alpha: float = 0.05,
    samples: int = 10_000,
    seed: int = 0,
) -> tuple[Interval, float]:
    """Return the difference of means with its percentile interval, and the bootstrap's standard error."""
    chance = np.random.default_rng(seed)
    a, b = np.asarray(first, float), np.asarray(second, float)
    drawn = chance.choice(a, (samples, len(a))).mean(1) - chance.choice(b, (samples, len(b))).mean(
        1
    )
    low, high = np.quantile(drawn, [alpha / 2, 1 - alpha / 2])
    estimate = float(a.mean() - b.mean())
    told = Interval(estimate, float(low), float(high), f"percentile bootstrap, {samples:,} samples")
    return told, float(drawn.std(ddof=1))


def permutation(first: Sequence[float], second: Sequence[float], *, seed: int = 0) -> Test:
    """Return the one-sided permutation test that the first mean is not larger; exact up to 20,000 arrangements."""
    arrangements = math.comb(len(first) + len(second), len(first))
    found = stats.permutation_test(
        (np.asarray(first, float), np.asarray(second, float)),
        lambda a, b, axis: np.mean(a, axis=axis) - np.mean(b, axis=axis),
        vectorized=True,
        alternative="greater",
        n_resamples=np.inf if arrangements <= EXACT_MOST else EXACT_MOST,
        rng=np.random.default_rng(seed),
    )
    kind = "exact" if arrangements <= EXACT_MOST else f"{EXACT_MOST:,} drawn"
    return Test(float(found.statistic), float(found.pvalue), f"one-sided permutation, {kind}")


def _welch(first: Sample, second: Sample) -> tuple[float, float]:
    parts = (first.error**2, second.error**2)
    error = math.sqrt(sum(parts))
    if error == 0:
        raise NotPossible(
            "Nobody differs within either group, so chance cannot be told from change."
        )
    df = sum(parts) ** 2 / (parts[0] ** 2 / (first.n - 1) + parts[1] ** 2 / (second.n - 1))
    return error, df
