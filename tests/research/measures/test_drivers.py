"""Drivers: as another library has them, found where planted, and intervals that hold what they promise."""

import numpy as np
import pytest

from research.measures import design, drivers
from research.measures.drivers import TooLittle


def told(values):
    return [str(value) for value in values]


def churn(n, seed, effect=1.2):
    chance = np.random.default_rng(seed)
    contract, age = chance.integers(0, 2, n), chance.normal(50, 10, n)
    z = -1 + effect * contract + 0.05 * (age - 50)
    yes = chance.random(n) < 1 / (1 + np.exp(-z))
    return told(np.where(yes, "Yes", "No")), {
        "contract": told(np.where(contract == 1, "monthly", "yearly")), "age": told(age), "noise": told(chance.integers(0, 3, n)),
    }  # fmt: skip


def test_effects_and_intervals_are_those_of_another_library():
    import pandas as pd
    import statsmodels.api as sm

    outcome, columns = churn(4_000, 1)
    found = {
        (one.column, one.level): one
        for one in drivers.drivers(
            "churn", outcome, {"contract": columns["contract"], "age": columns["age"]}
        ).drivers
    }
    age = np.array(columns["age"], dtype=float)
    x = pd.DataFrame(
        {
            "c": (np.array(columns["contract"]) == "monthly").astype(float),
            "a": (age - age.mean()) / age.std(),
        }
    )
    y = (np.array(outcome) == "Yes").astype(float)
    margins = sm.Logit(y, sm.add_constant(x)).fit(disp=0).get_margeff(dummy=True).summary_frame()
    reference = next(one for one in found.values() if one.column == "contract")
    sign = 1 if reference.level == "monthly" else -1
    # A prior this weak moves nothing that 4,000 cases show.
    assert sign * reference.effect == pytest.approx(margins.loc["c", "dy/dx"], abs=0.002)
    assert reference.high - reference.low == pytest.approx(
        margins.loc["c", "Cont. Int. Hi."] - margins.loc["c", "Conf. Int. Low"]
        if "Cont. Int. Hi." in margins
        else 2 * 1.96 * margins.loc["c", "Std. Err."],
        rel=0.02,
    )
    assert found["age", ""].sd == pytest.approx(age.std())


def test_a_linear_outcome_is_that_of_least_squares():
    chance = np.random.default_rng(2)
    x, z = chance.normal(0, 2, 3_000), chance.integers(0, 2, 3_000)
    y = 3 + 0.8 * x + 1.5 * z + chance.normal(0, 1, 3_000)
    found = {
        one.column: one
        for one in drivers.drivers(
            "y", told(y), {"x": told(x), "z": told(np.where(z, "b", "a"))}
        ).drivers
    }
    assert found["x"].effect / found["x"].sd == pytest.approx(0.8, abs=0.03)
    assert abs(found["z"].effect) == pytest.approx(1.5, abs=0.1)
    half = (found["x"].high - found["x"].low) / 2
    assert half == pytest.approx(1.96 / 3_000**0.5, rel=0.05)


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_promise():
    truth = np.mean([_true_effect(seed) for seed in range(20)])
    held = noise = 0
    for seed in range(200):
        outcome, columns = churn(600, 100 + seed)
        rows = drivers.drivers("churn", outcome, columns).drivers
        contract = next(one for one in rows if one.column == "contract")
        low, high = sorted(abs(end) for end in (contract.low, contract.high))
        held += low <= truth <= high
        noise += any(one.is_clear for one in rows if one.column == "noise")
    assert 0.90 <= held / 200 <= 0.99
    # Two levels of noise each time.
    assert noise / 200 <= 0.16


def _true_effect(seed, effect=1.2):
    age = np.random.default_rng(seed).normal(50, 10, 20_000)
    z = -1 + 0.05 * (age - 50)
    return float((1 / (1 + np.exp(-z - effect)) - 1 / (1 + np.exp(-z))).mean())


def test_separation_and_twins_do_not_break_it():
    outcome = ["yes"] * 40 + ["no"] * 40
    columns = {
        "same": ["a"] * 40 + ["b"] * 40,
        "twin": ["x"] * 40 + ["y"] * 40,
        "constant": ["k"] * 80,
    }
    found = drivers.drivers("o", outcome, columns)
    [one] = found.drivers
    assert abs(one.effect) > 0.8
    assert -1 <= one.low <= one.high <= 1
    assert found.left_out["constant"] == "every value is the same"
    assert found.left_out["twin: y"] == "the same cases as same: b"


def test_columns_that_name_cases_and_rare_levels_are_put_aside():
    texts = {
        "id": told(range(500)),
        "plan": ["a"] * 300 + ["b"] * 196 + ["c", "d", "e", "f"],
        "blank": [""] * 500,
    }
    found = design.design({**texts, "id": [f"c{number}" for number in range(500)]})
    assert "names cases" in found.left_out["id"]
    assert {term.level for term in found.terms} == {"b", design.OTHER}
    assert found.left_out["blank"] == "every value is the same"


def test_numbers_of_other_countries_and_gaps_are_read():
    assert [design.number(text) for text in ("1,5", " 2 000", "x", "nan", "")] == [
        1.5,
        2000.0,
        None,
        None,
        None,
    ]
    found = design.design({"age": [*told(range(95)), *[""] * 5]})
    assert [(term.column, term.level) for term in found.terms] == [
        ("age", ""),
        ("age", design.MISSING),
    ]


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (["a", "b"], "2 cases"),
        (["a"] * 50, "1 different"),
        (["a", "b", "c"] * 20, "must be a number"),
        (["a"] * 45 + ["b"] * 5, "rarer outcome"),
    ],
)
def test_what_tells_nothing_is_said_in_a_sentence(outcome, reason):
    with pytest.raises(TooLittle, match=reason):
        drivers.drivers("o", outcome, {"x": told(range(len(outcome)))})


def test_the_yes_is_found_or_named():
    outcome, columns = churn(300, 4)
    assert drivers.drivers("churn", outcome, columns).positive == "Yes"
    assert drivers.drivers("churn", outcome, columns, positive="no").positive == "No"
    with pytest.raises(TooLittle, match="No outcome is"):
        drivers.drivers("churn", outcome, columns, positive="maybe")
