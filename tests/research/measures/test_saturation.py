"""Saturation of interviews."""

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.measures.saturation import by_group, saturation, unseen


def test_saturation_is_reached_before_the_first_run_that_brings_almost_nothing():
    """Base of 4, runs of 2 that overlap: 5-6 brings 4, 6-7 3, 7-8 1 of 20."""
    said = [("a", set(range(10)))]
    said += [("b", {1, *range(10, 16)}), ("c", {2, 16, 17}), ("d", {18, 19})]
    said += [("e", {20, 21}), ("f", {22, 23}), ("g", {24}), ("h", {1}), ("i", {25, 26, 27})]
    found = saturation(said)
    assert found.base_themes == 20
    assert [(run.first, run.last, len(run.new_themes)) for run in found.runs] == [
        (5, 6, 4),
        (6, 7, 3),
        (7, 8, 1),
        (8, 9, 3),
    ]
    assert [run.share for run in found.runs] == [0.2, 0.15, 0.05, 0.15]
    assert (found.reached_at, found.confirmed_by) == (6, 8)
    assert found.new_per_interview == (10, 6, 2, 2, 2, 2, 1, 0, 3)
    assert found.words == (
        "Saturation after 6 interviews: interviews 7 to 8 brought 1 new (5 % of the 20 themes of the first ones)."
    )
    strict = saturation(said, threshold=0)
    assert strict.reached_at is None
    assert strict.words.startswith("Not saturated: interviews 8 to 9 brought 3 new (15 %")


def test_saturation_by_group_tells_each_group_apart():
    rows = [("one", str(place), {"a", "b"}) for place in range(6)]
    rows += [("two", str(place), {f"t{place}"}) for place in range(3)]
    first, second = by_group(rows)
    assert (first.group, first.reached_at, first.confirmed_by) == ("one", 4, 6)
    assert second.words == "Too few interviews to tell: 3 of the 6 that base and first run need."


def test_saturation_takes_an_interview_named_again_as_one():
    found = saturation([("a", {1}), ("b", {2}), ("a", {3})], base=1, run=1)
    assert (found.interviews, found.base_themes, found.new_per_interview) == (2, 2, (2, 1))


def test_saturation_of_nothing():
    assert saturation([]).unseen is None
    silent = saturation([(str(place), ()) for place in range(9)])
    assert silent.reached_at is None
    assert "no themes" in silent.words
    with pytest.raises(ValueError, match="Base and run"):
        saturation([], base=0)


def test_unseen_is_chao2_by_hand():
    """5 interviews, 4 themes seen once, 2 twice, 1 thrice: 7 + 4/5 · 16/4 = 10.2."""
    said = [{1, 5, 6}, {2, 5}, {3, 6, 7}, {4, 7}, {7}]
    found = unseen(said)
    assert (found.seen, found.total) == (7, pytest.approx(10.2))
    assert 7 < found.low < found.total < found.high
    assert found.coverage == pytest.approx(1 - 4 / 11 * (16 / 20))
    assert found.in_next_interview == pytest.approx(4 / 5 * 16 / 20)
    assert unseen([{1}, {1}]).unseen == 0
    assert unseen([{1}, {2}]).total == pytest.approx(2 + 0.5)


@given(st.lists(st.sets(st.integers(0, 9)), max_size=12))
def test_unseen_is_never_below_what_was_seen(said):
    found = unseen(said)
    if found is not None:
        assert found.seen <= found.low <= found.total <= found.high
        assert 0 <= found.coverage <= 1
    told = saturation([(str(place), themes) for place, themes in enumerate(said)])
    assert sum(told.new_per_interview) == len(set().union(*said))


def test_unseen_finds_how_many_there_are_and_how_much_is_covered():
    """400 studies of 15 interviews on 40 themes equally likely at 10 %: close to 40, coverage close to the truth."""
    chance = numpy.random.default_rng(3)
    totals, gaps, covered = [], [], []
    for _ in range(400):
        table = chance.random((15, 40)) < 0.1
        found = unseen([set(numpy.flatnonzero(row).tolist()) for row in table])
        totals.append(found.total)
        gaps.append(found.coverage - table.any(axis=0).mean())
        covered.append(found.low <= 40 <= found.high)
    assert abs(numpy.mean(totals) - 40) < 1.5
    assert abs(numpy.mean(gaps)) < 0.01
    assert numpy.mean(covered) > 0.9
