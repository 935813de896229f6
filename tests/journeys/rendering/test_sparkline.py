"""Very small pictures: trends and feelings as paths."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from journeys.rendering.curve import Point
from journeys.rendering.sparkline import Measured, feelings, trend


def numbers(path):
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", path)]


def test_trend_without_values_is_no_picture():
    assert trend([], 50.0) is None


def test_trend_goes_up_where_values_do():
    drawn = trend([Measured(0, 10), Measured(1, 20)], None, width=100, height=40)

    assert drawn.line == "M5 35L95 5"
    assert drawn.last == ("95", "5")
    assert (drawn.band, drawn.target) == ("", "")


def test_trend_makes_room_for_the_target():
    drawn = trend([Measured(0, 10), Measured(1, 10)], 20.0, width=100, height=40)

    assert drawn.target == "5"
    assert drawn.line == "M5 35L95 35"


def test_band_is_drawn_between_neighbours_that_both_have_an_interval():
    measured = [
        Measured(0, 5, 4, 6),
        Measured(1, 5, 4, 6),
        Measured(2, 5),
        Measured(3, 5, 4, 6),
    ]

    drawn = trend(measured, None, width=100, height=40)

    assert drawn.band == "M5 5L35 5L35 35L5 35Z"


def test_a_single_reading_has_a_whisker():
    drawn = trend([Measured(0, 5, 4, 6)], None, width=100, height=40)

    assert drawn.band == "M93 5H97V35H93Z"


@given(
    st.lists(
        st.tuples(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.floats(0, 1e6)),
        min_size=1,
        max_size=20,
    ),
    st.none() | st.floats(-1e6, 1e6),
)
def test_trend_stays_inside_its_picture(values, target):
    measured = [
        Measured(at, value, value - below, value + above)
        for at, (value, below, above) in enumerate(values)
    ]

    drawn = trend(measured, target, width=112, height=44)

    for path in (drawn.line, drawn.band):
        assert all(-0.1 <= number <= 112.1 for number in numbers(path))
    assert 0 <= float(drawn.last[1]) <= 44


def test_feelings_of_nothing_rated_are_no_picture():
    assert feelings([None, None]) is None


def test_feelings_use_the_whole_scale_and_break_where_nothing_is_known():
    places = [Point(0.5, 3.0, False), Point(1.5, -3.0, True), None, Point(3.5, 0.4, False)]

    drawn = feelings(places, width=90, height=40)

    assert [(dot.x, dot.y, dot.level, dot.is_assumed) for dot in drawn.dots] == [
        ("15", "5", 3, False),
        ("35", "35", -3, True),
        ("75", "18", 0, False),
    ]
    assert drawn.sure == ""
    assert drawn.assumed.startswith("M15 5C")
    assert drawn.zero == "20"
