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
#: A mix moved if at least this share of people would have to be others, and chance does so less often than this.
MOVED, MIX_ALPHA = 0.1, 0.01
#: This share of the earlier people must be of parts that were asked again, for a standardised figure.
SAME_PEOPLE = 0.9
WELCH = "Welch's t interval"
ADJUSTED = "Benjamini–Hochberg"


class Wave(Struct, frozen=True):
    """What n people felt, −3…+3: the mean of each person's answers counts once. `sd` is None for one person.

    `parts` are the same for each persona or segment among them, by name.
    """

    n: int
    mean: float
    sd: float | None
    parts: tuple[tuple[str, Wave], ...] = ()


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
    #: Says it where other people were asked than before: who, how many of them before and after.
    mix: str = ""
    #: What the difference would be had the earlier wave's mix of people answered both times.
    standardised: float | None = None
    standardised_low: float | None = None
    standardised_high: float | None = None


def compare(
    pairs: Sequence[tuple[str, Wave | None, Wave | None]],
    not_comparable: frozenset[str] = frozenset(),
) -> list[Change]:
    """Return what became of each key's feeling, in the order given.

    All tests of one call are one family: their ps are adjusted together. Keys in `not_comparable` were asked
    something else in the two waves; they are not tested.
    """
    measured = [
        _with_mix(_measured(key, before, after, not_comparable)) for key, before, after in pairs
    ]
    tested = [change.p for change in measured if change.p is not None]
    adjusted = iter(benjamini_hochberg(tested))
    return [change if change.p is None else _judged(change, next(adjusted)) for change in measured]


def compare_parts(
    pairs: Sequence[tuple[str, Wave | None, Wave | None]],
    not_comparable: frozenset[str] = frozenset(),
) -> list[tuple[str, Change]]:
    """Return what became of each key's feeling among each persona or segment that is in both waves: name, change.

    They are a family of their own: asking about parts does not make the whole less sure. What was asked
    differently in the two waves is as little comparable among a part as among all.
    """
    told: list[tuple[str, str, Wave, Wave]] = []
    for key, before, after in pairs:
        if before is None or after is None:
            continue
        later = dict(after.parts)
        told += [(key, name, part, later[name]) for name, part in before.parts if name in later]
    changes = compare([(key, before, after) for key, _, before, after in told], not_comparable)
    return [(name, change) for (_, name, _, _), change in zip(told, changes, strict=True)]


def _with_mix(change: Change) -> Change:
    """Say whether other people were asked, and what the difference would be with the same mix of them.

    Direct standardisation to the earlier wave's mix, its variance that of a weighted sum of independent means.
    """
    before, after = change.before, change.after
    if before is None or after is None or change.difference is None:
        return change
    old, new = dict(before.parts), dict(after.parts)
    told = _moved(old, new)
    shared = [name for name in old if name in new and (old[name].sd, new[name].sd) != (None, None)]
    covered = sum(old[name].n for name in shared)
    if not told or covered < SAME_PEOPLE * sum(part.n for part in old.values()):
        return structs.replace(change, mix=told) if told else change
    shares = {name: old[name].n / covered for name in shared}
    value = sum(share * (new[name].mean - old[name].mean) for name, share in shares.items())
    variance = sum(
        share**2 * sum((part.sd or 0.0) ** 2 / part.n for part in (old[name], new[name]))
        for name, share in shares.items()
    )
    half = float(special.ndtri(1 - (1 - LEVEL) / 2)) * math.sqrt(variance)
    return structs.replace(
        change, mix=told, standardised=value, standardised_low=value - half, standardised_high=value + half
    )  # fmt: skip


def _moved(old: dict[str, Wave], new: dict[str, Wave]) -> str:
    """Say how the mix moved; nothing where it did not by much, or chance could have moved it (Pearson 1900)."""
    names = sorted(old.keys() | new.keys())
    counts = [[side[name].n if name in side else 0 for name in names] for side in (old, new)]
    totals = [sum(row) for row in counts]
    if len(names) < 2 or min(totals, default=0) < FEWEST:
        return ""
    shares = [[count / total for count in row] for row, total in zip(counts, totals, strict=True)]
    if sum(abs(a - b) for a, b in zip(*shares, strict=True)) / 2 < MOVED:
        return ""
    everybody = sum(totals)
    expected = [
        [total * sum(column) / everybody for column in zip(*counts, strict=True)]
        for total in totals
    ]
    statistic = sum(
        (count - wanted) ** 2 / wanted
        for row, row_expected in zip(counts, expected, strict=True)
        for count, wanted in zip(row, row_expected, strict=True)
    )
    if float(special.chdtrc(len(names) - 1, statistic)) > MIX_ALPHA:
        return ""
    most = max(range(len(names)), key=lambda place: abs(shares[1][place] - shares[0][place]))
    return f"{names[most]} were {shares[0][most]:.0%} of the people before and {shares[1][most]:.0%} after".replace(
        "%", " %"
    )


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
