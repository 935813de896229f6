"""What must not get worse while something else gets better: each guardrail is held, broken, or not told yet. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from improvements.analysis import multiple
from improvements.analysis.results import GuardrailReading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from improvements.analysis.experiments import ExperimentReading, Settings
    from improvements.analysis.results import GuardrailVerdict


class Guarded(Struct, frozen=True):
    """A metric that must not get worse by `settings.margin` or more; `reading` is None while it has no figures."""

    name: str
    settings: Settings
    reading: ExperimentReading | None


def read(guarded: Sequence[Guarded]) -> tuple[GuardrailReading, ...]:
    """Return what became of each guardrail, in the order given.

    All of them must hold, so each is tested for non-inferiority at its full α: an intersection–union test (Berger
    1982) needs no correction. That one is broken is a finding like any other, so these ps are adjusted (Holm 1979).
    """
    ps = iter(multiple.adjusted([one.reading.p for one in guarded if one.reading is not None]))
    return tuple(_read(one, None if one.reading is None else next(ps)) for one in guarded)


def advice(primary: ExperimentReading, guardrails: Sequence[GuardrailReading]) -> str:
    """Return what to do by the primary metric and the guardrails together."""
    if primary.verdict not in {"better", "not_worse"}:
        return primary.decision
    broken = [one.name for one in guardrails if one.verdict == "broken"]
    if broken:
        return (
            f"Do not adopt it as it is: it makes {_named(broken)} worse. Adapt it and test again."
        )
    unsure = [one.name for one in guardrails if one.verdict != "holds"]
    if unsure:
        return f"Wait: it is not shown yet that {_named(unsure)} did not suffer. Go on with more people, or say why that is acceptable."
    return primary.decision


def _read(one: Guarded, adjusted_p: float | None) -> GuardrailReading:
    settings, reading = one.settings, one.reading
    margin = settings.margin or 0.0
    if reading is None or adjusted_p is None:
        return GuardrailReading(
            one.name, margin, "cannot_tell", "It has no figures yet.", settings.higher_is_better
        )
    verdict, reason = _judged(reading, adjusted_p, settings)
    interval = reading.intervals[0]
    return GuardrailReading(
        name=one.name,
        margin=margin,
        verdict=verdict,
        reason=reason,
        higher_is_better=settings.higher_is_better,
        kind=reading.kind,
        control=reading.control,
        treatment=reading.treatment,
        n_control=reading.n_control,
        n_treatment=reading.n_treatment,
        difference=reading.difference,
        low=interval.low,
        high=interval.high,
        adjusted_p=adjusted_p,
        not_worse_p=reading.non_inferiority[0].p,
        method=f"{interval.method}; {reading.non_inferiority[0].method}",
    )


def _judged(
    reading: ExperimentReading, adjusted_p: float, settings: Settings
) -> tuple[GuardrailVerdict, str]:
    if reading.verdict == "not_comparable":
        return "not_comparable", reading.reason
    peek = reading.sequential
    is_last = settings.looks <= 1 or peek.look >= peek.looks
    is_worse = (
        adjusted_p <= settings.alpha
        and reading.difference != 0
        and (reading.difference < 0) == settings.higher_is_better
        and (settings.looks <= 1 or peek.is_crossed)
    )
    # Half of α, so that it agrees with the two-sided interval.
    is_held = is_last and reading.non_inferiority[0].p <= settings.alpha / 2
    if is_held and is_worse:
        return "holds", "It got worse, but by less than the margin."
    if is_held:
        return "holds", "It is not worse by the margin or more."
    if is_worse:
        return "broken", "It got worse, and by the margin or more as far as can be told."
    if not is_last:
        return (
            "cannot_tell",
            f"Look {peek.look} of {peek.looks}: whether it holds is read at the last.",
        )
    return "cannot_tell", "It may be worse by the margin or more: too few people to tell."


def _named(names: Sequence[str]) -> str:
    return " and ".join(f"“{name}”" for name in names)
