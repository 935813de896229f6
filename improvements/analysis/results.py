"""What analyses give: an estimate with its interval, a test with its p; and why an input was refused."""

from __future__ import annotations

from msgspec import Struct


class NotPossible(ValueError):
    """Why these numbers allow no answer, in a sentence."""


class Interval(Struct, frozen=True):
    """An estimate with the two ends of its confidence interval, and the name of the method."""

    estimate: float
    low: float
    high: float
    method: str


class Test(Struct, frozen=True):
    """A test statistic with its two-sided p, unless the method says one-sided. `df` where it has degrees of freedom."""

    statistic: float
    p: float
    method: str
    df: float | None = None
