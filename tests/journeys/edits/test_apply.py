"""Changes written into a draft over what the person saw."""

from __future__ import annotations

import pytest

from journeys import contents, edits, versions
from journeys.edits import Change, Refused
from journeys.models import Card, Edit, Stage
from tests.factories import ChannelFactory, KpiFactory, PersonaFactory, member, small_draft
from tests.factories.programs import ProgramFactory
from tests.journeys.sample import key

CALL = key("Call drops")


@pytest.fixture
def mara(program):
    return member(program, "manager", username="mara")


@pytest.fixture
def tomas(program):
    return member(program, "contributor", username="tomas")


def change(element, of="card", /, *, seen=None, **fields):
    return Change(of, key(element), set=fields, seen={} if seen is None else seen)


def new_card(name, **fields):
    places = {"lane": key("Pain points"), "at": key("Prove identity")}
    return Change("card", key(name), set={"text": name} | places | fields)


def card_of(draft, name="Call drops"):
    return next(card for card in contents.read(draft).cards if card.key == key(name))


def texts(draft):
    return [card.text for card in contents.read(draft).cards]


def test_a_field_is_written_over_what_the_person_saw(program, mara):
    draft = small_draft(program)

    applied = edits.apply(
        draft, [change("Call drops", seen={"text": "Call drops"}, text="Call breaks off")], by=mara
    )

    assert card_of(draft).text == "Call breaks off"
    assert applied.conflicts == ()
    assert applied.values[CALL]["text"] == "Call breaks off"
    assert applied.touched == {f"lane:{key('Pain points')}"}


def test_what_somebody_else_changed_stays_and_is_told(program, mara, tomas):
    draft = small_draft(program)
    edits.apply(draft, [change("Call drops", seen={"text": "Call drops"}, text="Theirs")], by=tomas)

    applied = edits.apply(
        draft,
        [change("Call drops", seen={"text": "Call drops", "owner": ""}, text="Mine", owner="Mara")],
        by=mara,
    )

    (conflict,) = applied.conflicts
    assert (conflict.field, conflict.reason, conflict.yours, conflict.theirs, conflict.by) == (
        "text", "changed", "Mine", "Theirs", "tomas",
    )  # fmt: skip
    assert (card_of(draft).text, card_of(draft).owner) == ("Theirs", "Mara")


def test_two_who_write_the_same_meet_no_conflict(program, mara, tomas):
    draft = small_draft(program)
    same = [change("Call drops", seen={"text": "Call drops"}, text="Same")]
    edits.apply(draft, same, by=tomas)

    assert edits.apply(draft, same, by=mara).conflicts == ()


def test_a_field_without_what_was_seen_is_not_overwritten(program, mara):
    draft = small_draft(program)

    applied = edits.apply(draft, [change("Call drops", text="Blind")], by=mara)

    assert [conflict.field for conflict in applied.conflicts] == ["text"]
    assert card_of(draft).text == "Call drops"


def test_a_change_of_what_is_gone_comes_back(program, mara, tomas):
    draft = small_draft(program)
    edits.apply(draft, [Change("card", CALL, remove=True)], by=tomas)

    applied = edits.apply(
        draft, [change("Call drops", seen={"text": "Call drops"}, text="Mine")], by=mara
    )

    (conflict,) = applied.conflicts
    assert (conflict.reason, conflict.yours, conflict.by) == ("gone", {"text": "Mine"}, "tomas")
    assert applied.values == {CALL: None}


def test_a_new_card_whose_place_is_gone_comes_back_whole(program, mara, tomas):
    draft = small_draft(program)
    edits.apply(draft, [Change("touchpoint", key("Prove identity"), remove=True)], by=tomas)

    applied = edits.apply(draft, [new_card("New")], by=mara)

    (conflict,) = applied.conflicts
    assert (conflict.reason, conflict.field, conflict.yours["text"]) == ("no_place", "at", "New")


def test_the_rest_goes_in_beside_a_conflict(program, mara):
    draft = small_draft(program)

    edits.apply(draft, [change("Call drops", text="Blind"), new_card("New")], by=mara)

    assert "New" in texts(draft)


def test_making_an_element_twice_makes_one(program, mara):
    draft = small_draft(program)

    edits.apply(draft, [new_card("New")], by=mara)
    applied = edits.apply(draft, [new_card("New")], by=mara)

    assert applied.conflicts == ()
    assert texts(draft).count("New") == 1


