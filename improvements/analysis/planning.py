"""How many people a test needs, what power so many give, and the smallest effect they can show."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from scipy import optimize, special, stats

from improvements.analysis import sequential
from improvements.analysis.results import NotPossible

if TYPE_CHECKING:
    from collections.abc import Callable

    from improvements.analysis.sequential import Kind

    #: People in group 1 and effect → power.
    Power = Callable[[float, float], float]

Method = Literal["pooled", "arcsine", "baseline"]
METHODS: tuple[Method, ...] = ("pooled", "arcsine", "baseline")
SOURCES = {
    "pooled": "normal approximation, pooled variance under no effect (as R’s power.prop.test)",
    "arcsine": "arcsine transformation (Cohen 1988; as R’s pwr.2p.test)",
    "baseline": "normal approximation, baseline’s variance under no effect (as Evan Miller’s calculator)",
}
_MOST = 1e12


class _Wanted(Struct, frozen=True):
    """What a plan is made from; one of the first three is None."""

    n: float | None
    effect: float | None
    power: float | None
    alpha: float
    ratio: float


class Plan(Struct, frozen=True):
    """People per group, the power they give and the effect that is found with it; `inflation` is for several looks.

    `n` is exact, `people` what has to be asked: rounded up, times the inflation. Group 2 has `ratio` times as many.
    """

    n: float
    people: tuple[int, int]
    power: float
    effect: float
    alpha: float
    method: str
    inflation: float = 1.0
    days: int | None = None


# --- proportions ---


def power_of_shares(
    n: float,
    p1: float,
    p2: float,
    *,
    alpha: float = 0.05,
    ratio: float = 1.0,
    method: Method = "pooled",
) -> float:
    """Return the power of a two-sided test of two shares with n people in group 1 and n × ratio in group 2."""
    z = float(special.ndtri(1 - alpha / 2))
    if method == "arcsine":
        h = abs(2 * math.asin(math.sqrt(p2)) - 2 * math.asin(math.sqrt(p1)))
        shift = h * math.sqrt(n * ratio / (1 + ratio))
        return float(special.ndtr(shift - z) + special.ndtr(-shift - z))
    q1, q2, middle = p1 * (1 - p1), p2 * (1 - p2), (p1 + ratio * p2) / (1 + ratio)
    under_none = q1 if method == "baseline" else middle * (1 - middle)
    spread = math.sqrt(under_none * (1 + 1 / ratio))
    with_effect = math.sqrt(q1 + q2 / ratio)
    if with_effect == 0:
        return 1.0
    return float(special.ndtr((math.sqrt(n) * abs(p2 - p1) - z * spread) / with_effect))


def shares(
    p1: float,
    *,
    effect: float | None = None,
    n: float | None = None,
    power: float | None = 0.8,
    alpha: float = 0.05,
    ratio: float = 1.0,
    method: Method = "pooled",
) -> Plan:
    """Return the plan for a share that is p1 now, an effect added to it; what is None is worked out.

    Exactly one of `effect`, `n` and `power` is None. Raises `NotPossible`.
    """
    _check(alpha, power, ratio)
    if not 0 < p1 < 1:
        raise NotPossible("The baseline is a share between 0 and 1.")
    if effect is not None and (not 0 <= p1 + effect <= 1 or effect == 0):
        raise NotPossible(f"With an effect of {effect:g} the share would be {p1 + effect:g}; it must lie from 0 to 1, and differ.")  # fmt: skip

    def found(n: float, effect: float) -> float:
        return power_of_shares(n, p1, p1 + effect, alpha=alpha, ratio=ratio, method=method)

    most = 1 - p1
    return _solved(found, _Wanted(n, effect, power, alpha, ratio), most, SOURCES[method])


# --- means ---


def power_of_means(n: float, d: float, *, alpha: float = 0.05, ratio: float = 1.0) -> float:
    """Return the power of the two-sided t test for a difference of d standard deviations (non-central t)."""
    df = n * (1 + ratio) - 2
    if df <= 0:
        return 0.0
    shift = abs(d) * math.sqrt(n * ratio / (1 + ratio))
    critical = float(special.stdtrit(df, 1 - alpha / 2))
    # The other tail is left out, as by R’s power.t.test; it counts for nothing at any power one plans for.
    return float(stats.nct.sf(critical, df, shift))


def means(
    sd: float,
    *,
    effect: float | None = None,
    n: float | None = None,
    power: float | None = 0.8,
    alpha: float = 0.05,
    ratio: float = 1.0,
) -> Plan:
    """Return the plan for a mean with this standard deviation; `effect` in the mean's unit. As `shares`."""
    _check(alpha, power, ratio)
    if sd <= 0:
        raise NotPossible("The standard deviation is a number above 0.")
    if effect == 0:
        raise NotPossible("An effect of 0 cannot be found with any number of people.")

    def found(n: float, effect: float) -> float:
        return power_of_means(n, effect / sd, alpha=alpha, ratio=ratio)

    return _solved(found, _Wanted(n, effect, power, alpha, ratio), 50 * sd, "t test, non-central t")


