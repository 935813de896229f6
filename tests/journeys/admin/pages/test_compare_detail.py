"""One element before and after."""

from __future__ import annotations

from journeys.admin.pages.compare_detail import detail
from journeys.comparison import compare
from tests.journeys.sample import edited, key, small_map, without


def detailed(name, before, after):
    return detail(key(name), before, after, compare(before, after))


def lines(found):
    return {line.label: (line.before, line.after, line.is_changed) for line in found.lines}


def test_detail_shows_a_touchpoint_field_by_field():
    before = small_map()
    after = edited(before, "Prove identity", emotion=-2.8, name="Video identification")

    found = detailed("Prove identity", before, after)

    assert (found.name, found.what) == ("Video identification", "Touchpoint")
    assert lines(found) == {
        "Name": ("Prove identity", "Video identification", True),
        "Stage": ("Apply", "Apply", False),
        "Emotion": ("−2.1", "−2.8", True),
        "Basis": ("assumed by the team", "assumed by the team", False),
        "Moment of truth": ("yes", "yes", False),
    }
    assert found.difference == "−0.7"
    assert found.delta.verdict == "cannot_tell"


def test_detail_shows_the_cards_of_the_place_on_both_sides():
    before = small_map()
    after = without(edited(before, "Call drops", severity=5), "Resume a call")

    found = detailed("Prove identity", before, after)

    assert [(line.label, line.before, line.after) for line in found.cards] == [
        ("Pain points", "Call drops (severity 4, 31 % hit)", "Call drops (severity 5, 31 % hit)"),
        ("Opportunities", "Resume a call", "–"),
    ]


def test_detail_of_what_is_gone_says_on_which_side_it_is():
    before = small_map()
    after = without(before, "First payment")

    found = detailed("First payment", before, after)

    assert (found.is_before, found.is_after) == (True, False)
    assert lines(found)["Name"] == ("First payment", "–", True)
    assert found.difference == ""


def test_detail_shows_a_stage():
    before = small_map()
    after = edited(before, "Apply", customer_goal="Be done by noon")

    found = detailed("Apply", before, after)

    assert (found.name, found.what) == ("Apply", "Stage")
    assert lines(found) == {
        "Name": ("Apply", "Apply", False),
        "Customer’s goal": ("Have an account by tonight", "Be done by noon", True),
    }


def test_detail_leaves_the_basis_out_where_nothing_is_rated():
    before = edited(small_map(), "First payment", emotion=None)

    assert "Basis" not in lines(detailed("First payment", before, before))


def test_detail_of_an_unknown_key_is_none():
    assert detailed("Nowhere", small_map(), small_map()) is None
