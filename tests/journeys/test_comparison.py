"""Comparing is exact by key: what is told is what happened, no more and no less."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from journeys.comparison import FieldChange, Place, compare
from journeys.comparison.order import reordered
from journeys.contents import PersonaEmotion
from tests.journeys.sample import card, edited, key, small_map, stage, touchpoint, without


def told(comparison):
    """Return (kind, element, name, field) of every change."""
    return [
        (change.kind, change.element, change.name, change.field) for change in comparison.changes
    ]


def test_compare_same_contents_finds_nothing():
    comparison = compare(small_map(), small_map())

    assert comparison.is_empty
    assert comparison.summary == "Nothing changed between the two versions."
    assert comparison.counts == {}


@pytest.mark.parametrize(
    ("name", "fields", "expected"),
    [
        ("Apply", {"name": "Application"}, ("renamed", "stage", "Application", "name")),
        ("Apply", {"customer_goal": "x"}, ("reworded", "stage", "Apply", "customer_goal")),
        ("Start application", {"name": "Begin"}, ("renamed", "touchpoint", "Begin", "name")),
        ("Start application", {"does": "Taps"}, ("reworded", "touchpoint", "Start application", "does")),
        ("Start application", {"thinks": "Hm"}, ("reworded", "touchpoint", "Start application", "thinks")),
        ("Start application", {"feeling": "calm"}, ("reworded", "touchpoint", "Start application", "feeling")),
        ("Start application", {"emotion": 0.9}, ("rescored", "touchpoint", "Start application", "emotion")),
        ("Start application", {"importance": 5}, ("rescored", "touchpoint", "Start application", "importance")),
        ("Start application", {"channel": None}, ("rechannelled", "touchpoint", "Start application", "channel")),
        ("Start application", {"basis": "observed"}, ("changed", "touchpoint", "Start application", "basis")),
        ("Start application", {"team": "Web"}, ("changed", "touchpoint", "Start application", "team")),
        ("Start application", {"actors": ("Me",)}, ("changed", "touchpoint", "Start application", "actors")),
        ("Start application", {"is_moment_of_truth": True}, ("changed", "touchpoint", "Start application", "is_moment_of_truth")),
        ("Pain points", {"name": "What hurts"}, ("renamed", "lane", "What hurts", "name")),
        ("Opportunities", {"kind": "notes", "name": "Opportunities"}, ("changed", "lane", "Opportunities", "kind")),
        ("Call drops", {"text": "It drops"}, ("reworded", "card", "It drops", "text")),
        ("Call drops", {"severity": 5}, ("rescored", "card", "Call drops", "severity")),
        ("Call drops", {"share_hit": 30.0}, ("rescored", "card", "Call drops", "share_hit")),
        ("Call drops", {"owner": "Priya"}, ("changed", "card", "Call drops", "owner")),
        ("Call drops", {"tags": ("x",)}, ("changed", "card", "Call drops", "tags")),
        ("Call drops", {"lane": key("Opportunities")}, ("moved", "card", "Call drops", "place")),
        ("Call drops", {"touchpoint": None}, ("moved", "card", "Call drops", "place")),
    ],
)  # fmt: skip
def test_compare_one_edit_tells_that_edit_alone(name, fields, expected):
    comparison = compare(small_map(), edited(small_map(), name, **fields))

    assert told(comparison) == [expected]


def test_compare_edit_carries_both_values():
    after = edited(small_map(), "Start application", channel=None)

    (change,) = compare(small_map(), after).changes

    assert (change.before, change.after) == ("App", None)
    assert change.place == Place(stage=key("Apply"), stage_name="Apply")


def test_compare_tells_which_persona_feels_otherwise():
    lena = PersonaEmotion(persona=key("Lena"), emotion=-1.5, feeling="lost")
    before = edited(small_map(), "Prove identity", persona_emotions=(lena,))
    after = edited(
        small_map(),
        "Prove identity",
        persona_emotions=(structs.replace(lena, emotion=0, feeling="", basis="observed"),),
    )

    changed = compare(before, after).changes
    (came,) = compare(small_map(), after).changes

    assert [(one.kind, one.field, one.before, one.after) for one in changed] == [
        ("rescored", "emotion", -1.5, 0),
        ("reworded", "feeling", "lost", ""),
        ("changed", "basis", "assumed", "observed"),
    ]
    assert {(one.persona, one.persona_name) for one in (*changed, came)} == {(key("Lena"), "Lena")}
    assert (came.kind, came.before, came.after) == ("rescored", None, 0)
    assert compare(before, before).is_empty


def test_compare_removed_stage_tells_everything_that_went_with_it():
    comparison = compare(
        small_map(), without(small_map(), "Apply", "Start application", "Prove identity")
    )

    assert told(comparison) == [
        ("removed", "stage", "Apply", ""),
        ("removed", "touchpoint", "Start application", ""),
        ("removed", "touchpoint", "Prove identity", ""),
        ("removed", "card", "Call drops", ""),
        ("removed", "card", "Form asks twice", ""),
        ("removed", "card", "Resume a call", ""),
    ]


def test_compare_touchpoint_in_another_stage_is_moved_with_its_cards():
    before = small_map()
    moved = before.stages[0].touchpoints[1]
    after = structs.replace(
        before,
        stages=(
            structs.replace(before.stages[0], touchpoints=before.stages[0].touchpoints[:1]),
            structs.replace(before.stages[1], touchpoints=(*before.stages[1].touchpoints, moved)),
        ),
        cards=tuple(
            structs.replace(part, stage=key("First use")) if part.touchpoint else part
            for part in before.cards
        ),
    )

    comparison = compare(before, after)

    assert told(comparison) == [
        ("moved", "touchpoint", "Prove identity", "stage"),
        ("moved", "card", "Call drops", "place"),
        ("moved", "card", "Resume a call", "place"),
    ]
    assert (comparison.changes[0].before, comparison.changes[0].after) == ("Apply", "First use")
    assert comparison.counts == {"moved": 3}


def test_compare_dragged_stage_is_one_move():
    stages = tuple(stage(f"Stage {number}") for number in range(1, 6))
    before = small_map(stages=stages, cards=())
    after = small_map(stages=(stages[4], *stages[:4]), cards=())

    (change,) = compare(before, after).changes

    assert (change.kind, change.name, change.before, change.after) == ("moved", "Stage 5", 5, 1)


def test_compare_reordered_cards_of_a_cell_are_moves_and_other_cells_are_not():
    cards = tuple(card(f"Card {number}", "Opportunities", "Apply") for number in range(3))
    elsewhere = card("Elsewhere", "Opportunities", "First use")
    before = small_map(cards=(*cards, elsewhere))
    after = small_map(cards=(elsewhere, cards[2], cards[0], cards[1]))

    assert told(compare(before, after)) == [("moved", "card", "Card 2", "order")]


def test_compare_emotions_give_difference_in_exact_tenths_and_cannot_tell_without_people():
    after = edited(small_map(), "Start application", emotion=1.3)

    delta = compare(small_map(), after).emotions[0]

    assert (delta.before, delta.after, delta.difference) == (1.0, 1.3, 0.3)
    assert (delta.verdict, delta.reason) == ("cannot_tell", "assumed by the team in both versions")


def test_compare_emotion_of_one_version_only_has_no_difference():
    after = edited(small_map(), "Start application", emotion=None)

    delta = compare(small_map(), after).emotions[0]

    assert (delta.difference, delta.reason) == (None, "rated in one version only")


def test_compare_stage_emotion_is_mean_of_rated_touchpoints():
    after = edited(small_map(), "Start application", emotion=None)

    apply, first_use = compare(small_map(), after).stages

    assert (apply.before, apply.after, apply.difference) == (-0.55, -2.1, -1.55)
    assert (apply.n_before, apply.n_after) == (2, 1)
    assert (first_use.before, first_use.difference) == (1.8, 0.0)


def test_compare_pain_points_live():
    before = small_map()
    after = edited(without(before, "Form asks twice"), "Call drops", severity=5)
    new = card("Waits a week", "Pain points", "First use", severity=3)
    after = structs.replace(after, cards=(*after.cards, new))

    lives = {pain.text: pain.life for pain in compare(before, after).pain_points}

    assert lives == {"Call drops": "worse", "Form asks twice": "gone", "Waits a week": "new"}


@pytest.mark.parametrize(
    ("severity", "life"), [(5, "worse"), (4, "same"), (3, "milder"), (None, "same")]
)
def test_compare_pain_point_severity_decides_its_life(severity, life):
    comparison = compare(small_map(), edited(small_map(), "Call drops", severity=severity))

    assert comparison.pain_points[0].life == life


def test_compare_card_moved_out_of_the_pain_lane_is_a_pain_point_gone():
    comparison = compare(small_map(), edited(small_map(), "Call drops", lane=key("Opportunities")))

    assert [(p.text, p.life) for p in comparison.pain_points] == [
        ("Form asks twice", "same"),
        ("Call drops", "gone"),
    ]


def test_compare_personas_tell_changed_fields():
    after = edited(small_map(), "Lena", goals="An account in ten minutes", status="validated")

    (persona,) = compare(small_map(), after).personas

    assert persona.kind == "changed"
    assert persona.fields == (
        FieldChange("goals", "An account by tonight", "An account in ten minutes"),
        FieldChange("status", "proto", "validated"),
    )


def test_compare_map_facts():
    before = small_map()
    after = structs.replace(before, map=structs.replace(before.map, name="Open and use an account"))

    comparison = compare(before, after)

    assert comparison.facts == (FieldChange("name", "Open an account", "Open and use an account"),)
    assert comparison.summary == "The map’s name changed."


def test_compare_sums_up_in_one_sentence():
    before = small_map()
    after = edited(without(before, "Form asks twice"), "Prove identity", emotion=-0.9)
    after = edited(after, "First payment", emotion=1.1)
    after = structs.replace(
        after, stages=(*after.stages, stage("Get help", touchpoint("Call", emotion=0.0)))
    )

    assert compare(before, after).summary == (
        "The team rates “Prove identity” 1.2 higher and “First payment” 0.7 lower; "
        "1 pain point is gone; 1 stage was added; 1 touchpoint was added."
    )


def test_compare_backwards_swaps_added_and_removed():
    less = without(small_map(), "Prove identity")

    forwards, backwards = compare(small_map(), less), compare(less, small_map())

    assert [change.key for change in forwards.changes if change.kind == "removed"] == [
        change.key for change in backwards.changes if change.kind == "added"
    ]


@given(st.permutations([str(number) for number in range(8)]))
def test_reordered_names_the_fewest_keys_that_explain_the_new_order(after):
    before = sorted(after)

    moved = reordered(before, after)

    stayed = [name for name in after if name not in moved]
    assert stayed == sorted(stayed)
    # Brute force: no longer run of keys in their old order exists.
    longest = max(
        (
            mask.bit_count()
            for mask in range(1 << 8)
            if _is_sorted([after[i] for i in range(8) if mask >> i & 1])
        ),
    )
    assert len(stayed) == longest


def _is_sorted(names):
    return names == sorted(names)
