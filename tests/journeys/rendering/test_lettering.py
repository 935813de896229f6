"""Lines break where the font says they are full."""

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.rendering import measure_inter
from journeys.rendering.lettering import (
    clean,
    fit,
    needs_shaping,
    runs_right_to_left,
    shorten,
    signs,
    width,
    wrap,
)

texts = st.text(max_size=200) | st.text(
    st.sampled_from("ab W-/–é漢👩\u200d\u0301\n "), max_size=120
)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("weight", measure_inter.WEIGHTS)
def test_table_has_the_widths_of_the_fonts_we_bring(weight: int) -> None:
    table = json.loads(measure_inter.TABLE.read_text(encoding="utf-8"))

    assert table[str(weight)] == [
        [first, run] for first, run in measure_inter.runs(measure_inter.measure(weight))
    ]


def test_width_is_the_sum_of_advance_widths() -> None:
    # Inter Regular has 2048 units per em; H is 1524 wide, i 496.
    assert width("Hi", 100) == pytest.approx(
        (round(1524 / 2.048) + round(496 / 2.048)) / 10, abs=0.1
    )


def test_signs_inter_has_not_are_as_wide_as_their_kind() -> None:
    assert (width("漢", 10), width("👩", 10), width("\u0901", 10)) == (10, 10, 0)


def test_text_breaks_at_spaces() -> None:
    assert wrap("Taps “Open account” in the app", 12, 120) == ["Taps “Open", "account” in the app"]


def test_text_keeps_its_own_line_ends() -> None:
    assert wrap("one\ntwo\r\n\nthree\n", 12, 200) == ["one", "two", "", "three"]


def test_text_breaks_after_hyphens_and_slashes() -> None:
    assert wrap("self-service/branch", 12, 55) == ["self-", "service/", "branch"]


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert wrap("one two three four five six seven", 12, 60, most=2) == ["one two", "three fo…"]


def test_long_text_is_not_measured_to_its_end() -> None:
    lines = wrap("word " * 4000, 12, 120, most=3)

    assert len(lines) == 3
    assert lines[-1].endswith("…")


def test_nothing_has_no_lines() -> None:
    assert wrap(" \n ", 12, 100) == []


def test_blanks_before_a_text_are_not_its_first_lines() -> None:
    assert wrap("\n \n" * 5000 + "one", 12, 60, most=2) == ["one"]
    assert wrap(" " * 20_000, 12, 60, most=2) == []


def test_no_room_at_all_still_holds_a_letter() -> None:
    assert wrap("ill", 12, -20, most=2) == ["ill"]


def test_text_after_a_blank_line_is_not_lost_without_a_sign() -> None:
    assert wrap("one\n\ntwo", 12, 60, most=1) == ["one…"]
    assert wrap("one\n\ntwo", 12, 60, most=2) == ["one", "…"]


@given(texts, st.integers(20, 300))
def test_no_line_is_wider_than_its_room(text: str, room: int) -> None:
    for line in wrap(clean(text), 12, room):
        assert width(line, 12) <= room or len(signs(line)) == 1


@given(texts, st.integers(30, 300))
def test_breaking_loses_nothing_but_space(text: str, room: int) -> None:
    text = clean(text)

    assert squeezed("".join(wrap(text, 12, room))) == squeezed(text)


@given(texts, st.integers(40, 200), st.integers(1, 4))
def test_no_more_lines_than_asked_for(text: str, room: int, most: int) -> None:
    assert len(wrap(clean(text), 12, room, most=most)) <= most


def test_marks_and_joined_emoji_are_not_torn() -> None:
    family = "👩\u200d👧"
    lines = wrap(family * 6 + "e\u0301" * 30, 12, 40)

    assert all(not line.startswith(("\u200d", "\u0301")) for line in lines)
    assert all(not line.endswith("\u200d") for line in lines)


@given(texts, st.integers(30, 200))
def test_shortened_text_fits_on_its_line(text: str, room: int) -> None:
    assert width(shorten(clean(text), 12, room), 12) <= room


def test_text_that_fits_is_left_as_it_is() -> None:
    assert fit("Call drops,\nstarts from zero", 12, 300, most=3) == "Call drops,\nstarts from zero"


def test_text_ending_in_an_ellipsis_of_its_own_is_left_as_it_is() -> None:
    assert fit("And then…", 12, 300, most=3) == "And then…"


@given(texts, st.integers(60, 200), st.integers(1, 3))
def test_fitted_text_takes_no_more_lines_than_it_may(text: str, room: int, most: int) -> None:
    assert len(wrap(fit(clean(text), 12, room, most=most), 12, room)) <= most


@given(st.text(st.characters(), max_size=60))
def test_clean_text_is_legal_in_xml(text: str) -> None:
    ET.fromstring(f"<a>{clean(text).replace('&', '').replace('<', '')}</a>".encode())


def test_towers_of_marks_are_cut() -> None:
    assert clean("e" + "\u0301" * 50 + "!") == "e" + "\u0301" * 4 + "!"


def test_ordinary_text_stays_as_it_is() -> None:
    text = "Zeile\tmit Umlaut: Prüfung,\nעברית עם נִקּוּד, ไม่มีปัญหา"  # noqa: RUF001  that is what it tries

    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "is_right_to_left"),
    [("abc", False), ("שלום abc", True), ("1. مرحبا", True), ("é", False), ("!?…", False)],
)
def test_direction_is_that_of_the_first_letter(text: str, is_right_to_left: bool) -> None:
    assert runs_right_to_left(text) is is_right_to_left


@pytest.mark.parametrize(
    ("text", "needs"), [("abc é", False), ("مرحبا", True), ("नमस्ते", True), ("漢字", False)]
)
def test_joined_scripts_need_shaping(text: str, needs: bool) -> None:
    assert needs_shaping(text) is needs
