"""Proportions: one, and the difference of two. Counts may be numbers or arrays of numbers of one shape.

Differences are first minus second, as proportions (0.05 is five percentage points).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special, stats

from improvements.analysis.results import MOST_PEOPLE, Interval, NotPossible, Test

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

#: Halvings of (−1, 1) until the ends of an interval stand to more digits than anybody prints.
_HALVINGS = 52
WALD = "Wald"
NEWCOMBE = "Newcombe hybrid score (1998, method 10)"
MIETTINEN_NURMINEN = "Miettinen–Nurminen (1985)"
MEE = "Mee (1984)"
#: Tables an exact test walks through.
MOST_TABLES = 100_000


def check(x: float, n: float) -> None:
    """Raise `NotPossible` unless 0 ≤ x ≤ n and n ≥ 1, in whole numbers."""
    if not 1 <= n <= MOST_PEOPLE:
        raise NotPossible(
            "There is nobody in one of the groups." if n < 1 else f"{n:g} is no number of people."
        )
    if not 0 <= x <= n:
        raise NotPossible(f"{x:g} of {n:g} is no share: the part must lie between 0 and the whole.")
    if x != int(x) or n != int(n):
        raise NotPossible(f"{x:g} of {n:g}: counts are whole numbers.")


def z_of(alpha: float) -> float:
    """Return the two-sided critical value of the normal distribution."""
    return float(special.ndtri(1 - alpha / 2))


# --- one proportion ---


def wilson(x: ArrayLike, n: ArrayLike, alpha: float = 0.05) -> tuple[Numbers, Numbers]:
    """Return the ends of Wilson's score interval (1927, JASA 22:209-212)."""
    x, n = np.asarray(x, float), np.asarray(n, float)
    z, share = z_of(alpha), np.asarray(x, float) / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return np.where(x == 0, 0.0, middle - half), np.where(x == n, 1.0, middle + half)


def clopper_pearson(x: float, n: float, alpha: float = 0.05) -> tuple[float, float]:
    """Return the ends of the exact interval (Clopper and Pearson 1934, Biometrika 26:404-413)."""
    low = float(special.betaincinv(x, n - x + 1, alpha / 2)) if x > 0 else 0.0
    high = float(special.betaincinv(x + 1, n - x, 1 - alpha / 2)) if x < n else 1.0
    return low, high


def one(x: float, n: float, alpha: float = 0.05) -> tuple[Interval, Interval]:
    """Return a share with Wilson's and the exact interval. Raises `NotPossible`."""
    check(x, n)
    low, high = wilson(x, n, alpha)
    return (
        Interval(x / n, float(low), float(high), "Wilson (1927)"),
        Interval(x / n, *clopper_pearson(x, n, alpha), "Clopper–Pearson (1934)"),
    )


# --- two proportions ---


def wald(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, alpha: float = 0.05
) -> tuple[Numbers, Numbers]:
    """Return the ends of the simple asymptotic interval of p1 − p2."""
    p1, p2, n1, n2 = _shares(x1, n1, x2, n2)
    half = z_of(alpha) * np.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    return p1 - p2 - half, p1 - p2 + half


def newcombe(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, alpha: float = 0.05
) -> tuple[Numbers, Numbers]:
    """Return the ends of the hybrid score interval of p1 − p2 (Newcombe 1998, Stat Med 17:873-890, method 10)."""
    p1, p2, n1, n2 = _shares(x1, n1, x2, n2)
    (l1, u1), (l2, u2) = wilson(x1, n1, alpha), wilson(x2, n2, alpha)
    difference = p1 - p2
    low = difference - np.sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2)
    return low, difference + np.sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)


def restricted(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, difference: ArrayLike
) -> tuple[Numbers, Numbers]:
    """Return the likeliest p1 and p2 with p1 − p2 = difference (Miettinen and Nurminen 1985, Stat Med 4:213-226)."""
    x1, n1, x2, n2, d = (np.asarray(one, float) for one in (x1, n1, x2, n2, difference))
    n, x = n1 + n2, x1 + x2
    c2 = (n1 + 2 * n2) * d - n - x
    c1 = (n2 * d - n - 2 * x2) * d + x
    c0 = x2 * d * (1 - d)
    q = c2**3 / (3 * n) ** 3 - c1 * c2 / (6 * n**2) + c0 / (2 * n)
    p = np.sqrt(np.maximum((c2 / (3 * n)) ** 2 - c1 / (3 * n), 0.0))
    p = np.where(q < 0, -p, p)
    with np.errstate(divide="ignore", invalid="ignore"):
        cosine = np.where(p == 0, 0.0, q / p**3)
    angle = (np.pi + np.arccos(np.clip(cosine, -1, 1))) / 3
    p2 = np.clip(2 * p * np.cos(angle) - c2 / (3 * n), 0, 1)
    return np.clip(p2 + d, 0, 1), p2


