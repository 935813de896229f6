"""What one person says of one criterion: low, likely, high; and all they say of one action."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from improvements.scoring.scorecards import Criterion


class NotOnScale(ValueError):
    """Why an estimate cannot be taken, in a sentence; `criterion` is its name."""

    def __init__(self, criterion: str, reason: str) -> None:
        super().__init__(f"{criterion}: {reason}")
        self.criterion, self.reason = criterion, reason


class Estimate(Struct, frozen=True):
    """A value with the range it surely lies in: low ≤ likely ≤ high. A plain number is sure of itself."""

    low: float
    likely: float
    high: float

    @classmethod
    def of(cls, value: float) -> Estimate:
        """Return a value without a range."""
        return cls(value, value, value)

    @property
    def is_sure(self) -> bool:
        """Return whether it has no range."""
        return self.low == self.high


class Score(Struct, frozen=True):
    """One scorer's estimates of one action, by criterion name."""

    action: str
    scorer: str
    estimates: Mapping[str, Estimate]


def check(estimate: Estimate, criterion: Criterion) -> None:
    """Raise `NotOnScale` unless low ≤ likely ≤ high, all on the criterion's scale."""
    values = (estimate.low, estimate.likely, estimate.high)
    if not all(math.isfinite(value) for value in values):
        raise NotOnScale(criterion.name, "it is no number to reckon with.")
    if not estimate.low <= estimate.likely <= estimate.high:
        raise NotOnScale(
            criterion.name,
            f"low {estimate.low:g}, likely {estimate.likely:g} and high {estimate.high:g} do not rise.",
        )
    lowest, highest = criterion.lowest, criterion.highest
    if estimate.low < lowest or (highest is not None and estimate.high > highest):
        upto = f"to {highest:g}" if highest is not None else "up"
        wrong = estimate.low if estimate.low < lowest else estimate.high
        raise NotOnScale(criterion.name, f"{wrong:g} is not on its scale, {lowest:g} {upto}.")
    if criterion.divides and estimate.low <= 0:
        raise NotOnScale(criterion.name, "the score is divided by it, so it must be above 0.")
