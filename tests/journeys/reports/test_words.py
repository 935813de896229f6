"""Numbers, dates and fields as a board reads them."""

from datetime import UTC, date, datetime

import pytest

from journeys.reports import words


@pytest.mark.parametrize(
    ("number", "digits", "said"),
    [
        (0.7, 1, "+0.7"),
        (-1.2, 1, "−1.2"),
        (0.0, 1, "0"),
        (-0.04, 1, "0"),
        (None, 1, "–"),
        (5, 0, "+5"),
    ],
)
def test_signed_has_a_real_minus_and_no_signed_zero(number, digits, said):
    assert words.signed(number, digits) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (4120, "4,120"),
        (63.94, "63.9"),
        (2.0, "2"),
        (0.056, "0.06"),
        (-7.25, "−7.25"),
        (-0.001, "0.00"),
    ],
)
def test_plain_has_about_three_figures(number, said):
    assert words.plain(number) == said


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("emotion", -1.4, "−1.4"),
        ("severity", 4, "4 of 5"),
        ("share_hit", 12.5, "12.5 %"),
        ("is_moment_of_truth", False, "no"),
        ("basis", "observed", "Observed from customers"),
        ("kind", "pain_points", "Pain points"),
        ("status", "proto", "Proto persona"),
        ("actors", ("Ada", "Bo"), "Ada, Bo"),
        ("objectives", ("Sell more", "Lose less"), "Sell more; Lose less"),
        ("evidence_from", "2026-03-04", "4 Mar 2026"),
        ("attachment", "attachments/3/photo.png", "photo.png"),
        ("order", 3, "No. 3"),
        ("team", "", ""),
        ("emotion", None, ""),
        ("tags", (), ""),
    ],
)
def test_value_says_a_field_in_words(name, given, said):
    if name == "status":
        from journeys.models import Persona

        said = str(Persona.Status.PROTO.label)
    assert words.value(name, given) == said


def test_zero_is_said_and_not_left_out():
    assert words.value("emotion", 0.0) == "0"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2026, 1, 1), date(2026, 2, 3), "1 Jan 2026 to 3 Feb 2026"),
        (date(2026, 1, 1), None, "from 1 Jan 2026"),
        (None, date(2026, 2, 3), "to 3 Feb 2026"),
        (None, None, ""),
    ],
)
def test_period_may_be_open(start, end, said):
    assert words.period(start, end) == said


def test_moment_is_in_the_time_zone_of_the_installation(settings):
    settings.TIME_ZONE = "Europe/Berlin"

    assert words.moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "2 Jul 2026, 00:30 CEST"


def test_clean_takes_out_what_turns_the_direction_of_words():
    assert words.clean("pay\u202egnp.exe\u2069\x0b") == "paygnp.exe"


def test_shortened_cuts_at_a_word():
    assert words.shortened("waiting for a decision", 16) == "waiting for a…"
    assert words.shortened("W" * 50, 16) == "W" * 15 + "…"
