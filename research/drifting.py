"""What fresh answers allow to say against a published map: quiet unless something changed. Pure.

All tests of one look are one family (Benjamini and Hochberg 1995). Looks come again as answers come in, so each
spends a share of the promised rate, 6 / (π² k²) for the k-th: all looks together keep it, however many there are.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, structs

from journeys import intervals
from research import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from research.verdicts import Wave

Kind = Literal["better", "worse", "new_theme", "pain_point_silent"]

#: The promise: where nothing changed, at most this share of maps is ever told of something.
RATE = verdicts.FALSE_DISCOVERY_RATE
#: People who wrote something, in either time, for a share to be compared.
FEWEST_WRITING = 30
FISHER = "Fisher's exact test, one-sided; Newcombe's interval"


class Share(Struct, frozen=True):
    """Of n people who wrote something, how many mention it."""

    mentions: int
    n: int


class Finding(Struct, frozen=True):
    """Something that changed. `before`, `after` and the interval are feelings −3…+3, or shares of people 0…1."""

    kind: Kind
    key: str
    n_before: int
    n_after: int
    before: float
    after: float
    difference: float
    low: float
    high: float
    p: float
    adjusted_p: float
    method: str


def level(look: int) -> float:
    """Return the false discovery rate of the `look`-th look at a map, from 1; they sum to `RATE`."""
    return RATE * 6 / (math.pi * look) ** 2


def findings(
    feelings: Sequence[tuple[str, Wave, Wave]],
    themes: Sequence[tuple[str, Share, Share]] = (),
    pains: Sequence[tuple[str, Share, Share]] = (),
    *,
    look: int = 1,
) -> list[Finding]:
    """Return what changed, the surest first: feelings, themes of no place that grow, pain points that fall silent."""
    tested = [
        *_felt(feelings),
        *_told("new_theme", themes, rising=True),
        *_told("pain_point_silent", pains, rising=False),
    ]
    adjusted = verdicts.benjamini_hochberg([one.p for one in tested])
    found = [_adjusted(one, p) for one, p in zip(tested, adjusted, strict=True) if p <= level(look)]
    return sorted(found, key=lambda one: (one.adjusted_p, one.kind, one.key))


def _felt(feelings: Sequence[tuple[str, Wave, Wave]]) -> Iterator[Finding]:
    for change in verdicts.compare(feelings):
        told = (change.difference, change.low, change.high, change.p)
        if change.before is None or change.after is None or None in told:
            continue
        difference, low, high, p = (float(value or 0.0) for value in told)
        yield Finding(
            "better" if difference > 0 else "worse", change.key, change.before.n, change.after.n,
            change.before.mean, change.after.mean, difference, low, high, p, p, verdicts.WELCH,
        )  # fmt: skip


def _told(
    kind: Kind, shares: Sequence[tuple[str, Share, Share]], *, rising: bool
) -> Iterator[Finding]:
    for key, before, after in shares:
        if min(before.n, after.n) < FEWEST_WRITING:
            continue
        more, less = (after, before) if rising else (before, after)
        low, high = newcombe(before, after)
        was, now = before.mentions / before.n, after.mentions / after.n
        yield Finding(
            kind, key, before.n, after.n, was, now, now - was, low, high, _fisher(more, less), 1.0, FISHER,
        )  # fmt: skip


def _fisher(more: Share, less: Share) -> float:
    """P of so many mentions or more among `more`, given how many there are in both (Fisher 1935)."""
    from scipy.stats import hypergeom

    everybody, mentions = more.n + less.n, more.mentions + less.mentions
    return float(hypergeom.sf(more.mentions - 1, everybody, mentions, more.n))


def newcombe(before: Share, after: Share) -> tuple[float, float]:
    """Return the 95 % interval of after − before, both 0…1 (Newcombe 1998, Stat Med 17:873-890, method 10)."""
    was, now = (intervals.proportion(one.mentions, one.n) for one in (before, after))
    sides = [(one.value / 100, (one.low or 0.0) / 100, (one.high or 0.0) / 100) for one in (was, now)]  # fmt: skip
    (a, a_low, a_high), (b, b_low, b_high) = sides
    low = b - a - math.hypot(b - b_low, a_high - a)
    high = b - a + math.hypot(b_high - b, a - a_low)
    return low, high


def _adjusted(one: Finding, p: float) -> Finding:
    return structs.replace(
        one, adjusted_p=p, method=f"{one.method}, p adjusted by {verdicts.ADJUSTED}"
    )
