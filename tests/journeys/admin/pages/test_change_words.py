"""Changes in words."""

from __future__ import annotations

import pytest

from journeys.admin.pages.change_words import field_name, in_words, signed, value
from journeys.comparison import Change, Place

PLACE = Place(stage="s", stage_name="Apply")


def change(kind, field="", before=None, after=None):
    return Change(kind, "touchpoint", "k", "Video identification", PLACE, field, before, after)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (change("added"), "New here"),
        (change("removed"), "Not in the later version"),
        (change("moved", "stage", "Apply", "First use"), "From Apply to First use"),
        (change("moved", "order"), "Order changed"),
        (change("moved", "order", 1, 3), "From place 1 to place 3"),
        (change("renamed", "name", "Upload payslip", "Prove income"), "Renamed, was “Upload payslip”"),
        (change("rescored", "emotion", -1.4, -2.1), "Emotion −1.4 → −2.1"),
        (change("rescored", "emotion", None, 0.0), "Emotion – → 0.0"),
        (change("rescored", "severity", 3, 5), "Severity 3 → 5"),
        (change("rescored", "share_hit", 14.0, 31.5), "Customers hit 14 % → 31.5 %"),
        (change("rechannelled", "channel", "Web", None), "Channel Web → –"),
        (change("changed", "is_moment_of_truth", False, True), "Now a moment of truth"),
        (change("changed", "is_moment_of_truth", True, False), "No longer a moment of truth"),
        (change("changed", "basis", "assumed", "observed"), "Basis assumed by the team → observed from customers"),
        (change("changed", "actors", ("Lena",), ("Lena", "Agent")), "Who takes part Lena → Lena, Agent"),
        (change("changed", "kind", "notes", "pain_points"), "Kind Notes → Pain points"),
        (change("reworded", "does", "short", "x" * 61), "What the customer does: reworded"),
        (change("reworded", "thinks", "", "At last"), "What the customer thinks: – → “At last”"),
    ],
)  # fmt: skip
def test_in_words_says_one_change(made, words):
    assert in_words(made) == words


def test_value_of_nothing_is_a_dash():
    assert [value("owner", nothing) for nothing in (None, "", ())] == ["–", "–", "–"]


def test_signed_uses_a_real_minus_and_no_negative_zero():
    assert [signed(number) for number in (1.26, -1.2, 0.0, -0.04)] == ["+1.3", "−1.2", "0.0", "0.0"]


def test_field_name_of_an_unknown_field_reads_like_words():
    assert field_name("own_thing") == "Own thing"
