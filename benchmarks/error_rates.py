"""How often the methods for experiments err, in a million simulated experiments each.

    python -m benchmarks.error_rates [EXPERIMENTS]

Nothing differs in the experiments, so every finding is a false one: the promised rate is 5 %. For a margin the treatment is
just as much worse as the margin, and to call it not worse errs: the promised rate is 2.5 %. For intervals the share that
misses the truth is told. Prints each rate with its standard error; the seed is fixed.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from improvements.analysis import proportions, sequential

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

EXPERIMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
ALPHA, AT_ONCE = 0.05, 50_000
Z = float(special.ndtri(1 - ALPHA / 2))

Rate = tuple[str, float, "Callable[[np.random.Generator, int], NDArray[np.bool_]]"]


def shares(share: float, n: int) -> Callable[[np.random.Generator, int], NDArray[np.bool_]]:
    """Return the simulation of two equal shares read by the score test."""

    def once(chance: np.random.Generator, times: int) -> NDArray[np.bool_]:
        x1, x2 = (chance.binomial(n, share, times) for _ in range(2))
        return np.abs(proportions.score_z(x1, n, x2, n)) >= Z

    return once


def worse(share: float, margin: float, n: int) -> Callable[[np.random.Generator, int], NDArray[np.bool_]]:  # fmt: skip
    """Return the simulation of a share that is worse by just the margin."""

    def once(chance: np.random.Generator, times: int) -> NDArray[np.bool_]:
        x1, x2 = chance.binomial(n, share - margin, times), chance.binomial(n, share, times)
        return proportions.score_z(x1, n, x2, n, -margin) >= Z

    return once


def welch(n1: int, n2: int, sd: float, *, is_skewed: bool = False) -> Callable[[np.random.Generator, int], NDArray[np.bool_]]:  # fmt: skip
    """Return the simulation of two equal means with unequal spreads, read by Welch's test."""

    def once(chance: np.random.Generator, times: int) -> NDArray[np.bool_]:
        times //= 50
        if is_skewed:
            a, b = chance.exponential(1, (times, n1)), 1 + sd * (chance.exponential(1, (times, n2)) - 1)  # fmt: skip
        else:
            a, b = chance.normal(0, 1, (times, n1)), chance.normal(0, sd, (times, n2))
        v1, v2 = a.var(axis=1, ddof=1) / n1, b.var(axis=1, ddof=1) / n2
        t = (a.mean(axis=1) - b.mean(axis=1)) / np.sqrt(v1 + v2)
        df = (v1 + v2) ** 2 / (v1**2 / (n1 - 1) + v2**2 / (n2 - 1))
        return 2 * special.stdtr(df, -np.abs(t)) <= ALPHA

    return once


def scores(p: float, d: float, n: int) -> Callable[[np.random.Generator, int], NDArray[np.bool_]]:
    """Return the simulation of two equal Net Promoter Scores, by each group's own variance."""

    def once(chance: np.random.Generator, times: int) -> NDArray[np.bool_]:
        told = [chance.multinomial(n, [p, 1 - p - d, d], times) / n for _ in range(2)]
        nps = [one[:, 0] - one[:, 2] for one in told]
        # As of a sample of −1, 0 and 1, n − 1 below.
        var = [(one[:, 0] + one[:, 2] - score**2) / (n - 1) for one, score in zip(told, nps, strict=True)]  # fmt: skip
        return np.abs(nps[0] - nps[1]) >= Z * np.sqrt(var[0] + var[1])

    return once


def looks(number: int, kind: sequential.Kind) -> Callable[[np.random.Generator, int], NDArray[np.bool_]]:  # fmt: skip
    """Return the simulation of several looks at growing data, each held against its bound."""
    times_of = [(one + 1) / number for one in range(number)]
    critical = np.array([look.z for look in sequential.bounds(kind, times_of, ALPHA)])

    def once(chance: np.random.Generator, times: int) -> NDArray[np.bool_]:
        z = np.cumsum(chance.normal(size=(times, number)), axis=1) / np.sqrt(np.arange(1, number + 1))  # fmt: skip
        return (np.abs(z) >= critical).any(axis=1)

    return once


def peeking(number: int, share: float, n: int) -> Callable[[np.random.Generator, int], NDArray[np.bool_]]:  # fmt: skip
    """Return the simulation of looking after every n people per group, by the always-valid p."""
    tau = 0.1 * float(np.sqrt(share * (1 - share)))

    def once(chance: np.random.Generator, times: int) -> NDArray[np.bool_]:
        a, b = (np.cumsum(chance.binomial(n, share, (times, number)), axis=1) for _ in range(2))
        people = n * np.arange(1, number + 1)
        p1, p2 = a / people, b / people
        variance = np.maximum((p1 * (1 - p1) + p2 * (1 - p2)) / people, 1e-18)
        return (sequential.always_valid_p(p1 - p2, variance, tau) <= ALPHA).any(axis=1)

    return once


def rates() -> Iterator[Rate]:
    """Return what is simulated: name, promised rate, simulation."""
    for share, n in ((0.5, 100), (0.1, 200), (0.02, 1_000), (0.3, 5_000)):
        yield f"shares of {share:g}, {n:,} people a group: score test", ALPHA, shares(share, n)
    for share, margin, n in ((0.5, 0.1, 200), (0.9, 0.05, 500)):
        yield f"worse by the margin {margin:g} of {share:g}, {n:,}: score test", ALPHA / 2, worse(share, margin, n)  # fmt: skip
    yield "means, 30 and 60 people, spreads 1 and 3: Welch", ALPHA, welch(30, 60, 3)
    yield "skewed means, 100 and 100 people: Welch", ALPHA, welch(100, 100, 1, is_skewed=True)
    yield "Net Promoter Scores, 300 people: z", ALPHA, scores(0.4, 0.25, 300)
    yield "5 planned looks: O’Brien–Fleming spending", ALPHA, looks(5, "obrien-fleming-spending")
    yield "20 looks whenever: always-valid p", ALPHA, peeking(20, 0.1, 200)


def main() -> None:
    """Simulate and print."""
    print(f"{'':58} promised  found (± standard error)")
    for name, promised, once in rates():
        chance, found, done = np.random.default_rng(20261127), 0, 0
        while done < EXPERIMENTS:
            wrong = once(chance, AT_ONCE)
            found, done = found + int(wrong.sum()), done + len(wrong)
        rate = found / done
        error = (rate * (1 - rate) / done) ** 0.5
        print(f"{name:58} {promised:7.2%}  {rate:7.3%} ± {error:.3%} of {done:,}", flush=True)


if __name__ == "__main__":
    main()
