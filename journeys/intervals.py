"""Values and 95 % intervals from counts. Pure; every result names its method."""

from __future__ import annotations

import math

from msgspec import Struct
from scipy import stats

LEVEL = 0.95


class Estimate(Struct, frozen=True):
    """A value with its 95 % interval.

    `low` and `high` are None where the counts cannot tell (one observation has no spread).
    Proportions are in per cent (0..100), NPS in points (−100..100), the rest in the KPI's unit.
    """

    value: float
    low: float | None
    high: float | None
    n: int
    method: str


def proportion(numerator: int, denominator: int) -> Estimate:
    """Share in per cent with Wilson's score interval (Wilson 1927, JASA 22:209-212)."""
    interval = stats.binomtest(numerator, denominator).proportion_ci(LEVEL, method="wilson")
    return Estimate(
        value=100 * numerator / denominator,
        low=100 * float(interval.low),
        high=100 * float(interval.high),
        n=denominator,
        method="Wilson score interval",
    )


def nps(promoters: int, passives: int, detractors: int) -> Estimate:
    """Net Promoter Score in points with the interval from its own variance.

    Each answer counts +1, 0 or −1, so the variance of one answer is
    p₊ + p₋ − (p₊ − p₋)² (Rocks 2016, "Interval estimation for the Net Promoter Score",
    The American Statistician 70:365-372; the Wald form).
    """
    n = promoters + passives + detractors
    score = (promoters - detractors) / n
    variance = (promoters + detractors) / n - score**2
    if variance <= 0:  # everybody answered alike: the spread cannot be estimated from these answers
        return Estimate(100 * score, None, None, n, "all answers alike, no interval")
    half = float(stats.norm.ppf((1 + LEVEL) / 2)) * math.sqrt(variance / n)
    return Estimate(
        value=100 * score,
        low=100 * max(score - half, -1.0),
        high=100 * min(score + half, 1.0),
        n=n,
        method="NPS variance, normal interval",
    )


def mean(n: int, mean: float, sd: float) -> Estimate:
    """Mean with Student's t interval from n, mean and sample standard deviation (n − 1)."""
    if n < 2:
        return Estimate(value=mean, low=None, high=None, n=n, method="one observation, no interval")
    half = float(stats.t.ppf((1 + LEVEL) / 2, n - 1)) * sd / math.sqrt(n)
    return Estimate(
        value=mean, low=mean - half, high=mean + half, n=n, method="Student's t interval"
    )


def count(total: int) -> Estimate:
    """A count of events with the exact Poisson interval (Garwood 1936, Biometrika 28:437-442)."""
    tail = (1 - LEVEL) / 2
    # As floats: twice the largest count a database holds is no whole number that SciPy takes.
    low = float(stats.chi2.ppf(tail, 2.0 * total)) / 2 if total else 0.0
    high = float(stats.chi2.ppf(1 - tail, 2.0 * total + 2)) / 2
    return Estimate(
        value=float(total), low=low, high=high, n=total, method="exact Poisson interval"
    )