def score_z(
    x1: ArrayLike,
    n1: ArrayLike,
    x2: ArrayLike,
    n2: ArrayLike,
    difference: ArrayLike = 0.0,
    *,
    is_corrected: bool = True,
) -> Numbers:
    """Return the score statistic for p1 − p2 = difference; corrected by N/(N−1) as Miettinen and Nurminen, else Mee's."""
    p1, p2, n1, n2 = _shares(x1, n1, x2, n2)
    r1, r2 = restricted(x1, n1, x2, n2, difference)
    variance = r1 * (1 - r1) / n1 + r2 * (1 - r2) / n2
    if is_corrected:
        variance = variance * (n1 + n2) / (n1 + n2 - 1)
    distance = p1 - p2 - np.asarray(difference, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = distance / np.sqrt(variance)
    # Without variance a distance is infinitely far, and no distance is none.
    return np.where(variance > 0, z, np.where(distance == 0, 0.0, np.copysign(np.inf, distance)))


def score_interval(
    x1: ArrayLike,
    n1: ArrayLike,
    x2: ArrayLike,
    n2: ArrayLike,
    alpha: float = 0.05,
    *,
    is_corrected: bool = True,
) -> tuple[Numbers, Numbers]:
    """Return the ends of the score interval of p1 − p2: the differences that the score test does not refuse."""
    p1, p2, *_ = _shares(x1, n1, x2, n2)
    z, d = z_of(alpha), p1 - p2

    def crossing(inside: Numbers, outside: Numbers, sign: float) -> Numbers:
        for _ in range(_HALVINGS):
            middle = (inside + outside) / 2
            within = sign * score_z(x1, n1, x2, n2, middle, is_corrected=is_corrected) < z
            inside, outside = np.where(within, middle, inside), np.where(within, outside, middle)
        return (inside + outside) / 2

    return crossing(d, np.full_like(d, -1.0), 1.0), crossing(d, np.full_like(d, 1.0), -1.0)


def differences(x1: float, n1: float, x2: float, n2: float, alpha: float = 0.05) -> list[Interval]:
    """Return p1 − p2 with the interval of every method, the recommended one first. Raises `NotPossible`."""
    check(x1, n1)
    check(x2, n2)
    estimate = x1 / n1 - x2 / n2
    found: list[tuple[Any, str]] = [
        (score_interval(x1, n1, x2, n2, alpha), MIETTINEN_NURMINEN),
        (newcombe(x1, n1, x2, n2, alpha), NEWCOMBE),
        (score_interval(x1, n1, x2, n2, alpha, is_corrected=False), MEE),
        (wald(x1, n1, x2, n2, alpha), WALD),
    ]
    return [Interval(estimate, float(low), float(high), name) for (low, high), name in found]


def risk_ratio(x1: float, n1: float, x2: float, n2: float, alpha: float = 0.05) -> Interval | None:
    """Return p1 / p2 with the log-normal interval (Katz et al. 1978, Biometrics 34:469-474); None where a count is 0."""
    if not x1 or not x2:
        return None
    ratio = (x1 / n1) / (x2 / n2)
    half = z_of(alpha) * float(np.sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2))
    low, high = ratio * np.exp(-half), ratio * np.exp(half)
    return Interval(ratio, float(low), float(high), "log-normal (Katz et al. 1978)")


def pooled_z(x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike) -> tuple[Numbers, Numbers]:
    """Return the z of p1 = p2 with the pooled variance, and its two-sided p; z is 0 where nobody or everybody did."""
    p1, p2, n1, n2 = _shares(x1, n1, x2, n2)
    together = (np.asarray(x1, float) + np.asarray(x2, float)) / (n1 + n2)
    variance = together * (1 - together) * (1 / n1 + 1 / n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(variance > 0, (p1 - p2) / np.sqrt(variance), 0.0)
    return z, 2 * special.ndtr(-np.abs(z))


def tests(x1: float, n1: float, x2: float, n2: float) -> list[Test]:
    """Return the tests of p1 = p2: pooled z, the score test, Fisher's exact test where counts are small."""
    z, p = pooled_z(x1, n1, x2, n2)
    score = float(score_z(x1, n1, x2, n2))
    found = [
        Test(score, float(2 * special.ndtr(-abs(score))), f"score, {MIETTINEN_NURMINEN}"),
        Test(float(z), float(p), "z with the pooled variance"),
    ]
    is_small = min(x1, n1 - x1, x2, n2 - x2) < 10 or n1 + n2 < 200
    # It walks through every table with these sums.
    if is_small and min(x1 + x2, n1 + n2 - x1 - x2) <= MOST_TABLES:
        exact = stats.fisher_exact([[x1, n1 - x1], [x2, n2 - x2]])
        found.append(Test(float(exact[0]), float(exact[1]), "Fisher exact (statistic: odds ratio)"))
    return found


def non_inferiority(x1: float, n1: float, x2: float, n2: float, margin: float) -> list[Test]:
    """Return the one-sided tests that the first is worse than the second by `margin` or more, a larger share being better.

    A small p says that it is not. Score after Miettinen and Nurminen, and Wald.
    """
    if not 0 < margin < 1:
        raise NotPossible("The margin is a difference of shares between 0 and 1.")
    score = float(score_z(x1, n1, x2, n2, -margin))
    p1, p2 = x1 / n1, x2 / n2
    error = float(np.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2))
    found = [Test(score, float(special.ndtr(-score)), f"one-sided score, {MIETTINEN_NURMINEN}")]
    if error:
        z = (p1 - p2 + margin) / error
        found.append(Test(z, float(special.ndtr(-z)), "one-sided Wald"))
    return found


def _shares(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    x1, n1, x2, n2 = (np.asarray(one, float) for one in (x1, n1, x2, n2))
    return x1 / n1, x2 / n2, n1, n2