def test_a_request_that_arrives_again_does_nothing_twice(program, mara, tomas):
    draft = small_draft(program)
    there = [change("Call drops", seen={"text": "Call drops"}, text="Mine")]
    edits.apply(draft, there, by=mara, request="r-1")
    edits.apply(draft, [change("Call drops", seen={"text": "Mine"}, text="Call drops")], by=tomas)

    again = edits.apply(draft, there, by=mara, request="r-1")

    assert card_of(draft).text == "Call drops"
    assert again.conflicts == ()
    assert Edit.objects.filter(by=mara).count() == 1


def test_a_card_goes_to_another_cell_behind_the_one_named(program, mara):
    draft = small_draft(program)
    edits.apply(draft, [new_card("One"), new_card("Two")], by=mara)

    edits.apply(
        draft,
        [
            change(
                "Form asks twice",
                seen={"at": key("Apply")},
                at=key("Prove identity"),
                after=key("One"),
            )
        ],
        by=mara,
    )

    inside = [
        card.text for card in contents.read(draft).cards if card.touchpoint == key("Prove identity")
    ]
    assert [text for text in inside if text in {"One", "Form asks twice", "Two"}] == [
        "One", "Form asks twice", "Two",
    ]  # fmt: skip


def test_a_touchpoint_takes_its_cards_into_another_stage(program, mara):
    draft = small_draft(program)

    edits.apply(
        draft,
        [
            change(
                "Prove identity",
                "touchpoint",
                seen={"stage": key("Apply")},
                stage=key("First use"),
                after="",
            )
        ],
        by=mara,
    )

    read = contents.read(draft)
    assert [part.name for part in read.stages[1].touchpoints] == ["Prove identity", "First payment"]
    assert card_of(draft).stage == key("First use")
    assert Card.objects.get(version=draft, key=CALL).touchpoint.stage.key == key("First use")


def test_removing_a_stage_takes_its_contents_and_undo_brings_all_back(program, mara):
    draft = small_draft(program)
    before = contents.document(draft)

    edits.apply(draft, [Change("stage", key("Apply"), remove=True)], by=mara)
    assert [stage.name for stage in contents.read(draft).stages] == ["First use"]
    assert texts(draft) == []
    edits.undo(draft, by=mara)

    assert contents.document(draft) == before


def test_what_others_put_in_keeps_an_element_from_being_removed(program, mara, tomas):
    draft = small_draft(program)
    seen = [CALL, key("Resume a call")]
    edits.apply(draft, [new_card("Theirs")], by=tomas)

    applied = edits.apply(
        draft, [Change("touchpoint", key("Prove identity"), remove=True, inside=seen)], by=mara
    )

    assert [conflict.reason for conflict in applied.conflicts] == ["changed"]
    assert "Theirs" in texts(draft)


def test_a_removed_element_that_was_changed_meanwhile_stays(program, mara, tomas):
    draft = small_draft(program)
    edits.apply(draft, [change("Call drops", seen={"text": "Call drops"}, text="Theirs")], by=tomas)

    applied = edits.apply(
        draft, [Change("card", CALL, remove=True, seen={"text": "Call drops"})], by=mara
    )

    assert applied.conflicts[0].theirs == {"text": "Theirs"}
    assert card_of(draft).text == "Theirs"


