"""What the answers of two waves allow to say: better, worse, no detectable change, cannot tell, not comparable. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, structs
from scipy import special

if TYPE_CHECKING:
    from collections.abc import Sequence

Verdict = Literal["better", "worse", "no_detectable_change", "cannot_tell", "not_comparable"]

LEVEL = 0.95
#: The share of false alarms among all alarms that is accepted (Benjamini and Hochberg 1995).
FALSE_DISCOVERY_RATE = 0.05
#: With fewer people in either wave a difference says nothing, whatever its p.
FEWEST = 10
WELCH = "Welch's t interval"
ADJUSTED = "Benjamini–Hochberg"


class Wave(Struct, frozen=True):
    """What n people felt, −3…+3: the mean of each person's answers counts once. `sd` is None for one person."""

    n: int
    mean: float
    sd: float | None


class Change(Struct, frozen=True):
    """A difference after − before with its 95 % interval, p, adjusted p, and what it allows to say.

    `low`, `high` and the ps are None where the answers give no interval; `reason` says why in a clause.
    """

    key: str
    before: Wave | None
    after: Wave | None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    adjusted_p: float | None = None
    verdict: Verdict = "cannot_tell"
    reason: str = ""
    method: str = ""


def compare(
    pairs: Sequence[tuple[str, Wave | None, Wave | None]],
    not_comparable: frozenset[str] = frozenset(),
) -> list[Change]:
    """Return what became of each key's feeling, in the order given.

    All tests of one call are one family: their ps are adjusted together. Keys in `not_comparable` were asked
    something else in the two waves; they are not tested.
    """
    measured = [_measured(key, before, after, not_comparable) for key, before, after in pairs]
    tested = [change.p for change in measured if change.p is not None]
    adjusted = iter(benjamini_hochberg(tested))
    return [change if change.p is None else _judged(change, next(adjusted)) for change in measured]


def _measured(
    key: str, before: Wave | None, after: Wave | None, not_comparable: frozenset[str]
) -> Change:
    if key in not_comparable:
        reason = "the question or its scale is not the same in both waves"
        return Change(key, before, after, verdict="not_comparable", reason=reason)
    if before is None or after is None:
        where = "either" if before is after else "the earlier" if before is None else "the later"
        return Change(key, before, after, reason=f"nobody was asked about it in {where} wave")
    difference = after.mean - before.mean
    if min(before.n, after.n) < FEWEST:
        reason = f"{before.n} and {after.n} people; {FEWEST} in each wave are the fewest"
        return Change(key, before, after, difference, reason=reason)
    return _welch(key, before, after, difference)


def _welch(key: str, before: Wave, after: Wave, difference: float) -> Change:
    """Interval and p of a difference of means with unequal variances (Welch 1947, Biometrika 34:28-35)."""
    parts = [(wave.sd or 0.0) ** 2 / wave.n for wave in (before, after)]
    error = math.sqrt(sum(parts))
    if error == 0:
        reason = "everybody answered alike, so chance cannot be told from change"
        return Change(key, before, after, difference, reason=reason)
    freedom = sum(parts) ** 2 / sum(
        part**2 / (wave.n - 1) for part, wave in zip(parts, (before, after), strict=True)
    )
    half = float(special.stdtrit(freedom, 1 - (1 - LEVEL) / 2)) * error
    p = 2 * float(special.stdtr(freedom, -abs(difference) / error))
    return Change(
        key, before, after, difference, difference - half, difference + half, p, method=WELCH
    )


def _judged(change: Change, adjusted: float) -> Change:
    difference = change.difference or 0.0
    verdict: Verdict = "no_detectable_change"
    if adjusted <= FALSE_DISCOVERY_RATE:
        verdict = "better" if difference > 0 else "worse"
    return structs.replace(
        change,
        adjusted_p=adjusted,
        verdict=verdict,
        method=f"{change.method}, p adjusted by {ADJUSTED}",
    )


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Return the adjusted ps, in the order given."""
    if not ps:
        return []
    from scipy.stats import false_discovery_control

    return [float(p) for p in false_discovery_control(ps)]
