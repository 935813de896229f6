"""Looking more than once: bounds that keep the error rate, and statements that are valid at any time."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np
from msgspec import Struct
from scipy import optimize, special

from improvements.analysis.results import NotPossible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

Kind = Literal["pocock", "obrien-fleming", "pocock-spending", "obrien-fleming-spending"]
#: Points of the Gauss–Legendre rule over what lies between two bounds.
_POINTS = 200
_RULE = np.polynomial.legendre.leggauss(_POINTS)
#: Beyond this many standard deviations there is nothing to integrate.
_FAR = 9.0
#: No bound lies higher: nobody could tell it from never.
_HIGHEST = 8.5


class Look(Struct, frozen=True):
    """One look: the share of the planned information, the critical |z|, its nominal p, and α spent up to it."""

    information: float
    z: float
    nominal_p: float
    spent: float


def bounds(kind: Kind, information: Sequence[float], alpha: float = 0.05) -> list[Look]:
    """Return the two-sided bounds for looks at these shares of the planned information, rising up to 1.

    "pocock" and "obrien-fleming" are the classic designs (Pocock 1977; O'Brien and Fleming 1979; computed as in
    Armitage, McPherson and Rowe 1969), the others spend α by the functions of Lan and DeMets (1983), each side
    half of it, and allow looks at any time. Raises `NotPossible`.
    """
    times = [float(one) for one in information]
    if not times or times[0] <= 0 or any(b <= a for a, b in pairwise(times)) or times[-1] > 1 + 1e-9:  # fmt: skip
        raise NotPossible(
            "Looks are rising shares of the planned number of people, above 0 and up to 1."
        )
    if not 0 < alpha < 1:
        raise NotPossible("α lies between 0 and 1.")
    critical = _classic(kind, times, alpha) if kind in _SHAPES else _spending(kind, times, alpha)
    spent = np.cumsum(crossings(critical, times))
    return [
        Look(t, z, float(2 * special.ndtr(-z)), float(total))
        for t, z, total in zip(times, critical, spent, strict=True)
    ]


def false_positives(looks: int, z: float = 1.959963984540054) -> float:
    """Return how often |z| is exceeded at one of equally spaced looks although nothing differs."""
    times = [(one + 1) / looks for one in range(looks)]
    return float(sum(crossings([z] * looks, times)))


def crossings(critical: Sequence[float], times: Sequence[float], drift: float = 0.0) -> list[float]:
    """Return the probability to cross first at each look; `drift` is the expected z at full information."""
    path, found = _Path(drift), []
    for z, time in zip(critical, times, strict=True):
        found.append(path.crossing(z, time))
        path.go_on(z, time)
    return found


class _Path:
    """Where the sum may be that has not crossed yet: a density on the points of a Gauss–Legendre rule."""

    def __init__(self, drift: float = 0.0) -> None:
        self.drift, self.time = drift, 0.0
        self.points, self.mass = np.zeros(1), np.ones(1)

    def crossing(self, z: float, time: float) -> float:
        """Return the probability to cross ±z first at this time."""
        bound, spread, centres = self._step(z, time)
        above = special.ndtr((centres - bound) / spread)
        below = special.ndtr((-bound - centres) / spread)
        return float(np.sum(self.mass * (above + below)))

    def go_on(self, z: float, time: float) -> None:
        """Move on to this time, having not crossed ±z."""
        bound, spread, centres = self._step(z, time)
        edge = min(bound, _FAR * math.sqrt(time) + abs(self.drift) * time)
        rule, weights = _RULE
        new = rule * edge
        kernel = np.exp(-0.5 * ((new[:, None] - centres[None, :]) / spread) ** 2)
        density = kernel @ self.mass / (spread * math.sqrt(2 * math.pi))
        self.points, self.mass, self.time = new, weights * edge * density, time

    def _step(self, z: float, time: float) -> tuple[float, float, Numbers]:
        step = time - self.time
        return z * math.sqrt(time), math.sqrt(step), self.points + self.drift * step


def inflation(kind: Kind, looks: int, alpha: float = 0.05, power: float = 0.8) -> float:
    """Return how many times more people a design with equally spaced looks may need than one with a single look."""
    times = [(one + 1) / looks for one in range(looks)]
    critical = [look.z for look in bounds(kind, times, alpha)]

    def missing(drift: float) -> float:
        return sum(crossings(critical, times, drift)) - power

    single = float(special.ndtri(1 - alpha / 2) + special.ndtri(power))
    return float(optimize.brentq(missing, 0.1, 3 * single) / single) ** 2


# --- valid at any time ---


def always_valid_p(difference: ArrayLike, variance: ArrayLike, tau: float) -> Numbers:
    """Return the p of the mixture sequential probability ratio test at one look; the smallest so far counts.

    `variance` is that of the difference, `tau` the standard deviation of the effects expected, in its units
    (Robbins 1970; Johari, Pekelis and Walsh 2015).
    """
    d, v = np.asarray(difference, float), np.asarray(variance, float)
    with np.errstate(over="ignore"):
        ratio = np.sqrt(v / (v + tau**2)) * np.exp(tau**2 * d**2 / (2 * v * (v + tau**2)))
    return np.minimum(1.0, 1.0 / ratio)


def confidence_sequence(
    difference: ArrayLike, variance: ArrayLike, tau: float, alpha: float = 0.05
) -> tuple[Numbers, Numbers]:
    """Return the ends of an interval that holds at every look at once."""
    d, v = np.asarray(difference, float), np.asarray(variance, float)
    half = np.sqrt(v * (v + tau**2) / tau**2 * np.log((v + tau**2) / (v * alpha**2)))
    return d - half, d + half


def mixture_bound(v: float, rho: float, alpha: float = 0.05) -> float:
    """Return the normal mixture bound on a sum of intrinsic time v (Howard et al. 2021, Ann Stat 49:1055-1080)."""
    return math.sqrt((v + rho) * math.log((v + rho) / (rho * alpha**2)))


# --- the designs ---

_SHAPES: dict[str, Callable[[float, float], float]] = {
    "pocock": lambda constant, time: constant,
    "obrien-fleming": lambda constant, time: constant / math.sqrt(time),
}


def _classic(kind: str, times: Sequence[float], alpha: float) -> list[float]:
    shape = _SHAPES[kind]

    def excess(constant: float) -> float:
        return sum(crossings([shape(constant, time) for time in times], times)) - alpha

    constant = float(optimize.brentq(excess, 0.5, 8.0, xtol=1e-10))
    return [shape(constant, time) for time in times]


def _spending(kind: str, times: Sequence[float], alpha: float) -> list[float]:
    critical: list[float] = []
    path, spent = _Path(), 0.0
    for time in times:
        wanted = 2 * _spent(kind, alpha / 2, time)
        step = max(wanted - spent, 1e-16)

        def excess(z: float, time: float = time, step: float = step) -> float:
            return path.crossing(z, time) - step

        z = float(optimize.brentq(excess, 0.2, _HIGHEST, xtol=1e-10)) if excess(_HIGHEST) < 0 else _HIGHEST  # fmt: skip
        critical.append(z)
        path.go_on(z, time)
        spent = wanted
    return critical


def _spent(kind: str, alpha: float, time: float) -> float:
    """Return the one-sided α spent by a share of the information (Lan and DeMets 1983, Biometrika 70:659-663)."""
    if kind == "pocock-spending":
        return alpha * math.log(1 + (math.e - 1) * time)
    return float(2 * special.ndtr(-special.ndtri(1 - alpha / 2) / math.sqrt(time)))
