"""Scorecards, their scales, and how far scorers lie apart."""

from __future__ import annotations

import numpy as np
import pytest

from improvements import scoring
from improvements.scoring import Estimate, NotOnScale, Score, dispersion
from improvements.scoring.estimates import check


@pytest.mark.parametrize(
    ("card", "values", "score"),
    [
        ("impact-feasibility", {"impact": 4, "feasibility": 3}, 12),
        ("rice", {"reach": 500, "impact": 2, "confidence": 80, "effort": 4}, 200),
        ("ice", {"impact": 8, "confidence": 5, "ease": 3}, 120),
        ("wsjf", {"value": 8, "time criticality": 5, "risk reduction": 2, "job size": 3}, 5),
        ("opportunity", {"importance": 9, "satisfaction": 3}, 15),
        ("opportunity", {"importance": 4, "satisfaction": 7}, 4),
    ],
)
def test_formulas(card, values, score):
    arrays = {name: np.array([float(value)]) for name, value in values.items()}

    assert scoring.named(card).formula(arrays).tolist() == [score]


def test_weighted_criteria_are_a_weighted_mean():
    card = scoring.named("weighted", {"impact": 2, "fit": 1})

    assert card.formula({"impact": np.array([4.0]), "fit": np.array([1.0])}).tolist() == [3.0]


@pytest.mark.parametrize("weights", [{}, {"a": -1}, {"a": 0}])
def test_weights_that_weigh_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="Weights"):
        scoring.scorecards.weighted(weights)


@pytest.mark.parametrize(
    ("estimate", "criterion", "words"),
    [
        (Estimate(3, 2, 4), "impact", "do not rise"),
        (Estimate.of(6), "impact", "6 is not on its scale, 1 to 5"),
        (Estimate.of(0), "impact", "0 is not on its scale"),
        (Estimate.of(float("nan")), "impact", "no number"),
    ],
)
def test_estimates_off_the_scale_are_refused(estimate, criterion, words):
    with pytest.raises(NotOnScale, match=words):
        check(estimate, scoring.named("impact-feasibility").criterion(criterion))


def test_nothing_is_divided_by_nothing():
    with pytest.raises(NotOnScale, match="above 0"):
        check(Estimate(0, 1, 2), scoring.named("rice").criterion("effort"))


def test_scorers_who_disagree_come_first():
    card = scoring.named("impact-feasibility")
    scores = [
        Score(action, who, {"impact": Estimate.of(impact), "feasibility": Estimate.of(3)})
        for action, who, impact in (("A", "x", 1), ("A", "y", 5), ("B", "x", 4), ("B", "y", 4))
    ]

    found = dispersion.of(scores, card)

    assert (found[0].action, found[0].criterion, found[0].lowest, found[0].highest) == ("A", "impact", 1, 5)  # fmt: skip
    assert (found[0].agreement, found[-1].agreement) == (0.0, 1.0)