def spread_of_nps(promoters: float, detractors: float) -> float:
    """Return the standard deviation of one answer in NPS points, from the shares of promoters and detractors."""
    if min(promoters, detractors) < 0 or promoters + detractors > 1 or promoters + detractors == 0:
        raise NotPossible(
            "The shares of promoters and detractors lie from 0 to 1, together at most 1."
        )
    return 100 * math.sqrt(promoters + detractors - (promoters - detractors) ** 2)


# --- several looks, and time ---


def with_looks(plan: Plan, looks: int, kind: Kind = "obrien-fleming") -> Plan:
    """Return the plan for so many equally spaced looks: more people, the same power."""
    if looks < 1:
        raise NotPossible("There is one look at least.")
    factor = sequential.inflation(kind, looks, plan.alpha, plan.power) if looks > 1 else 1.0
    first, second = plan.people
    ratio = second / first
    people = math.ceil(plan.n * factor - 1e-9)
    return Plan(
        plan.n, (people, math.ceil(people * ratio)), plan.power, plan.effect, plan.alpha,
        f"{plan.method}; {looks} looks, {kind}", factor,
    )  # fmt: skip


def days(plan: Plan, per_day: float) -> int:
    """Return how many days it takes if so many people a day take part, both groups together."""
    if per_day <= 0:
        raise NotPossible("People per day is a number above 0.")
    return math.ceil(sum(plan.people) / per_day)


def _check(alpha: float, power: float | None, ratio: float) -> None:
    if not 0 < alpha < 1:
        raise NotPossible("α lies between 0 and 1.")
    if power is not None and not alpha < power < 1:
        raise NotPossible("The power lies between α and 1.")
    if ratio <= 0:
        raise NotPossible("The ratio of the groups is a number above 0.")


def _solved(found: Power, wanted: _Wanted, most_effect: float, source: str) -> Plan:
    n, effect, power = wanted.n, wanted.effect, wanted.power
    if sum(one is None for one in (n, effect, power)) != 1:
        raise NotPossible(
            "Give two of effect, people per group and power; the third is worked out."
        )
    if n is not None and n < 2:
        raise NotPossible("A group has two people at least.")
    if n is None:
        n = _n(found, float(effect or 0), float(power or 0))
    elif effect is None:
        effect = _effect(found, n, float(power or 0), most_effect)
    else:
        power = found(n, effect)
    people = math.ceil(n - 1e-9)
    both = (people, math.ceil(people * wanted.ratio - 1e-9))
    return Plan(n, both, float(power or 0), float(effect or 0), wanted.alpha, source)


def _n(found: Power, effect: float, power: float) -> float:
    low, high = 1.0 + 1e-6, 4.0
    while found(high, effect) < power:
        high *= 2
        if high > _MOST:
            raise NotPossible("No number of people on earth would show an effect so small.")
    if found(low, effect) >= power:
        return 2.0
    return float(optimize.brentq(lambda n: found(n, effect) - power, low, high, xtol=1e-9))


def _effect(found: Power, n: float, power: float, most: float) -> float:
    if found(n, most) < power:
        raise NotPossible("So few people show no effect there could be, with this power.")
    return float(optimize.brentq(lambda effect: found(n, effect) - power, 1e-12, most, xtol=1e-12))
