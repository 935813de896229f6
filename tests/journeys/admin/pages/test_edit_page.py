"""The map page's own doors to editing: what goes in as JSON and what comes out."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from journeys import contents, versions
from journeys.models import Presence
from tests.journeys.sample import key

CALL = key("Call drops")


@pytest.fixture
def send(as_, at, draft, contributor):
    client = as_(contributor)

    def sent(page, body, *more):
        address = at(f"mapversion_{page}", draft.pk, *more)
        return client.post(address, json.dumps(body), content_type="application/json")

    return sent


def token(draft):
    return contents.checksum(contents.document(draft))


def write(text="Mine", seen="Call drops", **more):
    change = {"kind": "card", "key": CALL, "seen": {"text": seen}, "set": {"text": text}}
    return {"changes": [change], **more}


def test_a_change_gives_fresh_values_and_only_the_row_it_is_in(send, draft):
    answer = send("edits", write(known=token(draft))).json()

    assert answer["values"][CALL]["text"] == "Mine"
    assert list(answer["parts"]) == [f"lane:{key('Pain points')}"]
    assert "Mine" in answer["parts"][f"lane:{key('Pain points')}"]
    assert answer["known"] == token(draft)
    assert answer["steps"]["undo"]["label"] == "Change card “Mine”"
    assert "elements" not in answer


def test_everything_is_sent_to_a_page_that_others_left_behind(send, draft):
    answer = send("edits", write(known="of an older state")).json()

    assert list(answer["parts"]) == ["all"]
    assert answer["elements"]["card"][CALL]["text"] == "Mine"


@pytest.mark.parametrize(
    ("kind", "name", "field", "seen", "value", "parts"),
    [
        ("touchpoint", "Prove identity", "emotion", -2.1, 1, ["curve"]),
        ("touchpoint", "Prove identity", "does", "", "Waits", ["fact:does"]),
        ("touchpoint", "Prove identity", "name", "Prove identity", "Show ID", ["curve", "heads"]),
        ("stage", "Apply", "name", "Apply", "Ask", ["heads"]),
        ("lane", "Pain points", "name", "", "Pains", ["all"]),
    ],
)
def test_a_change_draws_the_parts_that_show_it(send, draft, kind, name, field, seen, value, parts):
    change = {"kind": kind, "key": key(name), "seen": {field: seen}, "set": {field: value}}

    answer = send("edits", {"changes": [change], "known": token(draft)}).json()

    assert (answer["conflicts"], sorted(answer["parts"])) == ([], parts)


def test_undo_and_redo_by_the_step_that_is_meant(send, draft):
    step = send("edits", write()).json()["step"]

    undone = send("turn", {"step": step}, "undo").json()
    again = send("turn", {"step": step}, "undo").json()
    done = send("turn", {"step": step}, "redo").json()

    assert undone["values"][CALL]["text"] == "Call drops"
    assert again["values"] == {}
    assert done["values"][CALL]["text"] == "Mine"


def test_split_and_merge(send, draft):
    split = {"do": "split", "keys": [key("Prove identity")], "new_key": key("Part")}
    send("divide", {**split, "values": {"name": "Part"}, "takes": [CALL]})

    merge = {"do": "merge", "keys": [key("Prove identity"), key("Part")], "new_key": key("Whole")}
    answer = send("divide", {**merge, "values": {"name": "Whole"}})

    assert answer.status_code == 200
    assert "Whole" in [one.name for _, one in contents.read(draft).touchpoints]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no JSON",
        "[]",
        '{"changes": [{"kind": "version", "key": "x"}]}',
        '{"changes": [], "x": 1}',
    ],
)
def test_what_is_no_edit_is_refused(as_, at, draft, contributor, body):
    answer = as_(contributor).post(
        at("mapversion_edits", draft.pk), body, content_type="application/json"
    )

    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("This is not what an edit looks like")


def test_a_wrong_value_is_named(send):
    answer = send("edits", write(text=" "))

    assert (answer.status_code, answer.json()) == (
        400,
        {"detail": "This cannot be blank.", "index": 0, "field": "text"},
    )


def test_a_version_in_review_says_so(send, draft, as_, at, contributor):
    versions.submit(draft, by=None)

    for answer in (
        send("edits", write()),
        as_(contributor).get(at("mapversion_live", draft.pk)),
    ):
        assert answer.status_code == 409
        assert "in review" in answer.json()["detail"]


def test_a_closed_version_leads_to_the_open_draft(send, draft, at):
    versions.discard(draft, by=None)
    assert "draft" not in send("edits", write()).json()

    following = versions.start_draft(draft.map, by=None)

    answer = send("edits", write()).json()
    assert answer["draft"] == at("mapversion_map", following.pk)
    assert answer["draftName"] == f"version {following.number}"


def test_live_sends_nothing_that_is_known(as_, at, draft, contributor):
    client, address = as_(contributor), at("mapversion_live", draft.pk)

    first = client.get(address).json()
    known = client.get(address, {"known": first["known"], "drawn": first["known"]}).json()

    assert first["elements"]["stage"][key("Apply")]["name"] == "Apply"
    assert "Call drops" in first["parts"]["all"]
    assert {"elements", "parts"} & known.keys() == set()


def test_live_tells_who_else_is_here_until_they_are_gone(as_, at, draft, contributor, manager):
    address = at("mapversion_live", draft.pk)
    as_(manager).get(address, {"at": CALL})

    here = as_(contributor).get(address).json()["people"]
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=1))
    later = as_(contributor).get(address).json()["people"]

    assert [(one["name"], one["key"]) for one in here] == [("mara", CALL)]
    assert later == []


def test_the_panel_has_the_fields_of_each_kind(as_, at, draft, contributor):
    client = as_(contributor)
    send_back = {
        "Apply": "customer_goal",
        "Prove identity": "emotion",
        "Pain points": "kind",
        "Call drops": "severity",
    }
    for name, field in send_back.items():
        page = client.get(at("mapversion_panel", draft.pk, key(name))).content.decode()
        assert f'data-field="{field}"' in page
    assert client.get(at("mapversion_panel", draft.pk, key("Nothing"))).status_code == 404


def test_the_panel_of_what_cannot_change_has_nothing_to_fill(
    as_, at, published, draft, manager, viewer
):
    for person, version in ((manager, published), (viewer, draft)):
        page = as_(person).get(at("mapversion_panel", version.pk, CALL)).content.decode()
        assert "data-field" not in page
        assert "Severity" in page


def test_the_panel_tells_what_was_done_in_all_versions(
    send, as_, at, published, contributor, manager
):
    draft = versions.start_draft(published.map, by=manager)
    client = as_(contributor)
    client.post(
        at("mapversion_edits", draft.pk), json.dumps(write()), content_type="application/json"
    )

    page = client.get(at("mapversion_panel", draft.pk, CALL)).content.decode()

    assert "Text: Call drops → Mine" in page.replace("\n", "")
