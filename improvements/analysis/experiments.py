"""One metric of one experiment, read by every method, with a verdict in plain words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, structs

from improvements.analysis import bayes, means, proportions, sequential
from improvements.analysis.bayes import Belief
from improvements.analysis.means import Sample
from improvements.analysis.results import GuardrailReading, Interval, NotPossible, Test

if TYPE_CHECKING:
    from collections.abc import Sequence

Verdict = Literal[
    "better", "worse", "no_detectable_change", "cannot_tell", "not_worse", "not_comparable"
]
Kind = Literal["proportion", "mean", "nps"]
#: As a share of the pooled spread: the effects an always-valid test is tuned for, if no smallest effect is named.
_USUAL_EFFECT = 0.1


class Settings(Struct, frozen=True):
    """What was fixed before the data: α, whether more is better, margin, smallest effect, planned looks and which this is.

    `margin` and `minimum_effect` are in the metric's unit (a share, a mean, NPS points) and positive.
    """

    alpha: float = 0.05
    higher_is_better: bool = True
    margin: float | None = None
    minimum_effect: float | None = None
    looks: int = 1
    look: int | None = None


class Sequential(Struct, frozen=True):
    """What peeking allows: the bound of this look, and statements that hold at any time."""

    looks: int
    look: int
    critical_z: float
    z: float
    is_crossed: bool
    always_valid_p: float
    low: float
    high: float
    tau: float
    naive_false_positives: float
    method: str


class _Measured(Struct, frozen=True):
    """What a metric's own methods found; `variance` is that of the difference, `spread` of one person."""

    kind: Kind
    values: tuple[float, float]
    people: tuple[float, float]
    intervals: list[Interval]
    tests: list[Test]
    variance: float
    spread: float
    belief: Belief
    margin: list[Test]


class ExperimentReading(Struct, frozen=True):
    """A metric of two groups. Differences are treatment − control; `intervals` has the recommended method first."""

    kind: Kind
    control: float
    treatment: float
    n_control: float
    n_treatment: float
    difference: float
    relative: float | None
    intervals: tuple[Interval, ...]
    tests: tuple[Test, ...]
    p: float
    adjusted_p: float
    belief: Belief
    sequential: Sequential
    non_inferiority: tuple[Test, ...]
    verdict: Verdict
    reason: str
    decision: str
    guardrails: tuple[GuardrailReading, ...] = ()


def of_shares(
    x_control: float, n_control: float, x_treatment: float, n_treatment: float, settings: Settings
) -> ExperimentReading:
    """Return the reading of two shares. Raises `NotPossible`."""
    treatment, control = (x_treatment, n_treatment), (x_control, n_control)
    intervals = proportions.differences(*treatment, *control, settings.alpha)
    tests = proportions.tests(*treatment, *control)
    p1, p2 = x_control / n_control, x_treatment / n_treatment
    variance = p1 * (1 - p1) / n_control + p2 * (1 - p2) / n_treatment
    pooled = (x_control + x_treatment) / (n_control + n_treatment)
    margin = []
    if settings.margin is not None:
        margin = proportions.non_inferiority(*_for_margin(treatment, control, settings))
    belief = bayes.of_shares(*control, *treatment, settings.alpha)
    spread = math.sqrt(pooled * (1 - pooled))
    people = (n_control, n_treatment)
    said = _Measured(
        "proportion", (p1, p2), people, intervals, tests, variance, spread, belief, margin
    )
    return _read(said, settings)


def of_means(control: Sample, treatment: Sample, settings: Settings) -> ExperimentReading:
    """Return the reading of two means. Raises `NotPossible`."""
    return _of_samples("mean", control, treatment, settings)


def of_nps(
    control: tuple[float, float, float], treatment: tuple[float, float, float], settings: Settings
) -> ExperimentReading:
    """Return the reading of two Net Promoter Scores from promoters, passives and detractors, in points."""
    return _of_samples("nps", means.nps(*control), means.nps(*treatment), settings)


def of(
    kind: Kind, control: Sequence[float], treatment: Sequence[float], settings: Settings
) -> ExperimentReading:
    """Return the reading of two groups' figures, in the order their kind has them. Raises `NotPossible`."""
    if kind == "proportion":
        (x1, n1), (x2, n2) = control, treatment
        return of_shares(x1, n1, x2, n2, settings)
    if kind == "nps":
        (p1, a1, d1), (p2, a2, d2) = control, treatment
        return of_nps((p1, a1, d1), (p2, a2, d2), settings)
    return of_means(Sample(*control), Sample(*treatment), settings)


def with_adjusted_p(reading: ExperimentReading, p: float, settings: Settings) -> ExperimentReading:
    """Return the reading judged by a p that was adjusted for several metrics or groups."""
    verdict, reason, decision = _judged(structs.replace(reading, adjusted_p=p), settings)
    return structs.replace(reading, adjusted_p=p, verdict=verdict, reason=reason, decision=decision)


def not_comparable(reading: ExperimentReading, reason: str) -> ExperimentReading:
    """Return the reading with the verdict that it must not be read."""
    return structs.replace(
        reading, verdict="not_comparable", reason=reason,
        decision="Find out why, mend it and start again; do not decide by these numbers.",
    )  # fmt: skip


