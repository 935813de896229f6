"""What two waves allow to say: by the book, and how often it is wrong."""

import numpy
import pytest
from scipy import stats

from research.verdicts import Wave, compare


def wave(answers):
    return Wave(len(answers), float(numpy.mean(answers)), float(numpy.std(answers, ddof=1)))


def test_compare_agrees_with_welch_on_a_published_example():
    """Example 1 of the article on Welch's t-test in Wikipedia: t = −2.46, 25.0 degrees of freedom, p = .021."""
    one = [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4]
    two = [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4]
    [change] = compare([("a", wave(one), wave(two))])
    assert round(change.p, 3) == 0.021
    expected = stats.ttest_ind(two, one, equal_var=False).confidence_interval()
    assert (change.low, change.high) == pytest.approx((expected.low, expected.high))
    assert change.verdict == "better"


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (Wave(200, 0.0, 1.0), Wave(200, 1.0, 1.0), "better"),
        (Wave(200, 0.0, 1.0), Wave(200, -1.0, 1.0), "worse"),
        (Wave(200, 0.0, 1.0), Wave(200, 0.01, 1.0), "no_detectable_change"),
        (Wave(9, 0.0, 1.0), Wave(200, 3.0, 1.0), "cannot_tell"),
        (None, Wave(200, 3.0, 1.0), "cannot_tell"),
        (Wave(20, 1.0, 0.0), Wave(20, 2.0, 0.0), "cannot_tell"),
    ],
)
def test_compare_gives_each_verdict_its_reason(before, after, verdict):
    [change] = compare([("a", before, after)])
    assert change.verdict == verdict
    assert bool(change.reason) == (verdict == "cannot_tell")


def test_compare_tests_nothing_that_was_asked_otherwise():
    changes = compare(
        [("a", Wave(99, 0, 1), Wave(99, 2, 1)), ("b", Wave(99, 0, 1), Wave(99, 0.3, 1))],
        frozenset("a"),
    )
    assert [change.verdict for change in changes] == ["not_comparable", "better"]
    assert changes[0].p is None
    assert changes[1].adjusted_p == changes[1].p  # alone in its family


def test_compare_finds_what_was_planted_and_is_quiet_elsewhere():
    """500 times 20 touchpoints, 4 of them changed by 0.8: false discoveries ≤ 5 %, intervals cover 95 %."""
    chance = numpy.random.default_rng(7)
    true = numpy.array([0.8] * 4 + [0.0] * 16)
    shares, covered, found = [], [], []
    for _ in range(500):
        pairs = [
            (str(place), wave(chance.normal(0, 1.2, 80)), wave(chance.normal(shift, 1.5, 60)))
            for place, shift in enumerate(true)
        ]
        changes = compare(pairs)
        raised = numpy.array([change.verdict in {"better", "worse"} for change in changes])
        shares.append(raised[4:].sum() / max(raised.sum(), 1))
        found.append(raised[:4].mean())
        covered += [
            change.low <= shift <= change.high for change, shift in zip(changes, true, strict=True)
        ]
    assert numpy.mean(shares) <= 0.05
    assert 0.94 <= numpy.mean(covered) <= 0.96
    assert numpy.mean(found) > 0.7


def test_compare_raises_a_false_alarm_at_most_as_often_as_it_promises():
    chance = numpy.random.default_rng(8)
    families = [
        compare(
            [
                (str(place), wave(chance.normal(0, 1, 40)), wave(chance.normal(0, 1, 40)))
                for place in range(10)
            ]
        )
        for _ in range(600)
    ]
    alarms = [
        any(change.verdict in {"better", "worse"} for change in family) for family in families
    ]
    assert (
        numpy.mean(alarms) <= 0.07
    )  # 5 %, and three standard errors of 600 tries less than that above
