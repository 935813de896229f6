"""The picture on the first page shows both curves over the whole journey, however long it is."""

import re
from xml.etree import ElementTree

import pytest
from msgspec import structs

from journeys.comparison import compare
from journeys.rendering import comparison_picture
from journeys.reports.version_comparison import journey
from tests.journeys.sample import edited, small_map, stage, touchpoint, without


def drawn(before, after):
    picture = comparison_picture.draw(before, after, compare(before, after))
    return journey.draw(picture)


def texts(drawing):
    root = ElementTree.fromstring(str(drawing))
    return [
        element.text for element in root.iter("{http://www.w3.org/2000/svg}text") if element.text
    ]


def long_map(columns, emotion=1.0):
    parts = (touchpoint(f"Step {number}", emotion=emotion) for number in range(columns))
    return structs.replace(small_map(), stages=(stage("Long", *parts),), cards=())


def test_journey_names_stages_and_touchpoints():
    shown = texts(drawn(small_map(), small_map()))

    assert {"Apply", "First use", "Start application", "Prove identity", "First payment"} <= set(
        shown
    )


def test_journey_labels_both_values_where_they_differ():
    shown = texts(drawn(small_map(), edited(small_map(), "Prove identity", emotion=-0.4)))

    assert {"−2.1", "−0.4"} <= set(shown)
    assert "+1.0" not in shown


def test_journey_marks_what_came_and_what_went():
    svg = drawn(small_map(), without(small_map(), "First payment"))

    assert 'text-decoration="line-through"' in svg
    assert svg.count('stroke-dasharray="3 2"') == 2  # two that cannot be told, none for the removed


def test_journey_says_in_words_what_it_shows():
    svg = drawn(small_map(), edited(small_map(), "Prove identity", emotion=-0.4))

    title = re.search("<title[^>]*>(.*?)</title>", svg)[1]
    description = re.search("<desc[^>]*>(.*?)</desc>", svg)[1]
    assert title == (
        "Emotion curves of before and after over the whole journey. "
        "The table under Feelings says every rating."
    )
    assert "Prove identity: −2.1 → −0.4, cannot tell." in description


@pytest.mark.parametrize(
    ("columns", "names", "points"), [(4, 4, 4), (40, 40, 40), (90, 0, 90), (300, 0, 0)]
)
def test_journey_leaves_out_what_has_no_room(columns, names, points):
    svg = drawn(long_map(columns), long_map(columns))

    shown = [text for text in texts(svg) if text.startswith("Step")]
    assert len(shown) == names
    assert svg.count('stroke="#0B625C"/>') >= points
    assert (svg.count("<circle") == 0) == (points == 0)


def test_labels_keep_clear_of_each_other():
    after = long_map(60, emotion=0.0)
    for number in range(6):
        after = edited(after, f"Step {number}", emotion=1.5)

    shown = [text for text in texts(drawn(long_map(60, emotion=0.0), after)) if text == "+1.5"]

    assert len(shown) == 3  # every other one: a column is 13 wide, a label 24


@pytest.mark.parametrize("name", ["W" * 160, "<b>&\"'", "漢" * 80])
def test_journey_holds_any_name(name):
    contents = edited(edited(small_map(), "Apply", name=name), "Prove identity", name=name)

    assert ElementTree.fromstring(str(drawn(contents, contents))) is not None
