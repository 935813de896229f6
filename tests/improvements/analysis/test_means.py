"""Means and NPS against published examples."""

from __future__ import annotations

import math

import numpy as np
import pytest

from improvements.analysis import means
from improvements.analysis.means import Sample
from improvements.analysis.results import NotPossible

TREATED = [94, 197, 16, 38, 99, 141, 23]
CONTROL = [52, 104, 146, 10, 50, 31, 40, 27, 46]


def sample(values):
    return Sample(len(values), float(np.mean(values)), float(np.std(values, ddof=1)))


@pytest.mark.parametrize(
    ("first", "second", "t", "df", "p"),
    [
        # The three examples of Wikipedia's article on Welch's t-test.
        ((15, 20.8, 7.9**0.5), (15, 23.0, 3.8**0.5), -2.46, 25.0, 0.021),
        ((10, 20.6, 9.0**0.5), (20, 22.1, 0.9**0.5), -1.57, 9.9, 0.149),
        ((10, 19.4, 1.4**0.5), (20, 21.6, 17.1**0.5), -2.22, 24.5, 0.036),
    ],
)
def test_welch(first, second, t, df, p):
    interval, test = means.welch(Sample(*first), Sample(*second))

    # The article prints means and variances rounded to a digit, so its t does not come out to two.
    assert test.statistic == pytest.approx(t, abs=0.06)
    assert test.df == pytest.approx(df, abs=0.35)
    assert test.p == pytest.approx(p, abs=0.012)
    assert (interval.low > 0 or interval.high < 0) == (test.p < 0.05)


def test_mouse_data_of_efron_and_tibshirani():
    interval, error = means.bootstrap(TREATED, CONTROL)
    exact = means.permutation(TREATED, CONTROL)

    assert round(interval.estimate, 2) == 30.63
    assert error == pytest.approx(26.6, abs=0.7)
    assert exact.p == pytest.approx(0.141, abs=0.001)
    assert "exact" in exact.method


def test_net_promoter_score_has_its_own_variance():
    told = means.nps(50, 30, 20)

    assert (told.n, told.mean) == (100, 30.0)
    assert told.sd**2 * 99 / 100 == pytest.approx(100**2 * (0.7 - 0.3**2))


def test_two_net_promoter_scores():
    interval, test = means.normal(means.nps(60, 20, 20), means.nps(40, 30, 30))

    error = math.hypot(*(100 * math.sqrt((pd - d**2) / 99) for pd, d in ((0.8, 0.4), (0.7, 0.1))))
    assert interval.estimate == pytest.approx(30)
    assert test.statistic == pytest.approx(30 / error)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (Sample(1, 3, 0), Sample(9, 3, 1), "two at least"),
        (Sample(9, 3, -1), Sample(9, 3, 1), "from 0"),
        (Sample(9, 3, 0), Sample(9, 4, 0), "chance cannot be told"),
    ],
)
def test_samples_that_tell_nothing_are_refused(first, second, words):
    with pytest.raises(NotPossible, match=words):
        means.welch(first, second)


@pytest.mark.parametrize("counts", [(0, 0, 0), (-1, 2, 3), (1.5, 2, 3)])
def test_counts_of_answers_are_whole_numbers(counts):
    with pytest.raises(NotPossible):
        means.nps(*counts)


def test_welch_interval_covers_as_often_as_it_says():
    chance = np.random.default_rng(3)
    first, second = chance.normal(1, 1, (4_000, 9)), chance.normal(0, 3, (4_000, 20))
    covered = 0
    for a, b in zip(first, second, strict=True):
        interval, _ = means.welch(sample(a), sample(b))
        covered += interval.low <= 1 <= interval.high

    assert covered / 4_000 == pytest.approx(0.95, abs=0.012)
