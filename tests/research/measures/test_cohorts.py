"""Cohorts: outcomes with intervals, and who came back."""

from datetime import UTC, datetime, timedelta

import pytest

from research.measures import cohorts


def test_shares_and_means_have_their_own_intervals():
    found = {
        (one.cohort, one.group): one
        for one in cohorts.outcomes(
            ["a"] * 10 + ["b"] * 10, [1] * 4 + [0] * 6 + [0] * 10, ["x", "y"] * 10
        )
    }
    # Wilson's interval of 4 in 10: 0.168 to 0.687.
    assert (found["a", ""].value, found["a", ""].low, found["a", ""].high) == (
        0.4,
        pytest.approx(0.1682, abs=1e-4),
        pytest.approx(0.6873, abs=1e-4),
    )
    assert found["b", ""].value == 0
    assert found["a", "x"].n == 5
    [one] = cohorts.outcomes(["a"] * 3, [1.5, 2.5, 3.5])
    # Student's t with two degrees of freedom: 2.5 ± 4.3027 / √3.
    assert (one.value, one.low) == (2.5, pytest.approx(2.5 - 4.30265 / 3**0.5, abs=1e-4))


def test_who_came_back_is_counted_from_each_ones_beginning():
    day = datetime(2026, 1, 15, tzinfo=UTC)
    people = ["a", "a", "a", "b", "b", "c"]
    moments = [
        day,
        day + timedelta(days=31),
        day + timedelta(days=32),
        day,
        day + timedelta(days=59),
        day + timedelta(days=31),
    ]
    january, february = cohorts.returning(people, moments, "month")
    assert (january.cohort, january.people, january.shares) == ("2026-01", 2, (1.0, 0.5, 0.5))
    assert (february.cohort, february.people, february.shares) == ("2026-02", 1, (1.0, 0.0))
    assert cohorts.returning([], [], "month") == []


@pytest.mark.parametrize(
    ("period", "name"),
    [
        ("day", "2026-03-04"),
        ("week", "2026-W10"),
        ("month", "2026-03"),
        ("quarter", "2026-Q1"),
        ("year", "2026"),
    ],
)
def test_periods_are_called_what_they_are(period, name):
    moment = datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert cohorts.name_of(cohorts.number_of(moment, period), period) == name
