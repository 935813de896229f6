"""How often reality fell inside what people had said: by scorer or by team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from improvements.analysis.proportions import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence


class Forecast(Struct, frozen=True):
    """What somebody predicted, low to high, and what came of it."""

    who: str
    low: float
    likely: float
    high: float
    realised: float


class Calibration(Struct, frozen=True):
    """Of `n` predictions `inside` came true within their range; `low` and `high` are the 95 % interval of the share.

    `bias` is the mean of realised − likely, in the effects' unit: below 0 for those who promise too much.
    """

    who: str
    n: int
    inside: int
    share: float
    low: float
    high: float
    bias: float


def of(forecasts: Sequence[Forecast]) -> list[Calibration]:
    """Return a row for everybody who predicted, those with most predictions first."""
    by_whom: dict[str, list[Forecast]] = {}
    for forecast in forecasts:
        by_whom.setdefault(forecast.who, []).append(forecast)
    found = []
    for who, theirs in by_whom.items():
        n, inside = len(theirs), sum(one.low <= one.realised <= one.high for one in theirs)
        low, high = wilson(inside, n)
        bias = sum(one.realised - one.likely for one in theirs) / n
        found.append(Calibration(who, n, inside, inside / n, float(low), float(high), bias))
    return sorted(found, key=lambda one: (-one.n, one.who))
