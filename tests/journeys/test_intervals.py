"""Intervals against published and independently computed figures."""

from __future__ import annotations

import pytest

from journeys import intervals


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3 (score, no correction).
        (81, 263, 25.53, 36.62),
        (15, 148, 6.24, 16.05),
        (0, 20, 0.0, 16.11),
        (1, 29, 0.61, 17.18),
    ],
)
def test_proportion_is_wilsons_score_interval(numerator, denominator, low, high):
    estimate = intervals.proportion(numerator, denominator)

    assert estimate.value == pytest.approx(100 * numerator / denominator)
    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=0.006)
    assert (estimate.n, estimate.method) == (denominator, "Wilson score interval")


def test_nps_uses_its_own_variance():
    # 50 promoters, 30 passives, 20 detractors: 30 points, variance 0.7 − 0.09 = 0.61, ± 1.96 · √0.0061.
    estimate = intervals.nps(50, 30, 20)

    assert estimate.value == pytest.approx(30)
    assert (estimate.low, estimate.high) == pytest.approx((14.692, 45.308), abs=0.001)
    assert estimate.n == 100


def test_nps_of_answers_all_alike_has_no_interval():
    estimate = intervals.nps(5, 0, 0)

    assert (estimate.value, estimate.low, estimate.high) == (100, None, None)


def test_mean_is_students_t_interval():
    # NIST/SEMATECH e-Handbook 1.3.5.2 (ZARR13.DAT): 195 readings, mean 9.261460, sd 0.022789.
    estimate = intervals.mean(195, 9.261460, 0.022789)

    assert (estimate.low, estimate.high) == pytest.approx((9.258242, 9.264679), abs=2e-6)


def test_mean_of_one_observation_has_no_interval():
    estimate = intervals.mean(1, 4.2, 0.0)

    assert (estimate.value, estimate.low, estimate.high) == (4.2, None, None)


@pytest.mark.parametrize(
    ("total", "low", "high"),
    # Garwood's limits as tabulated in Pearson and Hartley, Biometrika Tables, table 40.
    [(0, 0.0, 3.69), (1, 0.0253, 5.57), (10, 4.80, 18.39)],
)
def test_count_is_the_exact_poisson_interval(total, low, high):
    estimate = intervals.count(total)

    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=0.005)
