"""What analyses give: an estimate with its interval, a test with its p; and why an input was refused."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

GuardrailVerdict = Literal["holds", "broken", "cannot_tell", "not_comparable"]


#: More people than ever lived, and figures whose squares are numbers still.
MOST_PEOPLE, LARGEST = 1e12, 1e100


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


class GuardrailReading(Struct, frozen=True):
    """What became of a metric that must not get worse by `margin` or more, in its unit; shares as in 0.02.

    The difference is treatment − control with its interval. `adjusted_p` is of the test that it changed, adjusted
    for all guardrails; `not_worse_p` is one-sided, of the test that it did not get worse by the margin. Without
    figures the numbers are None.
    """

    name: str
    margin: float
    verdict: GuardrailVerdict
    reason: str
    higher_is_better: bool = True
    kind: Literal["proportion", "mean", "nps"] | None = None
    control: float | None = None
    treatment: float | None = None
    n_control: float | None = None
    n_treatment: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    adjusted_p: float | None = None
    not_worse_p: float | None = None
    method: str = ""
