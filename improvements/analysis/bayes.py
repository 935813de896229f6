"""How likely one is better than the other, and what a wrong choice would cost; with flat priors."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from msgspec import Struct
from scipy import optimize, special, stats

from improvements.analysis.means import Sample, check

#: A Gauss–Legendre rule; finding its points takes longer than using them.
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(400)


class Belief(Struct, frozen=True):
    """P(second > first); what is lost on average by choosing either if it is the wrong one; the difference's 95 % span."""

    probability: float
    loss_of_second: float
    loss_of_first: float
    low: float
    high: float
    method: str


def of_shares(x1: float, n1: float, x2: float, n2: float, alpha: float = 0.05) -> Belief:
    """Return the belief about two shares with the prior Beta(1, 1). Losses and span are differences of shares."""
    a = stats.beta(x1 + 1, n1 - x1 + 1)
    b = stats.beta(x2 + 1, n2 - x2 + 1)
    points, weights = _POINTS, _WEIGHTS
    levels = (points + 1) / 2
    probability = float(np.sum(weights / 2 * a.cdf(b.ppf(levels))))
    edges = [
        float(one) for one in (min(a.ppf(1e-12), b.ppf(1e-12)), max(a.isf(1e-12), b.isf(1e-12)))
    ]
    grid = edges[0] + (points + 1) / 2 * (edges[1] - edges[0])
    scale = weights / 2 * (edges[1] - edges[0])
    loss_of_second = float(np.sum(scale * a.sf(grid) * b.cdf(grid)))
    loss_of_first = float(np.sum(scale * b.sf(grid) * a.cdf(grid)))
    low, high = _span_of_difference(a, b, levels, weights, alpha)
    return Belief(probability, loss_of_second, loss_of_first, low, high, "Beta(1, 1) priors")


def of_means(first: Sample, second: Sample, alpha: float = 0.05) -> Belief:
    """Return the belief about two means, by the normal distribution of their difference."""
    check(first)
    check(second)
    error = math.hypot(first.error, second.error)
    difference = second.mean - first.mean
    if error == 0:
        probability = 0.5 if difference == 0 else float(difference > 0)
        return Belief(probability, max(-difference, 0.0), max(difference, 0.0), difference, difference, "no spread")  # fmt: skip
    z = difference / error
    density, probability = float(stats.norm.pdf(z)), float(special.ndtr(z))
    half = float(special.ndtri(1 - alpha / 2)) * error
    return Belief(
        probability,
        error * density - difference * (1 - probability),
        error * density + difference * probability,
        difference - half,
        difference + half,
        "flat prior, normal",
    )


def _span_of_difference(
    a: Any, b: Any, levels: Any, weights: Any, alpha: float
) -> tuple[float, float]:
    """Return the quantiles of b − a: its distribution function is the mean of b's over a's quantiles."""
    at = a.ppf(levels)

    def below(difference: float) -> float:
        return float(np.sum(weights / 2 * b.cdf(at + difference)))

    def quantile(level: float) -> float:
        return float(optimize.brentq(lambda d: below(d) - level, -1, 1, xtol=1e-9))

    return quantile(alpha / 2), quantile(1 - alpha / 2)