@pytest.mark.parametrize(
    ("kind", "name", "fields", "field"),
    [
        ("card", "Call drops", {"text": ""}, "text"),
        ("card", "Call drops", {"text": " \n"}, "text"),
        ("card", "Call drops", {"text": "x" * 20_001}, "text"),
        ("card", "Call drops", {"text": 5}, "text"),
        ("card", "Call drops", {"text": "a\0b"}, "text"),
        ("card", "Call drops", {"text": "\ud800"}, "text"),
        ("card", "Call drops", {"severity": 6}, "severity"),
        ("card", "Call drops", {"severity": True}, "severity"),
        ("card", "Call drops", {"share_hit": 12.34}, "share_hit"),
        ("card", "Call drops", {"tags": ["x" * 161]}, "tags"),
        ("card", "Call drops", {"tags": "one"}, "tags"),
        ("card", "Call drops", {"attachment": "../../etc/passwd"}, "attachment"),
        ("card", "Call drops", {"version": 1}, "version"),
        ("card", "Call drops", {"at": 7}, "at"),
        ("touchpoint", "Prove identity", {"emotion": 3.1}, "emotion"),
        ("touchpoint", "Prove identity", {"emotion": 0.55}, "emotion"),
        ("touchpoint", "Prove identity", {"emotion": float("nan")}, "emotion"),
        ("touchpoint", "Prove identity", {"basis": "felt"}, "basis"),
        ("touchpoint", "Prove identity", {"name": "x" * 161}, "name"),
        ("touchpoint", "Prove identity", {"channel": "nowhere"}, "channel"),
        (
            "touchpoint",
            "Prove identity",
            {"persona_emotions": [{"persona": 1}]},
            "persona_emotions",
        ),
        ("lane", "Pain points", {"kind": "secrets"}, "kind"),
    ],
)
def test_hostile_values_are_refused_by_field_and_nothing_is_written(
    program, mara, kind, name, fields, field
):
    draft = small_draft(program)
    before = contents.document(draft)
    seen = edits.as_values(contents.read(draft))[kind][key(name)]

    with pytest.raises(Refused) as refusal:
        edits.apply(draft, [new_card("Good"), change(name, kind, seen=seen, **fields)], by=mara)

    assert (refusal.value.index, refusal.value.field) == (1, field)
    assert contents.document(draft) == before


def test_relations_stay_inside_the_program(program, mara):
    draft = small_draft(program)
    theirs = ChannelFactory(program=ProgramFactory())
    kpi = KpiFactory(program=ProgramFactory())
    persona = PersonaFactory(program=program)  # of the program, but not on this map

    for kind, name, fields in (
        ("touchpoint", "Prove identity", {"channel": theirs.key}),
        ("stage", "Apply", {"kpi": kpi.key}),
        (
            "touchpoint",
            "Prove identity",
            {"persona_emotions": [{"persona": persona.key, "emotion": 1}]},
        ),
    ):
        seen = edits.as_values(contents.read(draft))[kind][key(name)]
        with pytest.raises(Refused):
            edits.apply(draft, [change(name, kind, seen=seen, **fields)], by=mara)


def test_elements_of_another_draft_are_not_there(program, mara):
    draft, other = small_draft(program), small_draft(ProgramFactory())
    before = contents.document(other)
    stage = Stage.objects.filter(version=other).first()
    Stage.objects.filter(pk=stage.pk).update(key=key("Elsewhere"))

    applied = edits.apply(
        draft, [change("Elsewhere", "stage", seen={"name": stage.name}, name="Mine")], by=mara
    )

    assert [conflict.reason for conflict in applied.conflicts] == ["gone"]
    assert applied.conflicts[0].by == ""
    assert len(contents.document(other)) == len(before)


def test_a_key_belongs_to_one_element(program, mara):
    draft = small_draft(program)

    with pytest.raises(Refused, match="that of a card"):
        edits.apply(draft, [Change("stage", CALL, set={"name": "Stage"})], by=mara)


def test_a_frozen_version_is_refused(program, mara):
    draft = small_draft(program)
    versions.submit(draft, by=mara)

    with pytest.raises(versions.InvalidTransition, match="only a draft can be changed"):
        edits.apply(draft, [new_card("New")], by=mara)


def test_history_says_who_did_what_to_what(program, mara):
    draft = small_draft(program)
    seen = {"text": "Call drops"}

    edits.apply(draft, [new_card("New"), change("Call drops", seen=seen, text="Changed")], by=mara)
    edits.undo(draft, by=mara)

    told = Card.history.filter(history_user=mara).order_by("history_id")
    assert [(one.history_type, one.history_change_reason, one.text) for one in told] == [
        ("+", "create", "New"),
        ("~", "edit", "Changed"),
        ("~", "undo", "Call drops"),
        ("-", "undo", "New"),
    ]


def test_an_edit_takes_the_same_queries_whatever_the_size(
    program, mara, django_assert_max_num_queries
):
    draft = small_draft(program)
    edits.apply(draft, [new_card(f"Card {number}") for number in range(60)], by=mara)

    with django_assert_max_num_queries(24):
        edits.apply(
            draft,
            [change("Card 30", seen={"at": key("Prove identity")}, at=key("Apply"), after="")],
            by=mara,
        )
