"""Several tests at once: p-values adjusted so that the error rate holds for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from statsmodels.stats.multitest import multipletests

if TYPE_CHECKING:
    from collections.abc import Sequence

Correction = Literal["holm", "hochberg", "bonferroni", "benjamini-hochberg"]
_METHODS = {
    "holm": "holm",
    "hochberg": "simes-hochberg",
    "bonferroni": "bonferroni",
    "benjamini-hochberg": "fdr_bh",
}
CORRECTIONS: tuple[Correction, ...] = ("holm", "hochberg", "bonferroni", "benjamini-hochberg")


def adjusted(ps: Sequence[float], correction: Correction = "holm") -> list[float]:
    """Return the adjusted ps in the order given.

    Holm (1979), Hochberg (1988) and Bonferroni keep the chance of any false finding, Benjamini and Hochberg (1995)
    the expected share of false ones among the findings.
    """
    if not ps:
        return []
    return [float(one) for one in multipletests(list(ps), method=_METHODS[correction])[1]]
