"""How far people who judge the same things agree: Kendall's W, intraclass correlations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from improvements.analysis.results import NotPossible

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def kendall_w(scores: ArrayLike) -> float:
    """Return Kendall's W of a table judges × things, 0…1, with the correction for ties (Kendall and Smith 1939)."""
    ranks = np.apply_along_axis(stats.rankdata, 1, np.asarray(scores, float))
    m, n = ranks.shape
    if m < 2 or n < 2:
        raise NotPossible("Agreement needs two judges and two things at least.")
    spread = float(((ranks.sum(0) - m * (n + 1) / 2) ** 2).sum())
    ties = sum(float((counts**3 - counts).sum()) for counts in (np.unique(row, return_counts=True)[1] for row in ranks))  # fmt: skip
    return 12 * spread / (m**2 * (n**3 - n) - m * ties)


def intraclass(scores: ArrayLike) -> dict[str, float]:
    """Return the six intraclass correlations of a table things × judges (Shrout and Fleiss 1979, Psychol Bull 86:420-428)."""
    table = np.asarray(scores, float)
    n, k = table.shape
    if n < 2 or k < 2:
        raise NotPossible("Agreement needs two judges and two things at least.")
    grand = table.mean()
    between = k * ((table.mean(1) - grand) ** 2).sum() / (n - 1)
    judges = n * ((table.mean(0) - grand) ** 2).sum() / (k - 1)
    within = ((table - table.mean(1, keepdims=True)) ** 2).sum() / (n * (k - 1))
    error = (within * n * (k - 1) - judges * (k - 1)) / ((n - 1) * (k - 1))
    found = {
        "ICC(1,1)": (between - within) / (between + (k - 1) * within),
        "ICC(2,1)": (between - error) / (between + (k - 1) * error + k * (judges - error) / n),
        "ICC(3,1)": (between - error) / (between + (k - 1) * error),
        "ICC(1,k)": (between - within) / between,
        "ICC(2,k)": (between - error) / (between + (judges - error) / n),
        "ICC(3,k)": (between - error) / between,
    }
    return {name: float(value) for name, value in found.items()}
