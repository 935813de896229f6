"""A KPI over time as a picture: everything fits, gaps stay gaps, all is said in words."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.rendering import palette
from journeys.rendering.trend_picture import LEFT, RIGHT, Trend, TrendPoint, draw, scale_of

SVG = "{http://www.w3.org/2000/svg}"


def point(at, value, low=None, high=None, label=""):
    return TrendPoint(at, label or f"P{at:g}", value, low, high, f"{value:g}, n 10")


def trend(*points, **more):
    return Trend(points=points, write=lambda value: f"{value:g}", title="NPS", **more)


def drawn(*points, **more):
    return fromstring(draw(trend(*points, **more), palette.LIGHT))


def bands(root):
    return [path for path in root.iter(f"{SVG}path") if path.get("fill-opacity")]


def test_band_is_drawn_between_neighbours_that_both_have_an_interval():
    root = drawn(point(1, 5, 4, 6), point(2, 6, 5, 7), point(3, 6), point(4, 7, 6, 8))

    assert len(bands(root)) == 1


def test_a_band_has_the_corners_of_both_intervals():
    root = drawn(point(1, 5, 4, 6), point(2, 6, 5, 7))

    corners = [tuple(map(float, pair)) for pair in re.findall(r"(\d[\d.]*) (\d[\d.]*)", bands(root)[0].get("d"))]  # fmt: skip
    assert len(corners) == 4
    assert corners[0][0] == corners[3][0] == LEFT
    assert corners[1][0] == corners[2][0] == 640 - RIGHT
    assert corners[0][1] < corners[3][1]  # the upper bound stands higher


def test_the_description_says_every_value_and_the_target():
    root = drawn(point(1, 5, label="Q1 2026"), point(2, 6, label="Q2 2026"), target=8)

    said = root.find(f"{SVG}desc").text
    assert said == "Q1 2026: 5, n 10. Q2 2026: 6, n 10. Target 8."


def test_hostile_names_stay_text():
    svg = draw(
        Trend(points=(point(1, 5, label='<script>"&'),), write=str, title="<b>"), palette.LIGHT
    )

    root = fromstring(svg)
    assert root.find(f"{SVG}title").text == "<b>"
    assert "<script" not in svg


def test_one_reading_and_none_can_be_drawn():
    assert drawn(point(1, 5, 4, 6)).findall(f".//{SVG}circle")
    assert "No values yet." in draw(trend(), palette.LIGHT)


def test_the_names_of_periods_never_run_into_each_other():
    root = drawn(*(point(at, at) for at in range(60)))

    at = sorted(
        float(text.get("x"))
        for text in root.iter(f"{SVG}text")
        if (text.text or "").startswith("P")
    )
    assert len(at) >= 5
    assert all(b - a >= 72 for a, b in pairwise(at))


def test_a_long_name_gives_way_to_the_short_one_and_none_is_cut_off():
    long = "1 Jun 2020 – 28 Jun 2021"
    points = [TrendPoint(at, f"{long}{at}", 1.0, short="28 Jun 2021") for at in range(3)]
    named = [TrendPoint(at, long, 1.0) for at in range(3)]

    shown = [
        [t for t in drawn(*row).iter(f"{SVG}text") if "Jun" in (t.text or "")]
        for row in (points, named)
    ]

    assert [text.text for text in shown[0]] == ["28 Jun 2021"] * 3
    # At the edge of the picture the long one would lose its beginning.
    assert all(float(text.get("x")) >= len(long) * 3.3 for text in shown[1])


@pytest.mark.parametrize(
    ("values", "target", "scale"),
    [
        ((56.9, 63.9), 68, (55, 70)),
        ((0, 0), None, (-0.5, 0.5)),
        ((12, 18), 15, (12, 18)),
    ],
)
def test_the_scale_has_round_numbers_that_hold_everything(values, target, scale):
    found = scale_of([point(at, value) for at, value in enumerate(values)], target)

    assert (found.low, found.high) == pytest.approx(scale, abs=2)
    assert found.low <= min(values)
    assert found.high >= max((*values, target or 0) if target else values)


FINITE = st.floats(-1e9, 1e9, allow_nan=False)


@given(st.lists(FINITE, min_size=1, max_size=8), st.none() | FINITE)
@settings(max_examples=60, deadline=None)
def test_every_value_lies_inside_the_picture(values, target):
    root = drawn(*(point(at, value) for at, value in enumerate(values)), target=target)

    for circle in root.iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cy")) <= 260
    assert len(scale_of([point(0, value) for value in values], target).ticks) <= 8
