"""The order and how sure it is; what would change it; dominance; forecasts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvements import scoring
from improvements.prioritisation import calibration, flips, inputs, pareto, ranking
from improvements.prioritisation.calibration import Forecast
from improvements.scoring import Estimate, Score

CARD = scoring.named("impact-feasibility")


def score(action, impact, feasibility, scorer=""):
    def estimate(told):
        return Estimate(*told) if isinstance(told, tuple) else Estimate.of(told)

    return Score(action, scorer, {"impact": estimate(impact), "feasibility": estimate(feasibility)})


def ranked(*scores, **options):
    return ranking.ranked(inputs.gathered(scores, CARD), CARD, **options)


def test_probability_ahead_of_two_normal_values():
    assert round(ranking.probability_ahead(7.2, 0.8, 6.9, 0.5), 4) == 0.6248


def test_sure_scores_give_a_sure_order():
    found = ranked(score("A", 2, 2), score("B", 5, 4), score("C", 3, 3), k=1)

    assert [(one.action, one.low, one.high, one.top_k) for one in found.actions] == [
        ("B", 1, 1, 1.0), ("C", 2, 2, 0.0), ("A", 3, 3, 0.0),
    ]  # fmt: skip
    assert found.regret == 0.0


def test_alike_actions_share_their_rank_and_are_even():
    found = ranked(score("A", 3, 3), score("B", 3, 3))

    assert [(one.low, one.high) for one in found.actions] == [(1, 1), (1, 1)]
    assert found.actions[0].ahead_of_next == 0.5


def test_ranges_make_the_order_unsure():
    found = ranked(score("A", (1, 3, 5), 3), score("B", (2, 3.2, 4), 3))

    first = found.actions[0]
    assert (first.low, first.high) == (1, 2)
    assert 0.5 < first.ahead_of_next < 0.65


def test_disagreeing_scorers_widen_the_rank_like_a_range():
    united = ranked(score("A", 4, 3, "x"), score("A", 4, 3, "y"), score("B", 3, 3, "x"))
    divided = ranked(score("A", 5, 3, "x"), score("A", 2, 3, "y"), score("B", 3, 3, "x"))

    assert united.actions[0].ahead_of_next == 1.0
    assert divided.actions[0].ahead_of_next == pytest.approx(0.5, abs=0.03)


def test_expected_score_is_the_mean_of_the_distribution():
    found = ranked(score("A", (1, 2, 5), 1))

    # The mean of a PERT distribution: (low + 4 likely + high) / 6.
    assert found.actions[0].score == pytest.approx((1 + 8 + 5) / 6, abs=0.03)


def test_same_seed_same_ranking():
    scores = [score(f"{n}", (1, 2 + n % 3, 5), (1, 3, 5)) for n in range(20)]

    assert ranked(*scores, seed=4) == ranked(*scores, seed=4)
    assert ranked(*scores, seed=4) != ranked(*scores, seed=5)


@pytest.mark.parametrize(
    ("impact", "feasibility", "quadrant"),
    [(4, 4, "quick win"), (4, 2, "big bet"), (2, 4, "fill-in"), (2, 2, "reconsider")],
)
def test_quadrants(impact, feasibility, quadrant):
    found = ranked(score("A", impact, feasibility)).actions[0]

    assert (found.quadrant, found.quadrant_probability) == (quadrant, 1.0)


def test_smallest_change_of_one_estimate_that_flips_the_first_place():
    given = inputs.gathered([score("A", 4, 4), score("B", (3, 4, 5), (2, 3.5, 4))], CARD)

    flip = flips.first_place(given, CARD)

    assert (flip.action, flip.criterion, flip.first) == ("B", "impact", "B")
    assert flip.value == pytest.approx(16 / 3.5, abs=1e-3)


def test_sure_scores_do_not_flip():
    assert (
        flips.first_place(inputs.gathered([score("A", 4, 4), score("B", 2, 2)], CARD), CARD) is None
    )


def test_weight_that_flips_the_first_place():
    weights = {"impact": 1, "feasibility": 1}
    card = scoring.named("weighted", weights)
    given = inputs.gathered([score("A", 5, 2), score("B", 2, 4)], card)

    flip = flips.of_weights(given, card, weights)

    assert flip.first == "B"
    # 5 w + 2 v = 2 w + 4 v, so v = 1.5 w.
    assert flip.value in (pytest.approx(1.5), pytest.approx(2 / 3))


points = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), min_size=1, max_size=30)


def dominates(one, other):
    return one[0] >= other[0] and one[1] >= other[1] and one != other


@given(points)
def test_layers_are_what_remains_when_fronts_are_taken_away(rows):
    found = pareto.layers([x for x, _ in rows], [y for _, y in rows]).tolist()

    left, layer = dict(enumerate(rows)), 0
    while left:
        layer += 1
        front = [
            n for n, one in left.items() if not any(dominates(two, one) for two in left.values())
        ]
        assert [found[n] for n in front] == [layer] * len(front)
        for n in front:
            del left[n]


@given(points)
def test_front_on_two_counts_is_the_first_layer(rows):
    x, y = [x for x, _ in rows], [y for _, y in rows]

    assert pareto.front(x, y).tolist() == (pareto.layers(x, y) == 1).tolist()


def test_calibration_counts_what_came_true():
    found = calibration.of(
        [
            Forecast("Ana", 1, 2, 3, 2.5),
            Forecast("Ana", 1, 2, 3, 0.5),
            Forecast("Ben", 0, 1, 2, 5),
        ]
    )

    assert [(one.who, one.n, one.inside) for one in found] == [("Ana", 2, 1), ("Ben", 1, 0)]
    assert found[0].bias == pytest.approx(-0.5)


@pytest.mark.slow
def test_fifty_thousand_actions_are_ranked():
    chance = np.random.default_rng(1)
    low = chance.uniform(1, 3, (50_000, 2))
    scores = [
        score(f"{n}", (a, a + 0.5, a + 2), (b, b + 1, b + 2))
        for n, (a, b) in enumerate(low.tolist())
    ]

    found = ranked(*scores)

    assert len(found.actions) == 50_000
    assert found.actions[0].score >= found.actions[-1].score
