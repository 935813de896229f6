"""Several personas on one map: a curve each, honest about what is a persona's own."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from journeys.contents import PersonaContents, PersonaEmotion
from journeys.rendering import marks, picture, plot, svg
from journeys.rendering.palette import DARK, LIGHT, PERSONAS, PRINT
from journeys.rendering.persona_names import Box
from tests.journeys.rendering.pictures import SVG, parse, texts_in
from tests.journeys.rendering.test_palette import contrast
from tests.journeys.sample import key, small_map, stage, touchpoint

LENA, OMAR = (PersonaContents(key=key(name), name=name) for name in ("Lena", "Omar"))


def felt(persona: str, emotion: float, **facts: str) -> PersonaEmotion:
    return PersonaEmotion(persona=key(persona), emotion=emotion, **facts)


def journey(*touchpoints: tuple[float | None, tuple[PersonaEmotion, ...]], **changes):
    """Return a map with a touchpoint per emotion, T1 the first."""
    parts = (
        touchpoint(f"T{number}", emotion=emotion, persona_emotions=of_personas)
        for number, (emotion, of_personas) in enumerate(touchpoints, start=1)
    )
    changes = {"personas": (LENA, OMAR), "cards": ()} | changes
    return small_map(stages=(stage("S", *parts),), **changes)


TWO = journey(
    (1.0, (felt("Lena", -1.5, feeling="lost"),)),
    (0.5, ()),
    (-1.0, (felt("Lena", 2.0, basis="observed"), felt("Omar", -2.5))),
)


def group(drawing: str, persona: str) -> list:
    return [g for g in parse(drawing).iter(f"{SVG}g") if g.get("data-persona") == key(persona)]


def test_points_are_a_personas_own_only() -> None:
    lena, omar = picture.draw(TWO).personas

    assert [(point.x, point.value, point.basis, point.feeling) for point in lena.curve.points] == [
        (0.5, -1.5, "assumed", "lost"),
        (2.5, 2.0, "observed", ""),
    ]
    assert [(point.name, point.value) for point in omar.curve.points] == [("T3", -2.5)]
    assert (lena.name, lena.look, lena.told, omar.look) == ("Lena", 0, "2 of their own", 1)


def test_line_says_where_it_falls_back_to_the_maps() -> None:
    lena, omar = picture.draw(TWO).personas

    found = [(part.at(part.x0), part.at(part.x1), part.is_assumed) for part in lena.curve.segments]
    assert found == [(-1.5, 0.5, True), (0.5, 2.0, True)]
    assert [part.is_assumed for part in omar.curve.segments] == [True, True]


def test_line_between_two_of_a_personas_own_is_its_own() -> None:
    both = (felt("Lena", 1.0),)

    (lena,) = picture.draw(journey((0.0, both), (0.0, both), (0.0, ()))).personas

    assert [part.is_assumed for part in lena.curve.segments] == [False, True]


def test_line_breaks_where_nobody_has_rated() -> None:
    (lena,) = picture.draw(journey((0.0, (felt("Lena", 1.0),)), (None, ()), (1.0, ()))).personas

    assert lena.curve.segments == ()


def test_persona_without_an_emotion_of_its_own_has_no_curve() -> None:
    assert picture.draw(journey((0.0, (felt("Lena", 1.0),)))).personas[0].key == key("Lena")
    assert picture.draw(journey((0.0, ()))).personas == ()


def test_persona_that_is_not_on_the_map_has_no_curve() -> None:
    drawn = picture.draw(journey((0.0, (felt("Lena", 1.0),)), personas=(OMAR,)))

    assert (drawn.personas, drawn.columns[0].of_personas) == ((), ())


def test_screen_holds_every_curve_and_hides_what_is_not_chosen() -> None:
    drawing = plot.draw(picture.draw(TWO, personas=[key("Omar")]))

    assert {g.get("display") for g in group(drawing, "Lena")} == {"none"}
    assert {g.get("display") for g in group(drawing, "Omar")} == {None}


def test_file_and_print_hold_the_chosen_curves_only() -> None:
    drawn = picture.draw(TWO, personas=[key("Omar")])

    for drawing in (svg.draw_map(drawn, LIGHT), plot.draw(drawn.pages(7)[0])):
        assert group(drawing, "Lena") == []
        assert len(group(drawing, "Omar")) == 2
    words = texts_in(svg.draw_map(drawn, LIGHT))
    assert "Omar, 1 of their own" in words
    assert "no emotion of their own: the map’s" in words
    assert not [line for line in words if line.startswith("Lena")]


def test_map_without_personas_is_drawn_as_before() -> None:
    drawn = picture.draw(small_map())

    assert "data-persona" not in plot.draw(drawn) + svg.draw_map(drawn, PRINT)
    assert "of their own" not in svg.draw_map(drawn, PRINT) + str(drawn.words)


def test_every_persona_has_its_own_colour_dash_mark_and_name() -> None:
    looks = [marks.persona(look, "print") for look in range(PERSONAS)]
    patterns = (r' stroke="(#\w+)"', r'stroke-dasharray="([^"]+)"', r'<path d="([^"]+)"')

    for pattern in patterns:
        assert len({re.findall(pattern, look)[0] for look in looks}) == PERSONAS
    words = texts_in(plot.draw(picture.draw(TWO)))
    assert {"Lena", "Omar"} <= set(words)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_personas_are_legible_on_every_ground(palette) -> None:
    grounds = (palette.surface, palette.above_zero, palette.below_zero, palette.ground)

    weak = [
        (look, ground)
        for look in range(PERSONAS)
        for ground in grounds
        if contrast(palette.persona(look), ground) < 4.5
    ]
    assert weak == []


def test_mark_is_hollow_where_the_team_assumes() -> None:
    drawing = plot.draw(picture.draw(TWO).pages(7)[0])

    fills = [path.get("fill") for g in group(drawing, "Lena") for path in g.iter(f"{SVG}path")]
    assert fills == ["none", LIGHT.surface, LIGHT.persona(0)]


def test_points_say_whose_they_are_and_how_we_know() -> None:
    drawing = plot.draw(picture.draw(TWO))

    titles = [title.text for g in group(drawing, "Lena") for title in g.iter(f"{SVG}title")]
    assert titles == ["Lena, T1: −1.5, assumed, lost", "Lena, T3: +2.0, observed"]


def test_words_tell_what_the_curves_show() -> None:
    words = picture.draw(TWO).words

    assert words.summary.endswith(
        "Curves of their own, elsewhere as the map's: Lena at 2, Omar at 1 of the touchpoints."
    )
    assert words.stages[0].touchpoints == (
        "T1: +1.0, assumed; for Lena −1.5, assumed, lost.",
        "T2: +0.5, assumed.",
        "T3: −1.0, assumed; for Lena +2.0, observed; for Omar −2.5, assumed.",
    )


def test_words_of_a_file_tell_of_the_chosen_only() -> None:
    drawing = svg.draw_map(picture.draw(TWO, personas=[key("Lena")]), LIGHT)

    description = parse(drawing).find(f"{SVG}desc").text
    assert "for Lena −1.5" in description
    assert "Omar" not in description.partition("Curves")[2]


def test_page_names_the_personas_it_shows_and_loses_none() -> None:
    places = [(0.0, (felt("Lena", 1.0),) if place in {0, 9} else ()) for place in range(12)]

    pages = picture.draw(journey(*places)).pages(4)

    assert [
        [point.x for page in pages for persona in page.personas for point in persona.curve.points]
    ] == [[0.5, 1.5]]
    assert [len(page.personas) for page in pages] == [1, 0, 1]
    assert pages[0].personas[0].told == "2 of their own"


def test_legend_in_print_and_on_screen() -> None:
    drawn = picture.draw(TWO, personas=[key("Omar")])

    screen = render_to_string("journeys/picture/map.html", {"picture": drawn})
    paper = render_to_string("journeys/picture/map.html", {"picture": drawn.pages(7)[0]})

    assert f'data-persona="{key("Lena")}" hidden' in screen
    assert "Lena" not in paper.partition("picture-personas")[2]
    assert "<bdi>Omar</bdi>, 1 of their own" in paper


emotions = st.integers(-30, 30).map(lambda tenths: tenths / 10)


@given(
    st.lists(
        st.tuples(
            st.none() | emotions,
            st.dictionaries(st.sampled_from(range(8)), emotions, max_size=8),
        ),
        min_size=1,
        max_size=10,
    ),
    st.lists(st.text(min_size=1, max_size=80), min_size=8, max_size=8),
)
@settings(max_examples=30, deadline=None)
def test_any_number_of_personas_is_sound_xml_with_names_inside(places, names) -> None:
    people = tuple(
        PersonaContents(key=key(str(number)), name=name) for number, name in enumerate(names)
    )
    drawn = picture.draw(
        journey(
            *(
                (own, tuple(felt(str(number), value) for number, value in of_personas.items()))
                for own, of_personas in places
            ),
            personas=people,
        )
    )

    drawing = svg.draw_map(drawn, DARK)

    shown = {g.get("data-persona") for g in parse(drawing).iter(f"{SVG}g")} - {None}
    assert shown == {persona.key for persona in drawn.personas}
    heights = plot.frame_of(drawn).height
    assert all(
        0 <= text_y(line) <= heights
        for page in drawn.pages(4)
        for line in parse(plot.draw(page)).iter(f"{SVG}text")
    )


def text_y(line) -> float:
    return float(line.get("y"))


def test_boxes_that_only_touch_do_not_meet() -> None:
    box = Box(0, 0, 10, 10)

    assert box.meets(Box(9, 9, 20, 20))
    assert not box.meets(Box(10, 0, 20, 10))


def test_names_stand_clear_of_each_other() -> None:
    crowd = tuple(
        PersonaContents(key=key(str(number)), name=f"Persona {number}") for number in range(4)
    )
    one = (1.0, tuple(felt(str(number), 1.0) for number in range(4)))
    drawn = picture.draw(journey(one, one, one, personas=crowd))

    drawing = plot.draw(structs.replace(drawn, medium="print", column_width=160.0))

    places = [
        (parent.get("transform"), line.get("x"), line.get("y"))
        for parent in parse(drawing).iter(f"{SVG}g")
        for line in parent.findall(f"{SVG}text")
        if line.text and line.text.startswith("Persona")
    ]
    assert len(set(places)) == 4