def _of_samples(
    kind: Kind, control: Sample, treatment: Sample, settings: Settings
) -> ExperimentReading:
    welch = means.welch(treatment, control, settings.alpha)
    normal = means.normal(treatment, control, settings.alpha)
    # NPS is judged by its own variance, means by t.
    first, second = (normal, welch) if kind == "nps" else (welch, normal)
    margin = []
    if settings.margin is not None:
        if settings.margin <= 0:
            raise NotPossible("The margin is a difference above 0.")
        pair = (treatment, control) if settings.higher_is_better else (control, treatment)
        margin = [means.non_inferiority(*pair, settings.margin)]
    said = _Measured(
        kind=kind,
        values=(control.mean, treatment.mean),
        people=(control.n, treatment.n),
        intervals=[first[0], second[0]],
        tests=[first[1], second[1]],
        variance=control.error**2 + treatment.error**2,
        spread=math.sqrt((control.sd**2 + treatment.sd**2) / 2),
        belief=bayes.of_means(control, treatment, settings.alpha),
        margin=margin,
    )
    return _read(said, settings)


def _for_margin(
    treatment: tuple[float, float], control: tuple[float, float], settings: Settings
) -> tuple[float, float, float, float, float]:
    if settings.higher_is_better:
        return (*treatment, *control, float(settings.margin or 0))
    # Where less is better, not being worse is not having more.
    (x2, n2), (x1, n1) = treatment, control
    return n2 - x2, n2, n1 - x1, n1, float(settings.margin or 0)


def _read(said: _Measured, settings: Settings) -> ExperimentReading:
    control, treatment = said.values
    difference, p = treatment - control, said.tests[0].p
    reading = ExperimentReading(
        kind=said.kind,
        control=control,
        treatment=treatment,
        n_control=said.people[0],
        n_treatment=said.people[1],
        difference=difference,
        relative=difference / control if control else None,
        intervals=tuple(said.intervals),
        tests=tuple(said.tests),
        p=p,
        adjusted_p=p,
        belief=said.belief,
        sequential=_sequential(difference, said, settings),
        non_inferiority=tuple(said.margin),
        verdict="cannot_tell",
        reason="",
        decision="",
    )
    verdict, reason, decision = _judged(reading, settings)
    return structs.replace(reading, verdict=verdict, reason=reason, decision=decision)


def _sequential(difference: float, said: _Measured, settings: Settings) -> Sequential:
    looks = max(settings.looks, 1)
    look = settings.look or looks
    if not 1 <= look <= looks:
        raise NotPossible(f"This is look {look} of {looks}: give one from 1 to {looks}.")
    times = [(one + 1) / looks for one in range(looks)]
    bound = sequential.bounds("obrien-fleming-spending", times, settings.alpha)[look - 1]
    tau = settings.minimum_effect or _USUAL_EFFECT * (said.spread or 1.0)
    floor = max(said.variance, 1e-18)
    low, high = sequential.confidence_sequence(difference, floor, tau, settings.alpha)
    # By the p of the recommended test, so that a single look says what that test says.
    z = proportions.z_of(min(max(said.tests[0].p, 1e-300), 1 - 1e-12)) * math.copysign(
        1, difference
    )
    return Sequential(
        looks, look, bound.z, z, abs(z) >= bound.z,
        float(sequential.always_valid_p(difference, floor, tau)), float(low), float(high), tau,
        sequential.false_positives(looks), "Lan–DeMets spending, O’Brien–Fleming type; mSPRT",
    )  # fmt: skip


def _judged(reading: ExperimentReading, settings: Settings) -> tuple[Verdict, str, str]:
    """Return the verdict, why, and what to do next."""
    is_found = reading.adjusted_p <= settings.alpha and reading.difference != 0
    if settings.looks > 1:
        is_found = is_found and reading.sequential.is_crossed
    return (_found if is_found else _not_found)(reading, settings)


def _found(reading: ExperimentReading, settings: Settings) -> tuple[Verdict, str, str]:
    between = f"The difference lies between {_between(reading)}"
    if (reading.difference > 0) != settings.higher_is_better:
        return (
            "worse",
            f"{between}, in the wrong direction.",
            "Abandon it, or adapt it before the next round.",
        )
    if settings.minimum_effect is not None and abs(reading.difference) < settings.minimum_effect:
        return (
            "better",
            f"{between}: better, but by less than what was called worth it.",
            "Adopt it if it costs little; else adapt it and test again.",
        )
    return "better", f"{between}; chance alone would hardly make it so large.", "Adopt it."


def _not_found(reading: ExperimentReading, settings: Settings) -> tuple[Verdict, str, str]:
    between, peek = _between(reading), reading.sequential
    if settings.looks > 1 and peek.look < peek.looks:
        return (
            "cannot_tell",
            f"Look {peek.look} of {peek.looks}: its bound is not reached; anything between {between} is still possible.",
            "Go on to the planned end.",
        )
    if reading.non_inferiority and reading.non_inferiority[0].p <= settings.alpha / 2:
        return (
            "not_worse",
            f"It is not worse by {_size(reading, settings.margin or 0)} or more; it lies between {between}.",
            "Adopt it if it has other advantages.",
        )
    low, high = reading.intervals[0].low, reading.intervals[0].high
    if settings.minimum_effect is not None and max(abs(low), abs(high)) >= settings.minimum_effect:
        return (
            "cannot_tell",
            f"Anything between {between} is still possible, effects that would matter too: too few people to tell.",
            "Go on with more people, or test something bolder.",
        )
    return (
        "no_detectable_change",
        f"The difference lies between {between}, so there may be none.",
        "Do not count on an effect; choose by cost, or test something bolder.",
    )


def _between(reading: ExperimentReading) -> str:
    return f"{_told(reading, reading.intervals[0].low)} and {_told(reading, reading.intervals[0].high)}"


def _told(reading: ExperimentReading, value: float) -> str:
    if reading.kind == "proportion":
        return f"{100 * value:+.1f} points".replace("-", "−")
    return f"{value:+.3g}".replace("-", "−")


def _size(reading: ExperimentReading, value: float) -> str:
    return f"{100 * value:.1f} points" if reading.kind == "proportion" else f"{value:.3g}"
