"""Scores 1…5 stand for emotions −3…+3 in equal steps, and both come back unchanged."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.exchange.mermaid import scores


@pytest.mark.parametrize(
    ("score", "emotion"),
    [
        ("1", -3.0),
        ("2", -1.5),
        ("3", 0.0),
        ("4", 1.5),
        ("5", 3.0),
        ("3.5", 0.8),  # 0.75, half away from zero
        ("2.5", -0.8),
        ("4.20", 1.8),
        ("0", None),
        ("0.999", None),
        ("5.01", None),
        ("-1", None),
        ("500", None),
    ],
)
def test_emotion_of_a_score(score, emotion):
    assert scores.emotion_of(Decimal(score)) == emotion


@pytest.mark.parametrize(
    ("emotion", "score"),
    [
        (-3, "1"),
        (-1.5, "2"),
        (0.0, "3"),
        (1.5, "4"),
        (3, "5"),
        (0.8, "3.5"),
        (0.1, "3.07"),
        (-2.8, "1.13"),
    ],
)
def test_score_of_an_emotion_is_the_shortest(emotion, score):
    assert scores.score_of(emotion) == score


@pytest.mark.parametrize("tenths", range(-30, 31))
def test_every_emotion_comes_back_from_its_score(tenths):
    emotion = tenths / 10

    assert scores.emotion_of(Decimal(scores.score_of(emotion))) == emotion


@pytest.mark.parametrize("tenths", range(10, 51))
def test_every_score_of_one_decimal_comes_back_from_its_emotion(tenths):
    score = Decimal(tenths) / 10

    assert Decimal(scores.score_of(scores.emotion_of(score))) == score


@given(st.decimals(1, 5, allow_nan=False, places=6))
def test_any_score_on_the_scale_gives_a_whole_tenth_on_the_scale(score):
    emotion = scores.emotion_of(score)

    assert round(emotion, 1) == emotion
    assert -3 <= emotion <= 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "X",
        "-",
        "?",
        "N/A",
        "2rem",
        "2, Ann",
        "1_000",
        "0x3",
        "NaN",
        "Infinity",
        "٣.٣.٣",
        "9" * 50,
    ],
)
def test_what_is_no_number_is_none(text):
    assert scores.number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", "3"),
        ("+4", "4"),
        ("−1", "-1"),
        (".5", "0.5"),
        ("3.", "3"),
        ("1e1", "10"),
        ("\uff14", "4"),
    ],
)
def test_numbers_as_people_write_them(text, value):
    assert scores.number(text) == Decimal(value)
