"""Looking more than once, against published bounds and by simulation."""

from __future__ import annotations

import numpy as np
import pytest

from improvements.analysis import sequential
from improvements.analysis.results import NotPossible


def equal(looks):
    return [(one + 1) / looks for one in range(looks)]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        # Jennison and Turnbull 2000, tables 2.1 and 2.3.
        ("pocock", {2: 2.178, 3: 2.289, 4: 2.361, 5: 2.413, 10: 2.555}),
        ("obrien-fleming", {2: 1.977, 3: 2.004, 4: 2.024, 5: 2.040, 10: 2.087}),
    ],
)
def test_constants_of_the_classic_designs(kind, expected):
    found = {looks: round(sequential.bounds(kind, equal(looks))[-1].z, 3) for looks in expected}

    assert found == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        # R package ldbounds, two-sided 0.05.
        ("obrien-fleming-spending", [4.8769, 3.3569, 2.6803, 2.2898, 2.0310]),
        ("pocock-spending", [2.4380, 2.4268, 2.4101, 2.3966, 2.3859]),
    ],
)
def test_bounds_that_spend_alpha(kind, expected):
    found = sequential.bounds(kind, equal(5))

    assert [look.z for look in found] == pytest.approx(expected, abs=2e-4)
    assert found[-1].spent == pytest.approx(0.05, abs=1e-6)


def test_naive_looks_find_too_much():
    # Armitage, McPherson and Rowe 1969.
    assert [round(sequential.false_positives(looks), 3) for looks in (1, 2, 5, 10)] == [
        0.050, 0.083, 0.142, 0.193,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "looks", "expected"),
    # Jennison and Turnbull 2000, tables 2.2 and 2.4: α 0.05, power 0.8.
    [("pocock", 2, 1.110), ("pocock", 5, 1.228), ("obrien-fleming", 2, 1.008), ("obrien-fleming", 5, 1.028)],
)  # fmt: skip
def test_looks_cost_people(kind, looks, expected):
    assert round(sequential.inflation(kind, looks), 3) == expected


def test_normal_mixture_bound():
    assert round(sequential.mixture_bound(100, 1), 4) == 32.7302


def test_always_valid_p_and_its_interval_agree():
    differences = np.linspace(-0.05, 0.05, 41)
    p = sequential.always_valid_p(differences, 1e-4, 0.01)
    low, high = sequential.confidence_sequence(differences, 1e-4, 0.01)

    assert ((low > 0) | (high < 0)).tolist() == (p < 0.05).tolist()


def test_peeking_at_every_look_keeps_the_rate():
    chance = np.random.default_rng(11)
    a, b = (np.cumsum(chance.binomial(100, 0.1, (2_000, 100)), axis=1) for _ in range(2))
    people = 100 * np.arange(1, 101)
    share = (a + b) / (2 * people)
    variance = np.maximum(2 * share * (1 - share) / people, 1e-12)
    difference = (a - b) / people
    p = sequential.always_valid_p(difference, variance, 0.01)
    naive = np.abs(difference) / np.sqrt(variance) > 1.96

    assert np.mean((p < 0.05).any(axis=1)) < 0.05
    assert np.mean(naive.any(axis=1)) > 0.3


def test_group_sequential_bounds_keep_the_rate():
    chance = np.random.default_rng(5)
    steps = chance.normal(size=(40_000, 5))
    z = np.cumsum(steps, axis=1) / np.sqrt(np.arange(1, 6))
    critical = np.array([look.z for look in sequential.bounds("obrien-fleming-spending", equal(5))])

    assert np.mean((np.abs(z) > critical).any(axis=1)) == pytest.approx(0.05, abs=0.003)


@pytest.mark.parametrize("information", [[], [0.5, 0.4], [0, 1], [0.5, 1.2]])
def test_looks_that_do_not_rise_are_refused(information):
    with pytest.raises(NotPossible):
        sequential.bounds("pocock", information)
