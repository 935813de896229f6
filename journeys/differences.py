"""The difference of two values that each have a 95 % interval. Pure."""

from __future__ import annotations

import math

from msgspec import Struct


class Ranged(Struct, frozen=True):
    """A value with its 95 % interval: of one reading, or of one reading minus another."""

    value: float
    low: float
    high: float


def square_and_add(before: Ranged, after: Ranged) -> Ranged:
    """Return after minus before with the interval that follows from each one's own.

    Newcombe 1998, Statistics in Medicine 17:873-890, method 10, for proportions; Zou and Donner
    2008, Statistics in Medicine 27:1693-1702, for any estimate with an interval (MOVER).
    """
    value = after.value - before.value
    below = math.hypot(after.value - after.low, before.high - before.value)
    above = math.hypot(after.high - after.value, before.value - before.low)
    return Ranged(value, value - below, value + above)
