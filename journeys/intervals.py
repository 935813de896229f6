"""Values and 95 % intervals from counts. Pure; every result names its method.

The quantiles come from `scipy.special`, which is what `scipy.stats` asks in the end: lists show an
interval per row, and the way through `stats` costs a hundred times the arithmetic.
"""

from __future__ import annotations

import math

from msgspec import Struct
from scipy import special

LEVEL = 0.95
_TAIL = (1 - LEVEL) / 2
#: The normal quantile of the level, 1.96.
_Z = float(special.ndtri(1 - _TAIL))


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
    share = numerator / denominator
    z2 = _Z * _Z / denominator
    middle = (share + z2 / 2) / (1 + z2)
    half = _Z * math.sqrt(share * (1 - share) / denominator + z2 / denominator / 4) / (1 + z2)
    return Estimate(
        value=100 * share,
        # Exactly 0 and 1 at the ends, where rounding would miss them by a hair.
        low=100 * max(middle - half, 0.0) if numerator else 0.0,
        high=100 * min(middle + half, 1.0) if numerator < denominator else 100.0,
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
    half = _Z * math.sqrt(variance / n)
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
    half = float(special.stdtrit(float(n - 1), 1 - _TAIL)) * sd / math.sqrt(n)
    return Estimate(
        value=mean, low=mean - half, high=mean + half, n=n, method="Student's t interval"
    )


def count(total: int) -> Estimate:
    """A count of events with the exact Poisson interval (Garwood 1936, Biometrika 28:437-442)."""
    # χ² with 2k degrees of freedom, halved, is the gamma distribution with shape k.
    low = float(special.gammaincinv(float(total), _TAIL)) if total else 0.0
    high = float(special.gammaincinv(float(total) + 1, 1 - _TAIL))
    return Estimate(
        value=float(total), low=low, high=high, n=total, method="exact Poisson interval"
    )
