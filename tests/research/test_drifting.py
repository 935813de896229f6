"""Drift keeps its promise: quiet where nothing changed, and it finds what did."""

import numpy as np
import pytest

from research import drifting
from research.drifting import RATE, Share, findings, level, newcombe
from research.verdicts import Wave


def wave(feelings):
    return Wave(len(feelings), float(feelings.mean()), float(feelings.std(ddof=1)))


def test_all_looks_together_spend_the_promised_rate():
    assert sum(level(look) for look in range(1, 100_000)) == pytest.approx(RATE, rel=1e-4)
    assert level(1) == pytest.approx(0.0304, abs=1e-4)


def test_newcombe_agrees_with_the_published_example():
    # Newcombe 1998, table II (a): 56/70 − 48/80, method 10: 0.0524 to 0.3339.
    low, high = newcombe(Share(48, 80), Share(56, 70))
    assert (low, high) == (pytest.approx(0.0524, abs=1e-4), pytest.approx(0.3339, abs=1e-4))


def test_p_of_a_share_agrees_with_scipy():
    from scipy.stats import fisher_exact

    [one] = findings([], themes=[("t", Share(2, 100), Share(20, 100))])
    assert one.p == pytest.approx(fisher_exact([[20, 80], [2, 98]], alternative="greater").pvalue)
    assert (one.kind, one.before, one.after) == ("new_theme", 0.02, 0.2)


def test_shares_are_raised_in_the_direction_that_is_news():
    less = (Share(40, 100), Share(1, 100))
    assert not findings([], themes=[("t", *less)])
    assert [one.kind for one in findings([], pains=[("p", *less)])] == ["pain_point_silent"]
    assert not findings([], pains=[("p", *reversed(less))])
    assert not findings([], pains=[("p", Share(29, 29), Share(0, 29))]), "too few to say"


@pytest.mark.slow
def test_on_shuffled_answers_it_keeps_quiet_as_often_as_it_promises():
    """Twelve touchpoints, three themes, five looks as answers come in: the same people, dealt out at random."""
    chance, raised, runs = np.random.default_rng(7), 0, 400
    for _ in range(runs):
        feelings = chance.choice(
            np.arange(-3, 4), size=(12, 400), p=[0.2, 0.1, 0.1, 0.1, 0.1, 0.2, 0.2]
        )
        mentions = chance.random((3, 400)) < 0.08
        looks = [
            findings(
                [(str(place), wave(row[:200]), wave(row[200:until])) for place, row in enumerate(feelings)],
                [(f"t{place}", Share(int(row[:200].sum()), 200), Share(int(row[200:until].sum()), until - 200)) for place, row in enumerate(mentions)],
                look=look,
            )
            for look, until in enumerate((240, 270, 300, 340, 400), start=1)
        ]  # fmt: skip
        raised += any(looks)
    # Three standard errors above the promise.
    assert raised / runs <= RATE + 3 * (RATE * (1 - RATE) / runs) ** 0.5


def test_what_was_planted_is_found_and_nothing_else():
    chance, found, false = np.random.default_rng(3), 0, 0
    for _ in range(50):
        feelings = [chance.normal(0.5, 1.5, 300) for _ in range(10)]
        feelings[4][150:] -= 1.0
        looks = findings([(str(place), wave(row[:150]), wave(row[150:])) for place, row in enumerate(feelings)], look=2)  # fmt: skip
        found += any(one.key == "4" and one.kind == "worse" for one in looks)
        false += any(one.key != "4" for one in looks)
    assert found >= 48
    assert false <= 6


def test_the_surest_comes_first():
    told = findings(
        [("a", Wave(100, 0, 1), Wave(100, 0.6, 1)), ("b", Wave(100, 0, 1), Wave(100, 2, 1))]
    )
    assert [one.key for one in told] == ["b", "a"]
    assert all(drifting.verdicts.ADJUSTED in one.method for one in told)
