"""Sample sizes, power and smallest effects against published calculators."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvements.analysis import planning
from improvements.analysis.results import NotPossible


def test_people_for_two_shares():
    assert planning.shares(0.10, effect=0.02).people == (3841, 3841)  # R power.prop.test
    assert planning.shares(0.10, effect=0.02, method="arcsine").people == (3835, 3835)  # R pwr
    assert round(planning.shares(0.50, effect=0.25, power=0.9).n, 1) == 76.7
    assert planning.shares(0.20, effect=0.05, method="baseline").people[0] in {1030, 1031}  # Miller


def test_people_for_two_means():
    assert planning.power_of_means(20, 1) == pytest.approx(0.8689528, abs=1e-7)  # R power.t.test
    assert planning.means(1, effect=1, power=0.9).n == pytest.approx(22.02110, abs=1e-4)


@given(st.floats(0.02, 0.9), st.floats(0.005, 0.08), st.floats(0.5, 0.95), st.floats(0.3, 3))
def test_people_power_and_effect_lead_to_each_other(baseline, effect, power, ratio):
    plan = planning.shares(baseline, effect=effect, power=power, ratio=ratio)
    if plan.n > 3:
        back = planning.shares(baseline, n=plan.n, effect=effect, power=None, ratio=ratio)
        assert back.power == pytest.approx(power, abs=1e-6)
        again = planning.shares(baseline, n=plan.n, power=power, ratio=ratio)
        assert again.effect == pytest.approx(effect, rel=1e-3)


def test_spread_of_nps_is_its_own():
    assert planning.spread_of_nps(0.5, 0.2) == pytest.approx(100 * (0.7 - 0.09) ** 0.5)


def test_looks_and_days():
    plan = planning.with_looks(planning.shares(0.10, effect=0.02), 5)

    assert plan.people == (3950, 3950)
    assert planning.days(plan, 500) == 16


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"p1": 1.0, "effect": 0.1}, "baseline"),
        ({"p1": 0.95, "effect": 0.1}, "must lie from 0 to 1"),
        ({"p1": 0.5, "effect": 0.1, "n": 100}, "Give two of"),
        ({"p1": 0.5, "effect": 0.1, "power": 0.01}, "power lies between"),
        ({"p1": 0.5, "n": 2, "power": 0.99}, "no effect there could be"),
        ({"p1": 0.5, "effect": 0.1, "alpha": 2}, "α lies"),
    ],
)
def test_what_cannot_be_planned_is_said(facts, words):
    with pytest.raises(NotPossible, match=words):
        planning.shares(**facts)
