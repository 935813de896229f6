"""The list of changes, by element and in journey order."""

from __future__ import annotations

from msgspec import structs

from journeys.admin.pages import change_list
from journeys.comparison import compare
from journeys.contents import LaneContents
from tests.journeys.sample import card, edited, key, small_map, stage, touchpoint, without


def listed(before, after, **options):
    groups = change_list.grouped(compare(before, after), before, after, **options)
    return [
        (group.title, [(entry.name, entry.kinds) for entry in group.entries]) for group in groups
    ]


def test_grouped_follows_the_journey_and_keeps_what_is_gone_in_its_place():
    before = small_map()
    after = edited(before, "First payment", emotion=2.0)
    after = without(after, "Start application")
    after = edited(after, "Call drops", severity=5)
    after = edited(after, "Apply", customer_goal="Be done by noon")
    after = edited(after, "Form asks twice", text="The form asks twice")

    assert listed(before, after) == [
        (
            "Apply",
            [
                ("Apply", ("reworded",)),
                ("The form asks twice", ("reworded",)),  # spans the stage
                ("Start application", ("removed",)),
                ("Call drops", ("rescored",)),
            ],
        ),
        ("First use", [("First payment", ("rescored",))]),
    ]


def test_grouped_puts_lanes_last():
    before = small_map()
    after = structs.replace(
        before, lanes=(*before.lanes, LaneContents(key=key("Ideas"), kind="notes", name="Ideas"))
    )
    after = edited(after, "First use", name="First days")

    assert listed(before, after) == [
        ("First days", [("First days", ("renamed",))]),
        ("Lanes", [("Ideas", ("added",))]),
    ]


def test_grouped_gathers_all_changes_of_an_element_under_its_weightiest_mark():
    before = small_map()
    after = edited(before, "Prove identity", emotion=-2.8, name="Video identification")
    groups = change_list.grouped(compare(before, after), before, after)

    (entry,) = groups[0].entries

    assert entry.words == ("Renamed, was “Prove identity”", "Emotion −2.1 → −2.8")
    assert (entry.icon, entry.mark) == ("edit", "changed")
    assert entry.said == "renamed, rated differently"
    assert entry.anchor == key("Prove identity")


def test_grouped_keeps_only_the_kinds_asked_for():
    before = small_map()
    after = edited(without(before, "First payment"), "Call drops", severity=5)

    assert listed(before, after, only=["removed"]) == [
        ("First use", [("First payment", ("removed",))])
    ]


def test_grouped_leads_a_card_to_its_touchpoint_and_names_its_cell():
    before = small_map()
    after = structs.replace(
        before,
        cards=(*before.cards, card("No sound", "Pain points", "Apply", "Prove identity")),
    )

    (group,) = change_list.grouped(compare(before, after), before, after, linked="kind=added")
    (entry,) = group.entries

    assert entry.anchor == key("Prove identity")
    assert entry.words == ("Pain points, Prove identity",)
    assert entry.query == f"kind=added&pick={key('Prove identity')}"


def test_grouped_shows_a_removed_stage_where_it_was():
    before = small_map(
        stages=(
            stage("One", touchpoint("a")),
            stage("Two", touchpoint("b")),
            stage("Three", touchpoint("c")),
        ),
        cards=(),
    )
    after = edited(without(before, "Two"), "c", emotion=1.0)
    after = edited(after, "a", emotion=1.0)

    assert [title for title, _ in listed(before, after)] == ["One", "Two", "Three"]


def test_first_cuts_a_long_list_and_counts_the_rest():
    before = small_map(stages=(), cards=())
    after = small_map(
        stages=(stage("One", touchpoint("a"), touchpoint("b")), stage("Two", touchpoint("c"))),
        cards=(),
    )
    groups = change_list.grouped(compare(before, after), before, after)

    kept, left_out = change_list.first(groups, 4)

    assert [[entry.name for entry in group.entries] for group in kept] == [
        ["One", "a", "b"],
        ["Two"],
    ]
    assert left_out == 1
    assert change_list.first(groups, None) == (groups, 0)


def test_counts_name_every_kind_there_is_in_one_order():
    before = small_map()
    after = edited(without(before, "First payment"), "Call drops", severity=5)

    counts = change_list.counts(compare(before, after))

    assert [(count.number, count.word) for count in counts] == [
        (1, "removed"),
        (1, "rated differently"),
    ]
