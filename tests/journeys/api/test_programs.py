"""Programs and memberships: opening, running, and never without a manager."""

from __future__ import annotations

import pytest

from journeys.models import Channel, Membership, Program
from tests.factories import ProgramFactory, UserFactory, member, operator
from tests.factories.world import client_of

pytestmark = pytest.mark.django_db


def test_opening_a_program_makes_its_manager_and_channels(manager, mara):
    answer = manager.post("/api/programs/", {"name": "Mortgages", "purpose": "Fewer drop-outs"})

    assert answer.status_code == 201, answer.content
    program = Program.objects.get(pk=answer.json()["id"])
    assert answer["Location"] == f"http://testserver/api/programs/{program.pk}/"
    assert (answer.json()["owner"], program.purpose) == ("mara", "Fewer drop-outs")
    assert list(program.memberships.values_list("user__username", "role")) == [("mara", "manager")]
    assert {"Web", "App", "E-mail"} <= {channel.name for channel in program.channels.all()}
    assert manager.get(answer["Location"]).status_code == 200


def test_two_programs_start_with_the_same_channel_keys(manager):
    keys = []
    for name in ("One", "Two"):
        pk = manager.post("/api/programs/", {"name": name}).json()["id"]
        keys.append(set(Channel.objects.filter(program=pk).values_list("name", "key")))

    assert keys[0] == keys[1]


def test_program_can_be_opened_in_another_status(manager):
    answer = manager.post("/api/programs/", {"name": "Later", "status": "paused", "owner": None})

    assert (answer.status_code, answer.json()["status"]) == (201, "paused")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "A", "review_cadence_days": 0}, "review_cadence_days"),
        ({"name": "A", "owner": "mara"}, "owner"),
        ({"name": "A", "id": 3, "colour": "red"}, "colour"),
    ],
)
def test_program_that_cannot_be_is_refused_by_field(manager, body, field):
    answer = manager.post("/api/programs/", body)

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_program_is_archived_not_deleted(manager, program):
    assert manager.delete(f"/api/programs/{program.pk}/").status_code == 405
    answer = manager.patch(f"/api/programs/{program.pk}/", {"status": "archived"})

    assert (answer.status_code, answer.json()["status"]) == (200, "archived")


def test_owner_is_a_member(manager, program):
    member(program, "viewer", username="vera")
    UserFactory(username="olga")

    assert manager.patch(f"/api/programs/{program.pk}/", {"owner": "vera"}).status_code == 200
    outsider = manager.patch(f"/api/programs/{program.pk}/", {"owner": "olga"})
    nobody = manager.patch(f"/api/programs/{program.pk}/", {"owner": "nobody"})
    assert outsider.status_code == 400
    assert outsider.json() == nobody.json()


def test_owner_who_is_no_member_may_stay(program):
    root = operator(username="root")
    program.owner = root
    program.save()

    answer = client_of(root).patch(f"/api/programs/{program.pk}/", {"owner": "root", "name": "N"})

    assert (answer.status_code, answer.json()["owner"]) == (200, "root")


@pytest.mark.parametrize("named", ["olga", "olga@example.org", "OLGA@example.org"])
def test_member_is_added_by_name_or_address(manager, program, named):
    UserFactory(username="olga", first_name="Olga", last_name="Ono")

    answer = manager.post(
        "/api/memberships/", {"program": program.pk, "user": named, "role": "viewer"}
    )

    assert answer.status_code == 201, answer.content
    row = answer.json()
    assert (row["user"], row["full_name"], row["role"]) == ("olga", "Olga Ono", "viewer")


def test_unknown_and_closed_accounts_are_refused_alike(manager, program):
    UserFactory(username="gone", is_active=False)

    answers = [
        manager.post("/api/memberships/", {"program": program.pk, "user": name, "role": "viewer"})
        for name in ("gone", "never-there", "")
    ]

    assert {answer.status_code for answer in answers} == {400}
    assert len({answer.json()["detail"] for answer in answers}) == 1


def test_address_of_several_accounts_asks_for_the_name(manager, program):
    UserFactory(username="a", email="team@example.org")
    UserFactory(username="b", email="team@example.org")
    body = {"program": program.pk, "user": "team@example.org", "role": "viewer"}

    assert "Several accounts" in manager.post("/api/memberships/", body).json()["detail"]
    assert manager.post("/api/memberships/", body | {"user": "b"}).status_code == 201


def test_name_wins_over_somebody_elses_address(manager, program):
    UserFactory(username="x", email="olga@example.org")
    named = UserFactory(username="olga@example.org", email="other@example.org")

    answer = manager.post(
        "/api/memberships/", {"program": program.pk, "user": named.username, "role": "viewer"}
    )

    assert answer.json()["user"] == "olga@example.org"


def test_who_may_not_add_members_learns_nothing_of_accounts(contributor, program):
    UserFactory(username="olga")
    bodies = [
        {"program": program.pk, "user": name, "role": "viewer"} for name in ("olga", "nobody")
    ]

    answers = [contributor.post("/api/memberships/", body) for body in bodies]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].json() == answers[1].json()


def test_second_membership_is_refused(manager, program, mara):
    answer = manager.post(
        "/api/memberships/", {"program": program.pk, "user": "mara", "role": "viewer"}
    )

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"field": "user", "message": "There is one with this user already."}
    ]


def test_last_manager_stays(manager, program, mara):
    own = mara.memberships.get()

    for answer in (
        manager.patch(f"/api/memberships/{own.pk}/", {"role": "viewer"}),
        manager.delete(f"/api/memberships/{own.pk}/"),
    ):
        assert answer.status_code == 409
        assert answer.json()["detail"].startswith("A program keeps at least one manager")
    own.refresh_from_db()
    assert own.role == "manager"


def test_manager_may_go_when_there_is_another(manager, program, mara):
    member(program, "manager")

    assert manager.delete(f"/api/memberships/{mara.memberships.get().pk}/").status_code == 204
    assert manager.get("/api/programs/").json()["results"] == []


def test_person_and_program_of_a_membership_are_fixed(manager, program, mara):
    other = ProgramFactory()
    member(program, "viewer", username="vera")
    row = Membership.objects.get(user__username="vera")

    same = manager.patch(
        f"/api/memberships/{row.pk}/",
        {"user": "vera", "program": program.pk, "role": "contributor"},
    )
    person = manager.patch(f"/api/memberships/{row.pk}/", {"user": "mara"})
    place = manager.patch(f"/api/memberships/{row.pk}/", {"program": other.pk})

    assert (same.status_code, same.json()["role"]) == (200, "contributor")
    assert [answer.json()["errors"][0]["field"] for answer in (person, place)] == [
        "user",
        "program",
    ]
