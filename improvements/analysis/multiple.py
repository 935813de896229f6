"""Several tests at once: p-values adjusted so that the error rate holds for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Sequence

Correction = Literal["holm", "hochberg", "bonferroni", "benjamini-hochberg"]
CORRECTIONS: tuple[Correction, ...] = ("holm", "hochberg", "bonferroni", "benjamini-hochberg")


def adjusted(ps: Sequence[float], correction: Correction = "holm") -> list[float]:
    """Return the adjusted ps in the order given.

    Holm (1979), Hochberg (1988) and Bonferroni keep the chance of any false finding, Benjamini and Hochberg (1995)
    the expected share of false ones among the findings.
    """
    # Not statsmodels' multipletests: it collects all garbage of the process at each call, a tenth of a second.
    if not ps:
        return []
    given = np.asarray(ps, float)
    if correction == "benjamini-hochberg":
        return [float(p) for p in stats.false_discovery_control(given)]
    if correction == "bonferroni":
        return [float(p) for p in np.minimum(1, len(given) * given)]
    order = np.argsort(given)
    scaled = np.arange(len(given), 0, -1) * given[order]
    if correction == "holm":
        raised = np.maximum.accumulate(scaled)
    else:
        raised = np.minimum.accumulate(scaled[::-1])[::-1]
    found = np.empty_like(given)
    found[order] = np.minimum(1, raised)
    return [float(p) for p in found]
