"""Undo and redo: a person's own steps, never over somebody else's later work."""

from __future__ import annotations

import pytest

from journeys import contents, edits, versions
from journeys.edits import Change, Refused
from journeys.edits import steps as kept
from tests.factories import member, small_draft
from tests.journeys.sample import key

CALL = key("Call drops")


@pytest.fixture
def people(program):
    return member(program, "manager", username="mara"), member(program, username="tomas")


def write(draft, by, **fields):
    values = edits.as_values(contents.read(draft))["card"][CALL]
    return edits.apply(draft, [Change("card", CALL, set=fields, seen=values)], by=by)


def call(draft):
    return edits.as_values(contents.read(draft))["card"][CALL]


def test_undo_leaves_what_somebody_else_wrote_since(program, people):
    mara, tomas = people
    draft = small_draft(program)
    write(draft, mara, text="Mara's", owner="Mara")
    write(draft, tomas, text="Tomas's")

    undone = edits.undo(draft, by=mara)

    assert [(one.field, one.yours, one.theirs) for one in undone.conflicts] == [
        ("text", "Call drops", "Tomas's")
    ]
    assert (call(draft)["text"], call(draft)["owner"]) == ("Tomas's", "")


def test_undo_takes_only_ones_own_steps(program, people):
    mara, tomas = people
    draft = small_draft(program)
    write(draft, tomas, text="Tomas's")

    assert edits.steps_of(draft, mara).undo is None
    assert edits.undo(draft, by=mara) == edits.Applied()
    assert call(draft)["text"] == "Tomas's"


def test_undo_of_the_same_step_twice_undoes_one(program, people):
    mara, _ = people
    draft = small_draft(program)
    write(draft, mara, owner="First")
    write(draft, mara, owner="Second")
    step = edits.steps_of(draft, mara).undo.id

    edits.undo(draft, by=mara, step=step)
    edits.undo(draft, by=mara, step=step)

    assert call(draft)["owner"] == "First"


def test_redo_does_again_what_undo_took_back_until_something_new_is_done(program, people):
    mara, _ = people
    draft = small_draft(program)
    write(draft, mara, owner="First")
    edits.undo(draft, by=mara)

    edits.redo(draft, by=mara)
    assert call(draft)["owner"] == "First"
    edits.undo(draft, by=mara)
    write(draft, mara, owner="Other")

    assert edits.steps_of(draft, mara).redo is None


def test_a_new_element_that_others_filled_is_not_undone(program, people):
    mara, tomas = people
    draft = small_draft(program)
    lane = key("Mara's lane")
    edits.apply(draft, [Change("lane", lane, set={"kind": "notes", "name": "Mine"})], by=mara)
    theirs = {"text": "Theirs", "lane": lane, "at": key("Apply")}
    edits.apply(draft, [Change("card", key("Theirs"), set=theirs)], by=tomas)

    undone = edits.undo(draft, by=mara)

    assert [conflict.reason for conflict in undone.conflicts] == ["changed"]
    assert key("Theirs") in edits.as_values(contents.read(draft))["card"]


def test_an_attachment_comes_back_with_its_card(program, people):
    mara, _ = people
    draft = small_draft(program)
    draft.cards.filter(key=CALL).update(attachment="attachments/photo.png")
    edits.apply(draft, [Change("card", CALL, remove=True)], by=mara)

    edits.undo(draft, by=mara)

    assert draft.cards.get(key=CALL).attachment.name == "attachments/photo.png"


def test_old_steps_go(program, people, monkeypatch):
    mara, _ = people
    draft = small_draft(program)
    monkeypatch.setattr(kept, "MOST_STEPS", 2)
    for owner in ("One", "Two", "Three"):
        write(draft, mara, owner=owner)

    while edits.steps_of(draft, mara).undo:
        edits.undo(draft, by=mara)

    assert call(draft)["owner"] == "One"


def test_splitting_a_touchpoint_takes_the_named_cards_and_records_the_origin(program, people):
    mara, _ = people
    draft = small_draft(program)
    part = key("Upload ID")

    edits.split(
        draft,
        key("Prove identity"),
        new_key=part,
        values={"name": "Upload ID"},
        takes=[CALL],
        by=mara,
    )

    read = contents.read(draft)
    assert [one.name for _, one in read.touchpoints] == [
        "Start application", "Prove identity", "Upload ID", "First payment",
    ]  # fmt: skip
    assert {card.text for card in read.cards if card.touchpoint == part} == {"Call drops"}
    (origin,) = read.origins
    assert (origin.key, origin.kind, origin.from_keys, origin.recorded_by) == (
        part, "split", (key("Prove identity"),), "mara",
    )  # fmt: skip
    assert [one.basis for _, one in read.touchpoints if one.key == part] == ["assumed"]


def test_splitting_refuses_what_does_not_lie_in_it(program, people):
    draft = small_draft(program)

    with pytest.raises(Refused, match="does not lie in what is split"):
        edits.split(
            draft,
            key("Start application"),
            new_key=key("New"),
            values={"name": "New"},
            takes=[CALL],
            by=people[0],
        )


