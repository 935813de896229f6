"""What a KPI did between two readings, with interval and verdict, and how far it is to its target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from journeys.differences import Ranged, square_and_add
from journeys.models import Kpi
from journeys.standing import figures

if TYPE_CHECKING:
    from journeys.intervals import Estimate
    from journeys.models import Reading

Verdict = Literal["better", "worse", "no_detectable_change", "cannot_tell"]
METHOD = "95 % interval from both readings’ intervals (square-and-add)"
WORDS: dict[Verdict, str] = {
    "better": "Better",
    "worse": "Worse",
    "no_detectable_change": "No detectable change",
    "cannot_tell": "Cannot tell",
}
#: Counts of periods of different length are compared by this many days.
MONTH = 30


class Change(Struct, frozen=True):
    """After minus before with its interval, or why there is none; `sentence` says it."""

    verdict: Verdict
    sentence: str
    difference: Ranged | None = None
    method: str = ""

    @property
    def words(self) -> str:
        """Return the verdict in words."""
        return WORDS[self.verdict]


class Progress(Struct, frozen=True):
    """How much of the way from the first value to the target is done; `share` is 0…100."""

    share: int
    sentence: str


def between(kpi: Kpi, before: Reading | None, after: Reading | None) -> Change:
    """Compare two readings of a KPI; `before` is the first there is."""
    if before is None or after is None:
        return Change("cannot_tell", "Cannot tell: there is no reading yet.")
    if before.pk == after.pk:
        return Change("cannot_tell", "Cannot tell: there is one reading only.")
    old, new = _scaled(kpi, before), _scaled(kpi, after)
    if old is None or new is None:
        return Change("cannot_tell", "Cannot tell: one of the two readings has no interval.")
    difference = square_and_add(old, new)
    verdict = _verdict(kpi, difference)
    return Change(
        verdict,
        _sentence(kpi, verdict, difference, before.estimate, after.estimate),
        difference,
        METHOD,
    )


def to_target(kpi: Kpi, first: Reading | None, newest: Reading | None) -> Progress | None:
    """Return how far the KPI has come from its first value to its target; None without either."""
    if kpi.target is None or first is None or newest is None:
        return None
    target, start, now = float(kpi.target), first.estimate.value, newest.estimate.value
    aim = figures.value(kpi, target)
    was_there, is_there = (_reaches(kpi, value, target) for value in (start, now))
    if is_there:
        return Progress(100, f"The newest value has reached the target of {aim}.")
    if was_there:
        return Progress(
            0, f"At the first reading it had reached the target of {aim}; now it has not."
        )
    if first.pk == newest.pk:
        return Progress(0, f"{figures.value(kpi, now)}; the target is {aim}.")
    share = (now - start) / (target - start)
    if share <= 0:
        return Progress(0, f"No nearer to the target of {aim} than at the first reading.")
    percent = min(99, int(100 * share))
    return Progress(percent, f"{percent} % of the way from {figures.value(kpi, start)} to {aim}.")


def _reaches(kpi: Kpi, value: float, target: float) -> bool:
    return value >= target if kpi.better == Kpi.Better.HIGHER else value <= target


def _scaled(kpi: Kpi, reading: Reading) -> Ranged | None:
    estimate = reading.estimate
    if estimate.low is None or estimate.high is None:
        return None
    factor = 1.0
    if kpi.kind == Kpi.Kind.COUNT:
        factor = MONTH / ((reading.period_to - reading.period_from).days + 1)
    return Ranged(estimate.value * factor, estimate.low * factor, estimate.high * factor)


def _verdict(kpi: Kpi, difference: Ranged) -> Verdict:
    if difference.low <= 0 <= difference.high:
        return "no_detectable_change"
    return "better" if (difference.value > 0) == (kpi.better == Kpi.Better.HIGHER) else "worse"


def _sentence(
    kpi: Kpi, verdict: Verdict, difference: Ranged, before: Estimate, after: Estimate
) -> str:
    unit = unit_of_difference(kpi)
    people = f"n {before.n:,} | {after.n:,}"
    if verdict == "no_detectable_change":
        return (
            f"No detectable change since the first reading: {signed(difference.value)} {unit} "
            f"(95 % interval {signed(difference.low)} to {signed(difference.high)}, {people})."
        )
    # Said as a size and a direction, so that neither has to be read off a sign.
    low, high = sorted((abs(difference.low), abs(difference.high)))
    direction = "higher" if difference.value > 0 else "lower"
    return (
        f"{WORDS[verdict]} than the first reading by {figures.plain(abs(difference.value))} {unit} "
        f"({direction}; 95 % interval {figures.plain(low)} to {figures.plain(high)}, {people})."
    )


def unit_of_difference(kpi: Kpi) -> str:
    """Return what a difference of two values is counted in."""
    if kpi.kind in figures.PER_CENT:
        return "percentage points"
    if kpi.kind == Kpi.Kind.COUNT:
        return f"{kpi.unit or 'cases'} a month"
    return kpi.unit or "points"


def signed(number: float) -> str:
    """Return a number with its sign, a real minus."""
    text = figures.plain(number)
    return f"+{text}" if number > 0 and text != "0" else text
