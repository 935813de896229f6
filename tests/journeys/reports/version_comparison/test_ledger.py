"""Every change stands under its stage, in journey order, with before and after."""

import pytest
from msgspec import structs

from journeys.comparison import compare
from journeys.rendering import comparison_picture
from journeys.reports.excerpts import Excerpt
from journeys.reports.version_comparison import ledger
from journeys.reports.version_comparison.ledger import Line, what_changed
from journeys.reports.version_comparison.parameters import Filters
from tests.journeys.sample import card, edited, key, small_map, stage, touchpoint, without

NOTHING = Excerpt()


def changes(before, after, filters=Filters()):  # noqa: B008  a frozen value
    compared = compare(before, after)
    picture = comparison_picture.draw(before, after, compared)
    return what_changed(compared.changes, picture, before, after, filters)


def only(groups):
    (group,) = groups
    return group


def test_a_change_says_its_word_field_before_and_after():
    group = only(changes(small_map(), edited(small_map(), "Prove identity", emotion=-0.4)))

    (entry,) = group.entries
    assert (group.name, entry.element, entry.name) == ("Apply", "Touchpoint", "Prove identity")
    assert entry.lines == (Line("changed", "Re-rated", "rating", Excerpt("−2.1"), Excerpt("−0.4")),)


def test_changes_of_one_element_stand_together():
    after = edited(small_map(), "Call drops", severity=2, owner="Ada")

    (entry,) = only(changes(small_map(), after)).entries

    assert (entry.element, entry.name, entry.place) == (
        "Card in Pain points",
        "Call drops",
        "at Prove identity",
    )
    assert [(line.word, line.field, str(line.before), str(line.after)) for line in entry.lines] == [
        ("Re-rated", "severity", "4 of 5", "2 of 5"),
        ("Changed", "owner", "", "Ada"),
    ]


def test_a_card_that_comes_or_goes_says_its_text_once():
    before, after = small_map(), without(small_map(), "Form asks twice")

    (gone,) = only(changes(before, after)).entries
    (new,) = only(changes(after, before)).entries

    assert (gone.name, gone.place, gone.is_removed) == ("", "across the stage", True)
    assert gone.lines == (Line("removed", "Removed", "", Excerpt("Form asks twice"), NOTHING),)
    assert new.lines == (Line("added", "Added", "", NOTHING, Excerpt("Form asks twice")),)


def test_a_touchpoint_that_comes_or_goes_says_what_it_is():
    extra = touchpoint("Renew", channel=key("App"), does="Renews the card", emotion=-0.5)
    after = structs.replace(small_map(), stages=(*small_map().stages, stage("Stay", extra)))

    goal, new = only(changes(small_map(), after)).entries

    assert (goal.name, goal.lines[0].after) == ("Stay", NOTHING)
    assert new.lines[0].after == Excerpt("App\nRenews the card\nRated −0.5")


def test_stages_stand_in_journey_order_and_say_that_they_are_new_or_gone():
    before = small_map()
    after = without(before, "Apply")
    after = structs.replace(after, stages=(*after.stages, stage("Stay", touchpoint("Renew"))))

    groups = changes(before, after)

    assert [(group.name, group.mark) for group in groups] == [
        ("Apply", "removed"),
        ("Stay", "added"),
    ]
    assert [entry.element for entry in groups[0].entries][:2] == ["Stage", "Touchpoint"]


def test_within_a_stage_cards_follow_their_touchpoint():
    after = edited(small_map(), "Prove identity", team="Vendor")
    after = edited(edited(after, "Start application", team="Web"), "Resume a call", owner="Ada")
    after = edited(edited(after, "Form asks twice", severity=1), "Apply", customer_goal="Fast")

    entries = only(changes(small_map(), after)).entries

    assert [entry.name for entry in entries] == [
        "Apply",
        "Start application",
        "Prove identity",
        "Resume a call",
        "Form asks twice",
    ]


def test_lanes_come_last():
    after = edited(edited(small_map(), "Pain points", name="What hurts"), "First payment", team="A")

    assert [group.name for group in changes(small_map(), after)] == [
        "First use",
        "Lanes of the map",
    ]


def test_a_move_within_a_place_says_both_places():
    before = small_map()
    first, second = before.stages[0].touchpoints
    moved = structs.replace(before.stages[0], touchpoints=(second, first))
    after = structs.replace(before, stages=(moved, before.stages[1]))

    (entry,) = only(changes(before, after)).entries

    (line,) = entry.lines
    assert (line.word, line.field) == ("Moved", "order")
    assert {str(line.before), str(line.after)} == {"No. 1 of 2", "No. 2 of 2"}


def test_a_reworded_text_marks_what_differs():
    after = edited(small_map(), "Call drops", text="Call drops twice")

    (entry,) = only(changes(small_map(), after)).entries

    assert entry.lines[0].after == Excerpt("Call drops", " twice")


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(), ["Prove identity", "Call drops"]),
        (Filters(elements=("touchpoint",)), ["Prove identity"]),
        (Filters(changes=("rescored",)), ["Prove identity", "Call drops"]),
        (Filters(changes=("added",)), []),
        (Filters(elements=("card",), changes=("rescored",)), ["Call drops"]),
    ],
)
def test_filters_keep_what_is_wanted(filters, names):
    after = edited(edited(small_map(), "Prove identity", emotion=0.0), "Call drops", severity=1)

    groups = changes(small_map(), after, filters)

    assert [entry.name for group in groups for entry in group.entries] == names


def test_a_long_ledger_is_cut_into_stretches(monkeypatch):
    monkeypatch.setattr(ledger, "ROWS_BETWEEN_CUTS", 10)
    cards = tuple(card(f"Card {number}", "Pain points", "Apply") for number in range(25))
    after = structs.replace(small_map(), cards=small_map().cards + cards)

    groups = changes(small_map(), after)

    assert [(len(g.entries), g.is_continued, g.begins_page) for g in groups] == [
        (10, False, False),
        (10, True, True),
        (5, True, True),
    ]


def test_a_cut_between_stages_begins_the_next_stage(monkeypatch):
    monkeypatch.setattr(ledger, "ROWS_BETWEEN_CUTS", 1)
    after = edited(edited(small_map(), "Prove identity", team="A"), "First payment", team="B")

    groups = changes(small_map(), after)

    assert [(g.name, g.is_continued, g.begins_page) for g in groups] == [
        ("Apply", False, False),
        ("First use", False, True),
    ]


def test_an_element_named_in_two_places_stands_where_it_is_now():
    before = small_map()
    start = before.stages[0].touchpoints[0]
    stages = (
        structs.replace(before.stages[0], touchpoints=before.stages[0].touchpoints[1:]),
        structs.replace(before.stages[1], touchpoints=(*before.stages[1].touchpoints, start)),
    )

    group = only(changes(before, structs.replace(before, stages=stages)))

    assert (group.name, group.entries[0].name) == ("First use", "Start application")
    assert key("Start application") == start.key
