"""The interval of a difference follows from the two intervals."""

import pytest

from journeys import intervals
from journeys.reports.differences import Ranged, square_and_add


def ranged(estimate):
    return Ranged(estimate.value, estimate.low, estimate.high)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10.
        ((56, 70), (48, 80), 5.24, 33.39),
        ((9, 10), (3, 10), 17.05, 80.90),
        ((10, 10), (0, 10), 60.75, 100.0),
    ],
)
def test_square_and_add_gives_newcombes_published_intervals(first, second, low, high):
    after, before = (ranged(intervals.proportion(*counts)) for counts in (first, second))

    found = square_and_add(before, after)

    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


def test_square_and_add_turns_round_with_its_arguments():
    one, other = Ranged(10, 8, 13), Ranged(20, 15, 22)

    there, back = square_and_add(one, other), square_and_add(other, one)

    assert (there.value, there.low, there.high) == (-back.value, -back.high, -back.low)
