"""Files to download: sound XML, presentation attributes only, everything in them once."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from msgspec import structs

from journeys.rendering import picture, svg
from journeys.rendering.palette import DARK, LIGHT, PRINT
from tests.factories.contents import map_contents
from tests.journeys.rendering.pictures import (
    SVG,
    draw_comparison,
    draw_small,
    ids_in,
    parse,
    texts_in,
)
from tests.journeys.sample import card, key, small_map, stage, touchpoint

ALLOWED = {"svg", "title", "desc", "g", "rect", "line", "path", "circle", "text", "tspan"}
HOSTILE = "<script>alert(1)</script>\"'&amp;]]>\x00\x1b\ud800"


@given(map_contents(most_cards=10))
@settings(max_examples=25)
def test_every_map_is_sound_xml(contents) -> None:
    drawing = svg.draw_map(picture.draw(contents), LIGHT)

    elements = list(parse(drawing).iter())
    assert {element.tag.removeprefix(SVG) for element in elements} <= ALLOWED
    assert not {"class", "style"} & {name for element in elements for name in element.attrib}
    assert "var(" not in drawing
    assert len(ids_in(drawing)) == len(set(ids_in(drawing)))


@given(map_contents(), map_contents())
@settings(max_examples=25)
def test_every_comparison_is_sound_xml(before, after) -> None:
    drawing = svg.draw_comparison(draw_comparison(before, after), DARK)

    assert {element.tag.removeprefix(SVG) for element in parse(drawing).iter()} <= ALLOWED
    assert "var(" not in drawing


def test_map_is_titled_and_described() -> None:
    root = parse(svg.draw_map(picture.draw(small_map(), caption="Version 2"), LIGHT))

    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "Open an account, Version 2"
    assert "Call drops (Apply, Prove identity, severity 4 of 5, 31 % of customers hit)." in (
        description.text
    )


def test_map_writes_everything_as_text() -> None:
    words = texts_in(svg.draw_map(draw_small(), LIGHT))

    once = ["Apply", "First use", "Start application", "Prove identity", "First payment", "App"]
    once += ["Call drops", "Form asks twice", "Resume a call", "31 %", "video", "Opportunities"]
    assert {word: Counter(words)[word] for word in once} == dict.fromkeys(once, 1)
    assert [word for word in words if "assumed" in word] == [
        "+1.0 assumed",
        "−2.1 assumed",
        "+1.8 assumed",
        "assumed",
        "partly assumed",
    ]


def test_points_show_what_they_rest_on() -> None:
    parts = (
        touchpoint("1", emotion=2.0, basis="observed"),
        touchpoint("2", emotion=-3.0, basis="observed", is_moment_of_truth=True),
        touchpoint("3", emotion=0.0, basis="assumed"),
        touchpoint("4"),
    )
    drawing = svg.draw_map(draw_small(stages=(stage("S", *parts), stage("Blank")), cards=()), LIGHT)

    groups = {
        group.get("data-key"): group
        for group in parse(drawing).iter(f"{SVG}g")
        if group.get("data-key")
    }
    marks = {
        name: groups[key(name)].find(f"{SVG}circle")
        if name != "2"
        else groups[key(name)].find(f"{SVG}path")
        for name in "123"
    }
    assert {name: mark.get("fill") for name, mark in marks.items()} == {
        "1": LIGHT.emotion_high_2,
        "2": LIGHT.emotion_low_3,
        "3": LIGHT.surface,
    }
    assert {name: mark.get("stroke-dasharray") for name, mark in marks.items()} == {
        "1": None,
        "2": None,
        "3": "3 2",
    }
    assert key("4") not in groups
    assert texts_in(drawing).count("not rated") == 1


@pytest.mark.parametrize("palette", [LIGHT, DARK, PRINT])
def test_map_lies_on_the_surface_of_its_palette(palette) -> None:
    root = parse(svg.draw_map(draw_small(), palette))

    ground = root.find(f"{SVG}rect")
    assert (ground.get("fill"), ground.get("width")) == (palette.surface, root.get("width"))


def test_nothing_stands_outside_the_file() -> None:
    root = parse(svg.draw_map(draw_small(), LIGHT))
    width, height = float(root.get("width")), float(root.get("height"))

    for box in root.findall(f"{SVG}rect"):
        assert float(box.get("x", 0)) + float(box.get("width")) <= width
        assert float(box.get("y", 0)) + float(box.get("height")) <= height


def test_hostile_texts_stay_texts() -> None:
    point = structs.replace(touchpoint("t"), name=HOSTILE, feeling=HOSTILE, emotion=1.0)
    pain = structs.replace(card("c", "Pain points", "s"), text=HOSTILE, tags=(HOSTILE,))
    contents = small_map(stages=(structs.replace(stage("s", point), name=HOSTILE),), cards=(pain,))

    drawing = svg.draw_map(picture.draw(contents, caption=HOSTILE), LIGHT)

    assert {element.tag.removeprefix(SVG) for element in parse(drawing).iter()} <= ALLOWED
    assert any("<script>alert(1)</script>" in text for text in texts_in(drawing))
    drawing.encode("utf-8")


def test_long_names_and_texts_are_cut_with_an_ellipsis() -> None:
    contents = small_map(
        stages=(stage("W" * 160, touchpoint("V" * 160)),),
        cards=(card("word " * 4000, "Pain points", "W" * 160),),
    )

    drawing = svg.draw_map(picture.draw(contents), LIGHT)

    written = texts_in(drawing)
    assert len("".join(written)) < 2500
    assert sum(text.endswith("…") for text in written) == 3


def test_text_that_runs_right_to_left_is_set_from_the_right() -> None:
    contents = small_map(stages=(stage("S", touchpoint("שלום עולם")),), cards=())

    root = parse(svg.draw_map(picture.draw(contents), LIGHT))

    (name,) = [text for text in root.iter(f"{SVG}text") if text.text == "שלום עולם"]
    assert name.get("direction") == "rtl"


def test_two_maps_on_one_page_keep_their_ids_apart() -> None:
    drawings = [
        svg.draw_map(picture.draw(small_map(), prefix=prefix), LIGHT) for prefix in ("a-", "b-")
    ]

    assert not set(ids_in(drawings[0])) & set(ids_in(drawings[1]))


def test_empty_map_says_what_to_do() -> None:
    words = " ".join(texts_in(svg.draw_map(draw_small(stages=(), cards=()), LIGHT)))

    assert "No stages yet. Start with the stages" in words


def test_map_has_no_needless_weight() -> None:
    drawing = svg.draw_map(draw_small(), LIGHT)

    assert not re.search(r"\d\.\d{6}", drawing)


def test_comparison_shows_both_lines_and_the_difference() -> None:
    before = small_map()
    after = small_map(
        stages=(
            stage(
                "Apply",
                touchpoint("Start application", emotion=2.2),
                touchpoint("Prove identity", emotion=-2.1, is_moment_of_truth=True),
            ),
            stage("First use", touchpoint("Set up alerts", emotion=0.5)),
        )
    )
    drawing = svg.draw_comparison(
        draw_comparison(before, after, before_name="Version 1", after_name="Version 2"), LIGHT
    )

    words = texts_in(drawing)
    assert {word: words.count(word) for word in ("+1.0 → +2.2", "−2.1 → −2.1", "cannot tell")} == {
        "+1.0 → +2.2": 1,
        "−2.1 → −2.1": 1,
        "cannot tell": 2,
    }
    assert {"added", "removed", "Difference", "Version 1", "Version 2"} <= set(words)
    struck = [
        text.text
        for text in parse(drawing).iter(f"{SVG}text")
        if text.get("text-decoration") == "line-through"
    ]
    assert struck == ["First payment"]


def test_comparison_without_differences_has_no_plot_of_them() -> None:
    words = texts_in(svg.draw_comparison(draw_comparison(small_map(), small_map()), LIGHT))

    assert "Difference" not in words


def test_empty_comparison_is_a_file_too() -> None:
    empty = small_map(stages=(), cards=())

    words = texts_in(svg.draw_comparison(draw_comparison(empty, empty), LIGHT))

    assert "Neither version has stages yet." in words
