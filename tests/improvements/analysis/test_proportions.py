"""Proportions against published intervals, and what must hold for any counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvements.analysis import proportions
from improvements.analysis.proportions import MEE, MIETTINEN_NURMINEN, NEWCOMBE, WALD
from improvements.analysis.results import NotPossible


def ends(found, method):
    one = next(one for one in found if one.method == method)
    return round(one.low, 4), round(one.high, 4)


@pytest.mark.parametrize(
    ("counts", "method", "expected"),
    [
        # Newcombe 1998, tables II and III; Fagerland, Lydersen and Laake 2015.
        ((56, 70, 48, 80), NEWCOMBE, (0.0524, 0.3339)),
        ((56, 70, 48, 80), WALD, (0.0575, 0.3425)),
        ((56, 70, 48, 80), MIETTINEN_NURMINEN, (0.0528, 0.3382)),
        ((56, 70, 48, 80), MEE, (0.0533, 0.3377)),
        ((9, 10, 3, 10), NEWCOMBE, (0.1705, 0.8090)),
        ((9, 10, 3, 10), MIETTINEN_NURMINEN, (0.1700, 0.8406)),
        ((9, 10, 3, 10), MEE, (0.1821, 0.8370)),
        ((7, 34, 1, 34), MIETTINEN_NURMINEN, (0.0270, 0.3453)),
        ((7, 34, 1, 34), MEE, (0.0284, 0.3439)),
        ((6, 7, 2, 7), NEWCOMBE, (0.0582, 0.8062)),
        ((5, 56, 0, 29), NEWCOMBE, (-0.0381, 0.1926)),
        ((0, 10, 0, 20), NEWCOMBE, (-0.1611, 0.2775)),
        ((0, 10, 0, 10), NEWCOMBE, (-0.2775, 0.2775)),
        ((10, 10, 0, 20), NEWCOMBE, (0.6791, 1.0)),
    ],
)
def test_difference_of_two_shares(counts, method, expected):
    assert ends(proportions.differences(*counts), method) == pytest.approx(expected, abs=1.01e-4)


@pytest.mark.parametrize(
    ("x", "n", "expected"),
    [(81, 263, (0.2553, 0.3662)), (15, 148, (0.0624, 0.1605)), (0, 20, (0, 0.1611)), (1, 29, (0.0061, 0.1718))],
)  # fmt: skip
def test_one_share_by_wilson(x, n, expected):
    wilson, _ = proportions.one(x, n)

    assert (round(wilson.low, 4), round(wilson.high, 4)) == expected


def test_one_share_exactly():
    _, exact = proportions.one(0, 20)

    assert (exact.low, round(exact.high, 4)) == (0.0, 0.1684)


def test_non_inferiority_of_two_shares():
    score, wald = proportions.non_inferiority(86, 100, 88, 100, 0.10)

    assert (round(score.statistic, 4), round(score.p, 4)) == (1.6334, 0.0512)
    assert (round(wald.statistic, 4), round(wald.p, 4)) == (1.6828, 0.0462)


counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_intervals_hold_the_difference_and_turn_round_with_the_groups(first, second):
    forth = proportions.differences(*first, *second)
    back = proportions.differences(*second, *first)

    for one, other in zip(forth, back, strict=True):
        assert one.low - 1e-9 <= one.estimate <= one.high + 1e-9
        assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-7)


@given(counts, counts)
def test_score_interval_is_what_the_score_test_does_not_refuse(first, second):
    low, high = proportions.score_interval(*first, *second)

    for end in (float(low), float(high)):
        if -1 + 1e-9 < end < 1 - 1e-9:
            z = float(proportions.score_z(*first, *second, end))
            assert abs(z) == pytest.approx(1.959964, abs=1e-3) or abs(z) < 1e-6


@given(counts, counts, st.floats(-0.95, 0.95))
def test_restricted_shares_differ_by_what_was_asked(first, second, difference):
    p1, p2 = proportions.restricted(*first, *second, difference)

    assert 0 <= p1 <= 1
    assert 0 <= p2 <= 1
    assert float(p1 - p2) == pytest.approx(difference, abs=1e-6)


@pytest.mark.parametrize(
    ("x", "n", "words"),
    [(1, 0, "nobody"), (5, 4, "must lie between"), (-1, 4, "must lie between"), (1.5, 4, "whole numbers")],
)  # fmt: skip
def test_counts_that_cannot_be_are_refused(x, n, words):
    with pytest.raises(NotPossible, match=words):
        proportions.differences(x, n, 1, 10)


def test_error_rates_hold_in_many_experiments():
    chance = np.random.default_rng(7)
    same = chance.binomial(150, 0.3, 40_000), chance.binomial(200, 0.3, 40_000)
    low, high = proportions.score_interval(same[0], 150, same[1], 200)
    z = proportions.score_z(same[0], 150, same[1], 200)

    assert np.mean((low <= 0) & (high >= 0)) == pytest.approx(0.95, abs=0.005)
    assert np.mean(np.abs(z) > 1.959964) == pytest.approx(0.05, abs=0.005)
