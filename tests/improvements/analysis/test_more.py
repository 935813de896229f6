"""Beliefs, several tests at once, the split, series, and agreement, against published numbers."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from improvements.analysis import agreement, bayes, multiple, sample_ratio, series
from improvements.analysis.means import Sample
from improvements.analysis.results import NotPossible

#: Benjamini and Hochberg 1995, section 3: myocardial infarction.
FIFTEEN = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
    1.0,
]  # fmt: skip


def test_belief_about_two_shares():
    belief = bayes.of_shares(120, 1000, 140, 1000)

    assert belief.probability == pytest.approx(0.907873, abs=1e-6)
    assert belief.loss_of_first - belief.loss_of_second == pytest.approx(141 / 1002 - 121 / 1002)


def test_belief_about_two_means():
    belief = bayes.of_means(Sample(100, 5.0, 2.0), Sample(100, 5.5, 2.0))

    assert belief.probability == pytest.approx(0.961450, abs=1e-6)
    assert belief.loss_of_first - belief.loss_of_second == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("correction", "found"),
    [("benjamini-hochberg", 4), ("bonferroni", 3), ("holm", 3), ("hochberg", 3)],
)
def test_fifteen_tests_of_benjamini_and_hochberg(correction, found):
    assert sum(p <= 0.05 for p in multiple.adjusted(FIFTEEN, correction)) == found


def test_adjusted_ps_in_the_order_given():
    ps = [0.01, 0.04, 0.03, 0.005]

    assert multiple.adjusted(ps, "holm") == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert multiple.adjusted(ps, "benjamini-hochberg") == pytest.approx([0.02, 0.04, 0.04, 0.02])


@pytest.mark.parametrize(
    ("people", "planned", "is_suspect"),
    [((5000, 5100), None, False), ((5000, 5500), None, True), ((9000, 1000), (9, 1), False)],
)
def test_split_is_checked(people, planned, is_suspect):
    assert sample_ratio.check(people, planned).is_suspect is is_suspect


def test_break_of_the_nile():
    flow = sm.datasets.nile.load_pandas().data["volume"].to_numpy()

    found = series.strongest_break(flow)

    assert found.after == 28
    assert (round(found.mean_before, 2), round(found.mean_after, 2)) == (1097.75, 849.97)


def test_interrupted_series_finds_level_and_slope():
    t = np.arange(40)
    noise = np.random.default_rng(2).normal(0, 0.5, 40)
    values = 10 + 0.1 * t + 5 * (t >= 20) - 0.3 * (t - 20) * (t >= 20) + noise

    found = series.interrupted(values.tolist(), 20)

    assert found.level.low < 5 < found.level.high
    assert found.slope.low < -0.3 < found.slope.high
    assert "too narrow" in found.caveat


def test_series_of_two_points_before_is_refused():
    with pytest.raises(NotPossible):
        series.interrupted([1, 2, 3, 4, 5, 6], 2)


def test_intraclass_correlations_of_shrout_and_fleiss():
    scores = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]

    found = agreement.intraclass(scores)

    assert [round(value, 2) for value in found.values()] == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]


def test_kendall_w_is_the_mean_rank_correlation():
    scores = [[1, 2, 3, 4, 5], [2, 1, 3, 5, 4], [1, 3, 2, 4, 5]]
    from scipy import stats

    pairs = [(0, 1), (0, 2), (1, 2)]
    mean = np.mean([stats.spearmanr(scores[a], scores[b]).statistic for a, b in pairs])

    assert agreement.kendall_w(scores) == pytest.approx((1 + 2 * mean) / 3)
