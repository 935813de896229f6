"""Comments, reviews and the inbox through the API."""

from __future__ import annotations

import pytest

from journeys import comments, versions
from journeys.models import Comment, Notification
from tests.factories import member, small_draft
from tests.factories.programs import ProgramFactory
from tests.factories.world import client_of
from tests.journeys.sample import key

pytestmark = pytest.mark.django_db
APPLY = key("Apply")


@pytest.fixture
def tomas(program):
    return member(program, "contributor", username="keller")


def texts(client, address):
    return sorted(row["text"] for row in client.get(address).json()["results"])


def test_a_comment_is_written_answered_edited_and_settled(manager, mara, tomas, draft):
    written = manager.post(
        "/api/comments/",
        {
            "version": draft.pk,
            "element_key": APPLY,
            "text": "Is it so, @keller?",
            "mentions": ["mara"],
        },
    )
    assert written.status_code == 201
    row = written.json()
    assert (row["author"], row["mentions"], row["reply_to"]) == ("mara", ["keller", "mara"], None)
    address = f"/api/comments/{row['id']}/"
    assert written["Location"].endswith(address)

    other = client_of(tomas)
    answer = other.post(f"{address}reply/", {"text": "It is"})
    assert (answer.status_code, answer.json()["reply_to"]) == (201, row["id"])
    changed = manager.patch(
        address, {"text": "Was it so?"}, headers={"If-Match": manager.get(address)["ETag"]}
    )
    assert (changed.json()["text"], changed.json()["edited_at"] is None) == ("Was it so?", False)
    assert manager.patch(address, {"text": "x"}, headers={"If-Match": '"old"'}).status_code == 412

    settled = other.post(f"/api/comments/{answer.json()['id']}/resolve/", {}).json()
    assert (settled["id"], settled["resolved_by"]) == (row["id"], "keller")
    assert other.post(f"{address}reopen/").json()["resolved_at"] is None
    gone = manager.post(f"{address}withdraw/").json()
    assert (gone["text"], gone["mentions"]) == ("", [])
    assert manager.patch(address, {"text": "Again"}).status_code == 400


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "   "}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"text": 3}, "text"),
        ({"text": "x", "element_key": key("Nothing")}, "element_key"),
        ({"text": "x", "element_key": "no key"}, "element_key"),
        ({"text": "x", "mentions": "mara"}, "mentions"),
        ({"text": "x", "mentions": ["x"] * 51}, "mentions"),
        ({"text": "x", "version": 987_654}, "version"),
        ({"text": "x", "resolved": True}, "resolved"),
    ],
)
def test_what_cannot_be_taken_names_the_field(manager, draft, body, field):
    answer = manager.post("/api/comments/", {"version": draft.pk} | body)

    assert answer.status_code == 400
    assert {error["field"].split("[")[0] for error in answer.json()["errors"]} == {field}
    assert not Comment.objects.exists()


def test_the_list_narrows_by_map_version_element_and_whether_open(manager, mara, published):
    one = comments.write(published, "one", by=mara, element_key=APPLY)
    comments.reply(one, "to one", by=mara)
    settled = comments.write(published, "settled", by=mara)
    comments.resolve(settled, by=mara)
    second = versions.start_draft(published.map, by=mara)
    comments.write(second, "two", by=mara)
    comments.write(small_draft(published.program), "neighbour", by=mara, element_key=APPLY)

    def ask(query):
        return texts(manager, f"/api/comments/?{query}")

    on_map = f"map={published.map_id}"
    assert ask(on_map) == ["one", "settled", "to one", "two"]
    assert ask(f"version={published.pk}") == ["one", "settled", "to one"]
    assert ask(f"version={second.pk}") == ["one", "to one", "two"]
    assert ask(f"{on_map}&element_key={APPLY}") == ["one", "to one"]
    assert ask(f"{on_map}&open=false") == ["settled"]
    assert ask(f"{on_map}&open=true") == ["one", "to one", "two"]
    assert ask(f"thread={one.pk}") == ["to one"]
    assert ask("author=mara&search=neigh") == ["neighbour"]
    assert ask("version=987654") == []
    assert manager.get("/api/comments/?open=maybe").status_code == 400


def test_settling_names_where_and_only_on_the_same_map(manager, mara, published):
    thread = comments.write(published, "one", by=mara)
    second = versions.start_draft(published.map, by=mara)

    row = manager.post(f"/api/comments/{thread.pk}/resolve/", {"version": second.pk}).json()

    assert row["version"] == second.pk


def test_another_programs_version_and_people_are_none(manager, draft):
    elsewhere = small_draft(ProgramFactory())
    stranger = member(elsewhere.program, username="stranger")
    foreign = comments.write(elsewhere, "Secret", by=stranger)

    refused = manager.post("/api/comments/", {"version": elsewhere.pk, "text": "x"})
    written = manager.post(
        "/api/comments/", {"version": draft.pk, "text": "@stranger", "mentions": ["stranger"]}
    )

    assert refused.status_code == 400
    assert written.json()["mentions"] == []
    assert not Notification.objects.filter(recipient=stranger).exists()
    assert manager.get(f"/api/comments/?version={elsewhere.pk}").json()["results"] == []
    assert manager.get(f"/api/comments/{foreign.pk}/").status_code == 404


def test_missing_approvals_are_a_conflict_that_says_so(manager, mara, program, draft):
    program.required_approvals = 1
    program.save()
    address = f"/api/versions/{draft.pk}/"

    early = manager.post(f"{address}publish/", {})
    manager.post(f"{address}submit/", {})
    own = manager.post(f"{address}approve/", {})
    short = manager.post(f"{address}publish/", {})
    client_of(member(program, "manager", username="nadia")).post(
        f"{address}approve/", {"note": "Good"}
    )

    assert [answer.status_code for answer in (early, own, short)] == [409] * 3
    assert "Submit version 1 for review first" in early.json()["detail"]
    assert "You submitted version 1 yourself" in own.json()["detail"]
    assert "0 of 1 approvals" in short.json()["detail"]
    (review,) = manager.get(f"/api/reviews/?version={draft.pk}&verdict=approved").json()["results"]
    assert (review["reviewer"], review["note"]) == ("nadia", "Good")
    assert manager.post("/api/reviews/", {}).status_code == 405
    assert manager.post(f"{address}publish/", {}).json()["state"] == "published"


def test_the_inbox_is_ones_own_and_is_read(manager, mara, tomas, draft):
    for text in ("@mara one", "@mara two @keller"):
        comments.write(draft, text, by=member(draft.program, "viewer"))
    rows = manager.get("/api/notifications/?unread=true").json()["results"]
    assert [row["text"] for row in rows] == ["@mara two @keller", "@mara one"]

    read = manager.post(f"/api/notifications/{rows[0]['id']}/read/").json()
    assert read["read_at"] is not None
    assert texts(manager, "/api/notifications/?unread=true") == ["@mara one"]
    assert manager.post("/api/notifications/read-all/").json() == {"read": 1}
    assert texts(manager, "/api/notifications/?unread=true") == []
    assert texts(client_of(tomas), "/api/notifications/?unread=true") == ["@mara two @keller"]


def test_a_narrowed_inbox_is_still_ones_own(manager, mara, tomas, draft):
    comments.write(draft, "@keller", by=mara)

    answer = manager.get(f"/api/notifications/?program={draft.program_id}&map={draft.map_id}")

    assert answer.json()["results"] == []
