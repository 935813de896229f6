"""What two waves allow to say: by the book, and how often it is wrong."""

import numpy
import pytest
from scipy import stats

from research.verdicts import Wave, compare, compare_parts


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


def parts(**told):
    """Return a wave of parts: name → people, mean; each with a spread of 1."""
    n = sum(people for people, _ in told.values())
    mean = sum(people * mean for people, mean in told.values()) / n
    return Wave(
        n,
        mean,
        1.2,
        tuple((name, Wave(people, mean, 1.0)) for name, (people, mean) in told.items()),
    )


def test_a_difference_that_only_other_people_make_is_told_with_the_figure_of_the_same_mix():
    before, after = (
        parts(north=(160, 1.0), south=(40, -1.0)),
        parts(north=(40, 1.0), south=(160, -1.0)),
    )
    [change] = compare([("a", before, after)])
    assert change.verdict == "worse"
    assert change.mix == "north were 80 % of the people before and 20 % after"
    assert change.standardised == pytest.approx(0)
    # Weights 0.8 and 0.2: the variance is 0.64 (1/160 + 1/40) + 0.04 (1/40 + 1/160).
    half = 1.959964 * (0.68 * (1 / 160 + 1 / 40)) ** 0.5
    assert change.standardised_high == pytest.approx(half, abs=1e-5)


def test_a_mix_that_chance_could_have_moved_is_not_spoken_of():
    [change] = compare(
        [("a", parts(north=(11, 1.0), south=(9, 0.0)), parts(north=(8, 1.0), south=(12, 0.0)))]
    )
    assert (change.mix, change.standardised) == ("", None)


def test_without_the_same_people_there_is_a_warning_but_no_figure():
    [change] = compare([("a", parts(north=(100, 1.0), south=(100, 0.0)), parts(north=(200, 1.0)))])
    assert change.mix
    assert change.standardised is None


def test_parts_are_a_family_of_their_own():
    before, after = (
        parts(north=(100, 0.0), south=(100, 0.0)),
        parts(north=(100, 1.0), south=(100, 0.0)),
    )
    told = dict(compare_parts([("a", before, after), ("b", before, None)]))
    assert (told["north"].verdict, told["south"].verdict) == ("better", "no_detectable_change")
    assert told["north"].difference == 1.0


@pytest.mark.slow
def test_the_standardised_interval_holds_the_truth_as_often_as_it_promises():
    chance, held = numpy.random.default_rng(11), 0
    for _ in range(400):
        waves = []
        for sizes, shift in (((150, 50), 0.0), ((60, 140), 0.3)):
            drawn = [
                chance.normal(mean + shift, 1.0, size)
                for mean, size in zip((1.0, -1.0), sizes, strict=True)
            ]
            whole = numpy.concatenate(drawn)
            waves.append(
                Wave(
                    len(whole),
                    float(whole.mean()),
                    float(whole.std(ddof=1)),
                    tuple((name, wave(part)) for name, part in zip(("n", "s"), drawn, strict=True)),
                )
            )
        [change] = compare([("a", *waves)])
        held += change.standardised_low <= 0.3 <= change.standardised_high
    assert 0.92 <= held / 400 <= 0.98