def test_merging_stages_keeps_everything_and_undo_divides_them_again(program, people):
    mara, _ = people
    draft = small_draft(program)
    before = contents.document(draft)
    whole = key("All of it")

    edits.merge(
        draft,
        [key("Apply"), key("First use")],
        new_key=whole,
        values={"name": "All of it"},
        by=mara,
    )

    read = contents.read(draft)
    assert [stage.name for stage in read.stages] == ["All of it"]
    assert [one.name for _, one in read.touchpoints] == [
        "Start application", "Prove identity", "First payment",
    ]  # fmt: skip
    assert {card.stage for card in read.cards} == {whole}
    assert [(one.kind, set(one.from_keys)) for one in read.origins] == [
        ("merge", {key("Apply"), key("First use")})
    ]
    edits.undo(draft, by=mara)
    assert contents.document(draft) == before


def lanes_with_cards(draft):
    """Return (lane, its cards in order) of every lane, by name."""
    read = contents.read(draft)
    return [
        (lane.title, lane.kind, [card.text for card in read.cards if card.lane == lane.key])
        for lane in read.lanes
    ]


def test_splitting_a_lane_takes_the_named_cards_and_undo_gives_the_document_back(program, people):
    mara, _ = people
    draft = small_draft(program)
    before = contents.document(draft)
    pains, part = key("Pain points"), key("Calls")

    applied = edits.split(
        draft, pains, new_key=part, values={"name": "Calls"}, takes=[CALL], by=mara
    )

    assert lanes_with_cards(draft) == [
        ("Pain points", "pain_points", ["Form asks twice"]),
        ("Calls", "pain_points", ["Call drops"]),
        ("Opportunities", "opportunities", ["Resume a call"]),
    ]
    read = contents.read(draft)
    assert [(one.key, one.kind, one.from_keys) for one in read.origins] == [
        (part, "split", (pains,))
    ]
    assert applied.step == edits.steps_of(draft, mara).undo.id
    # This lane has no name of its own: the step calls it by its kind.
    assert edits.steps_of(draft, mara).undo.label == "Split lane “Pain points”"
    edits.undo(draft, by=mara)
    assert contents.document(draft) == before
    with pytest.raises(Refused, match="does not lie in what is split"):
        edits.split(
            draft, pains, new_key=part, values={"name": "x"}, takes=[key("Resume a call")], by=mara
        )


def test_merging_lanes_keeps_the_firsts_kind_and_its_cards_in_front(program, people):
    mara, _ = people
    draft = small_draft(program)
    before = contents.document(draft)
    pains, chances, whole = key("Pain points"), key("Opportunities"), key("Everything")

    edits.merge(draft, [chances, pains], new_key=whole, values={"name": "Everything"}, by=mara)

    # “Call drops” stood in front on the map, but in the lane that was named second.
    together = [("Everything", "opportunities", ["Resume a call", "Call drops", "Form asks twice"])]
    assert lanes_with_cards(draft) == together
    read = contents.read(draft)
    assert [(one.key, one.kind, one.from_keys) for one in read.origins] == [
        (whole, "merge", (chances, pains))
    ]
    edits.undo(draft, by=mara)
    assert contents.document(draft) == before
    edits.redo(draft, by=mara)
    assert lanes_with_cards(draft) == together


def test_lanes_of_a_published_version_are_not_split_or_merged(program, people):
    version = small_draft(program)
    versions.publish(version, by=people[0])

    with pytest.raises(versions.InvalidTransition):
        edits.split(
            version, key("Pain points"), new_key=key("New"), values={"name": "New"}, by=people[0]
        )
    with pytest.raises(versions.InvalidTransition):
        edits.merge(
            version,
            [key("Pain points"), key("Opportunities")],
            new_key=key("New"),
            values={},
            by=people[0],
        )


def test_a_card_that_somebody_else_put_in_since_is_not_lost_when_a_merge_is_undone(program, people):
    mara, tomas = people
    draft = small_draft(program)
    whole = key("Everything")
    edits.merge(
        draft,
        [key("Pain points"), key("Opportunities")],
        new_key=whole,
        values={"name": "Everything"},
        by=mara,
    )
    theirs = {"text": "Theirs", "lane": whole, "at": key("Apply")}
    edits.apply(draft, [Change("card", key("Theirs"), set=theirs)], by=tomas)

    undone = edits.undo(draft, by=mara)

    assert [(one.kind, one.reason) for one in undone.conflicts] == [("lane", "changed")]
    assert ("Everything", "pain_points", ["Theirs"]) in lanes_with_cards(draft)


@pytest.mark.parametrize(
    "names", [["Apply"], ["Apply", "Apply"], ["Apply", "Prove identity"], ["Apply", "Pain points"]]
)
def test_only_different_elements_of_one_kind_are_merged(program, people, names):
    draft = small_draft(program)

    with pytest.raises(Refused):
        edits.merge(
            draft, [key(name) for name in names], new_key=key("New"), values={}, by=people[0]
        )
