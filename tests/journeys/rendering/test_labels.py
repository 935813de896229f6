"""Labels keep clear of the line and of each other, and stay in the plot."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from journeys.rendering import labels
from journeys.rendering.curve import Point, through
from journeys.rendering.frame import Frame

ratings = st.integers(-30, 30).map(lambda tenths: tenths / 10)
feelings = st.sampled_from(["", "glad", "very much relieved", "W" * 60, "漢字" * 30])
journeys = st.lists(
    st.none() | st.tuples(ratings, st.booleans(), feelings), min_size=1, max_size=12
)
widths = st.integers(100, 260)


def lay_out(journey, column_width):
    places = [
        None if rated is None else Point(index + 0.5, rated[0], rated[1], feeling=rated[2])
        for index, rated in enumerate(journey)
    ]
    curve = through(places)
    frame = Frame(len(journey), column_width)
    return curve, frame, labels.place(curve.points, [curve], frame)


@given(journeys, widths)
def test_every_point_has_a_label_in_the_plot_and_in_its_column(journey, column_width) -> None:
    curve, frame, placed = lay_out(journey, column_width)

    assert [label.point for label in placed] == list(curve.points)
    for label in placed:
        assert label.top >= 0
        assert label.top + label.height <= frame.height
        assert -column_width / 2 <= label.left
        assert label.left + label.width <= column_width / 2


@given(journeys, widths)
def test_labels_keep_clear_of_the_line_and_of_their_point(journey, column_width) -> None:
    curve, frame, placed = lay_out(journey, column_width)

    for label in placed:
        start = label.point.x + label.left / column_width
        end = label.point.x + (label.left + label.width) / column_width
        for segment in curve.segments:
            for step in range(11):
                x = start + (end - start) * step / 10
                if segment.x0 <= x <= segment.x1:
                    y = frame.y(segment.at(x))
                    assert not label.top < y < label.top + label.height
        own = frame.y(label.point.value)
        if label.left < 0 < label.left + label.width:
            assert not label.top - labels.RADIUS < own < label.top + label.height + labels.RADIUS


def test_label_of_a_low_point_stands_below_it() -> None:
    _, frame, (_, low, _) = lay_out([(1, False, ""), (-2, False, ""), (1, False, "")], 140)

    assert low.top > frame.y(-2)


def test_word_assumed_is_kept_in_a_narrow_column() -> None:
    _, _, (label,) = lay_out([(1, True, "glad")], 70)

    assert (label.value, label.word, label.feeling) == ("+1.0", "", "assumed")


@given(st.lists(st.tuples(ratings, ratings), min_size=1, max_size=8), widths)
def test_labels_of_two_curves_keep_clear_of_each_other(pairs, column_width) -> None:
    newer, older = (
        through([Point(index + 0.5, pair[which], False) for index, pair in enumerate(pairs)])
        for which in (0, 1)
    )
    frame = Frame(len(pairs), column_width, unit=26, margin=34)
    first = labels.place(newer.points, [newer, older], frame, is_plain=True)

    second = labels.place(older.points, [newer, older], frame, taken=first, is_plain=True)

    for one, other in zip(first, second, strict=True):
        is_clear = (
            one.top + one.height <= other.top
            or other.top + other.height <= one.top
            or one.left + one.width <= other.left
            or other.left + other.width <= one.left
        )
        assert is_clear


def test_labels_in_neighbouring_columns_never_meet() -> None:
    _, _, placed = lay_out([(3, True, "W" * 60), (-3, True, "W" * 60), (3, True, "W" * 60)], 132)

    ends = [(132 * label.point.x + label.left, label.width) for label in placed]
    assert all(left + wide <= following for (left, wide), (following, _) in pairwise(ends))
