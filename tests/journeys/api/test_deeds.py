"""The history of a row: who, when, through which door, and what changed."""

from __future__ import annotations

import pytest

from journeys import history
from journeys.models import Persona
from tests.factories import ObjectiveFactory, PersonaFactory, UserFactory

pytestmark = pytest.mark.django_db


def deeds(client, address):
    answer = client.get(f"{address}history/")
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_every_write_names_person_verb_door_and_fields(manager, contributor, program):
    address = manager.post(
        "/api/personas/", {"program": program.pk, "name": "Lena", "share_of_customers": 12.5}
    )["Location"]
    contributor.patch(address, {"name": "Lena M.", "share_of_customers": 13})

    changed, created = deeds(manager, address)

    assert (created["who"], created["verb"], created["door"]) == ("mara", "create", "api")
    assert (changed["who"], changed["verb"], changed["door"]) == ("tomas", "change", "api")
    assert created["changes"] == []
    assert changed["changes"] == [
        {"field": "name", "before": "Lena", "after": "Lena M."},
        {"field": "share_of_customers", "before": 12.5, "after": 13.0},
    ]


def test_note_of_a_verb_is_kept(manager, draft):
    manager.post(f"/api/versions/{draft.pk}/publish/", {"note": "Board: agreed"})

    newest = deeds(manager, f"/api/versions/{draft.pk}/")[0]

    assert (newest["verb"], newest["note"]) == ("publish", "Board: agreed")
    assert {"field": "state", "before": "draft", "after": "published"} in newest["changes"]
    assert not [change for change in newest["changes"] if change["field"] == "document"]


def test_changed_lists_are_told_by_their_ids(manager, program):
    objective = ObjectiveFactory(program=program)
    address = manager.post("/api/kpis/", {"program": program.pk, "name": "NPS"})["Location"]

    manager.patch(address, {"objectives": [objective.pk]})

    told = [change for deed in deeds(manager, address) for change in deed["changes"]]
    assert {"field": "objectives", "before": [], "after": [objective.pk]} in told


def test_people_are_told_by_name(manager, program, mara):
    row = ObjectiveFactory(program=program)
    manager.patch(f"/api/objectives/{row.pk}/", {"owner": "mara"})

    newest = deeds(manager, f"/api/objectives/{row.pk}/")[0]

    assert newest["changes"] == [{"field": "owner", "before": None, "after": "mara"}]


def test_deed_outlives_the_account(manager, program):
    persona, gone = PersonaFactory(program=program), UserFactory(username="gone")
    history.deed(persona, by=gone, verb="change")
    persona.name = "Ole"
    persona.save()
    gone.delete()

    assert deeds(manager, f"/api/personas/{persona.pk}/")[0]["who"] == "gone"


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_history_pages_both_ways_with_the_same_changes(manager, program, size):
    persona = PersonaFactory(program=program, name="Lena 0")
    for number in range(1, 7):
        persona.name = f"Lena {number}"
        persona.save()
    address = f"/api/personas/{persona.pk}/history/"
    whole = manager.get(address).json()["results"]

    forth, at = [], f"{address}?page_size={size}"
    while at:
        last, page = at, manager.get(at).json()
        forth += page["results"]
        at = page["next"]
    back, at = [], last
    while at:
        page = manager.get(at).json()
        back = page["results"] + back
        at = page["previous"]

    assert len(whole) == 7
    assert forth == back == whole


def test_history_of_a_row_takes_no_filters(manager, program):
    persona = PersonaFactory(program=program)

    assert manager.get(f"/api/personas/{persona.pk}/history/?who=mara").status_code == 400


def test_history_of_anothers_row_is_no_history(manager):
    foreign = PersonaFactory()

    assert manager.get(f"/api/personas/{foreign.pk}/history/").status_code == 404
    assert Persona.history.filter(id=foreign.pk).exists()
