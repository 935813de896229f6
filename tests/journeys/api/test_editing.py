"""Editing a draft through the API: the same verb as on the map page."""

from __future__ import annotations

import pytest

from journeys import contents, versions
from tests.factories import member, small_draft
from tests.factories.world import client_of
from tests.journeys.sample import key

CALL = key("Call drops")


@pytest.fixture
def draft(program):
    return small_draft(program)


@pytest.fixture
def client(program):
    return client_of(member(program, "contributor", username="tomas"))


def post(client, draft, way, body):
    return client.post(f"/api/versions/{draft.pk}/{way}/", body, format="json")


def test_changes_go_in_and_conflicts_are_told(client, draft):
    change = {"kind": "card", "key": CALL, "seen": {"text": "Other"}, "set": {"text": "Mine"}}
    new = {
        "kind": "card",
        "key": key("New"),
        "set": {"text": "New", "lane": key("Pain points"), "at": key("Apply")},
    }

    answer = post(client, draft, "edits", {"changes": [change, new]})

    assert answer.status_code == 200
    told = answer.json()
    assert [(one["field"], one["yours"], one["theirs"]) for one in told["conflicts"]] == [
        ("text", "Mine", "Call drops")
    ]
    assert told["values"][key("New")]["text"] == "New"


def test_a_step_is_undone_and_done_again(client, draft):
    change = {"kind": "card", "key": CALL, "seen": {"text": "Call drops"}, "set": {"text": "Mine"}}
    post(client, draft, "edits", {"changes": [change], "request": "r-1"})

    undone = post(client, draft, "undo", {}).json()
    done = post(client, draft, "redo", {}).json()

    assert (undone["values"][CALL]["text"], done["values"][CALL]["text"]) == ("Call drops", "Mine")


def test_split_and_merge(client, draft):
    part, whole = key("Part"), key("Whole")
    split = {"key": key("Prove identity"), "new_key": part, "name": "Part", "takes": [CALL]}
    assert post(client, draft, "split", split).status_code == 200
    merge = {"keys": [key("Prove identity"), part], "new_key": whole, "name": "Whole"}

    assert post(client, draft, "merge", merge).status_code == 200

    origins = {one.key: one.from_keys for one in contents.read(draft).origins}
    assert origins == {part: (key("Prove identity"),), whole: (key("Prove identity"), part)}


def test_lanes_are_split_and_merged_and_undone(client, draft):
    pains, part, whole = key("Pain points"), key("Calls"), key("Whole")
    before = contents.document(draft)

    split = {"key": pains, "new_key": part, "name": "Calls", "takes": [CALL]}
    told = post(client, draft, "split", split).json()
    assert (told["values"][part]["kind"], told["values"][CALL]["lane"]) == ("pain_points", part)
    merge = {"keys": [part, key("Opportunities")], "new_key": whole, "name": "Whole"}
    told = post(client, draft, "merge", merge).json()
    assert (told["values"][part], told["values"][CALL]["lane"]) == (None, whole)
    assert {one.key: one.from_keys for one in contents.read(draft).origins} == {
        part: (pains,),
        whole: (part, key("Opportunities")),
    }
    mixed = {"keys": [whole, key("Apply")], "new_key": key("Mixed"), "name": "Mixed"}
    assert post(client, draft, "merge", mixed).status_code == 400
    post(client, draft, "undo", {})
    post(client, draft, "undo", {})

    assert contents.document(draft) == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (
            {"changes": [{"kind": "card", "key": CALL, "seen": {}, "set": {"text": 1}}]},
            "changes[0].text",
        ),
        ({"changes": [{"kind": "origin", "key": CALL, "set": {}}]}, None),
        ({"changes": [{"kind": "card", "key": "x", "set": {}}]}, None),
        ({"changes": [], "more": 1}, None),
        ({}, None),
        ({"changes": "all"}, None),
    ],
)
def test_what_is_no_edit_is_refused(client, draft, body, field):
    answer = post(client, draft, "edits", body)

    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == ([field] if field else [])


def test_a_version_in_review_is_not_edited(client, draft):
    versions.submit(draft, by=None)

    assert post(client, draft, "edits", {"changes": []}).status_code == 409
