"""The emotion curve never goes beyond what was rated, and is the same curve on every page."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.rendering.curve import Point, Segment, path, signed, tangents, through

ratings = st.integers(-30, 30).map(lambda tenths: tenths / 10)
rated = st.lists(st.none() | ratings, max_size=30)


def points(values: list[float | None], *, is_assumed: bool = False) -> list[Point | None]:
    return [
        None if value is None else Point(index + 0.5, value, is_assumed)
        for index, value in enumerate(values)
    ]


@given(rated)
def test_curve_stays_between_its_neighbours(values: list[float | None]) -> None:
    for segment in through(points(values)).segments:
        start, *inner, end = segment.values
        for value in inner:
            assert min(start, end) - 1e-9 <= value <= max(start, end) + 1e-9


@given(rated)
def test_curve_rises_or_falls_all_the_way_between_neighbours(values: list[float | None]) -> None:
    for segment in through(points(values)).segments:
        length = segment.x1 - segment.x0
        heights = [segment.at(segment.x0 + length * step / 20) for step in range(21)]
        assert heights in (sorted(heights), sorted(heights, reverse=True)) or all(
            abs(after - before) < 1e-9 for before, after in pairwise(heights)
        )


@given(rated)
def test_every_rated_touchpoint_is_a_point_once(values: list[float | None]) -> None:
    found = [(point.x, point.value) for point in through(points(values)).points]

    assert found == [
        (index + 0.5, value) for index, value in enumerate(values) if value is not None
    ]


@given(rated)
def test_line_joins_touchpoints_that_are_both_rated(values: list[float | None]) -> None:
    found = [(segment.x0, segment.x1) for segment in through(points(values)).segments]

    assert found == [
        (index + 0.5, index + 1.5)
        for index in range(len(values) - 1)
        if values[index] is not None and values[index + 1] is not None
    ]


def test_line_passes_columns_it_is_not_told_of() -> None:
    curve = through([Point(0.5, 1, False), Point(2.5, -1, False)])

    assert [(segment.x0, segment.x1) for segment in curve.segments] == [(0.5, 2.5)]


def test_line_is_assumed_beside_an_assumed_point() -> None:
    places = [Point(x + 0.5, 1, is_assumed=x == 1) for x in range(4)]

    assert [segment.is_assumed for segment in through(places).segments] == [True, True, False]


def test_tangents_are_those_of_fritsch_and_carlson() -> None:
    # Secants 1, 1, 10: the mean slope 5.5 at the third point overshoots the second piece, whose
    # slopes (1, 5.5) lie outside the circle of radius 3 and are pulled back to it.
    found = tangents([0, 1, 2, 3], [0, 1, 2, 12])

    length = (1 + 5.5**2) ** 0.5
    assert found == pytest.approx([1, 3 / length, 5.5 * 3 / length, 10])


def test_tangents_are_flat_at_a_turn_and_beside_a_plateau() -> None:
    assert tangents([0, 1, 2, 3, 4], [0, 2, 1, 1, 3]) == [2, 0, 0, 0, 2]


def test_tangents_take_distances_into_account() -> None:
    assert tangents([0, 2, 3], [0, 4, 6]) == [2, 2, 2]


@given(rated.filter(len), st.data())
def test_window_shows_the_same_curve(values: list[float | None], data: st.DataObject) -> None:
    curve = through(points(values))
    first = data.draw(st.integers(0, len(values) - 1))
    columns = data.draw(st.integers(1, len(values) - first))

    window = curve.window(first, columns)

    assert [point.x + first for point in window.points] == [
        point.x for point in curve.points if first < point.x < first + columns
    ]
    for segment in window.segments:
        assert 0 <= segment.x0 < segment.x1 <= columns
        whole = next(
            part
            for part in curve.segments
            if part.x0 <= first + (segment.x0 + segment.x1) / 2 <= part.x1
        )
        for step in range(6):
            x = segment.x0 + (segment.x1 - segment.x0) * step / 5
            assert segment.at(x) == pytest.approx(whole.at(x + first), abs=1e-9)


def test_windows_meet_at_the_cut() -> None:
    curve = through(points([2.0, -1.0]))

    left, right = curve.window(0, 1), curve.window(1, 1)

    assert left.segments[-1].values[-1] == pytest.approx(right.segments[0].values[0])
    assert (left.segments[-1].x1, right.segments[0].x0) == (1.0, 0.0)


def test_path_lifts_the_pen_at_a_gap() -> None:
    segments = [
        Segment(0, 1, (0, 1, 2, 3), False),
        Segment(1, 2, (3, 3, 3, 3), False),
        Segment(3, 4, (0, 0, 0, 0), False),
    ]

    d = path(segments, "{:g}".format, "{:g}".format)

    assert d.count("M") == 2
    assert d.startswith("M0 0C0.333333 1 0.666667 2 1 3C")


@pytest.mark.parametrize(
    ("value", "words"), [(1, "+1.0"), (-0.5, "−0.5"), (0, "0"), (-0.04, "0"), (2.96, "+3.0")]
)
def test_values_have_a_real_sign(value: float, words: str) -> None:
    assert signed(value) == words
