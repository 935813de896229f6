"""Whether people were divided as planned: if not, something in the experiment is broken and its effect cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from scipy import stats

from improvements.analysis.results import NotPossible

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Below this p an experiment is not read: with thousands of them, one in a thousand is by chance.
SUSPECT = 0.001


class SampleRatio(Struct, frozen=True):
    """The people in each group, how many were expected, and how surprising that is."""

    people: tuple[float, ...]
    expected: tuple[float, ...]
    p: float
    is_suspect: bool
    method: str = "chi-square"


def check(people: Sequence[float], planned: Sequence[float] | None = None) -> SampleRatio:
    """Return whether groups are as large as planned (shares of any sum; without them equal). Raises `NotPossible`."""
    shares = list(planned) if planned else [1.0] * len(people)
    if len(shares) != len(people) or min(shares) <= 0:
        raise NotPossible("The planned split names a share above 0 for each group.")
    total = sum(people)
    if total <= 0 or min(people) < 0:
        raise NotPossible("There is nobody in the experiment.")
    expected = [total * share / sum(shares) for share in shares]
    p = float(stats.chisquare(people, expected).pvalue)
    return SampleRatio(tuple(people), tuple(expected), p, p < SUSPECT)
