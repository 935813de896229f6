"""Maps, personas and channels: what a program has beside measures."""

from __future__ import annotations

import pytest

from journeys import versions
from journeys.models import JourneyMap, MapVersion
from tests.factories import (
    ChannelFactory,
    MapFactory,
    ObjectiveFactory,
    PersonaFactory,
    UserFactory,
    small_draft,
)

pytestmark = pytest.mark.django_db


def test_map_is_made_without_a_version(manager, program):
    persona, objective = PersonaFactory(program=program), ObjectiveFactory(program=program)
    body = {
        "program": program.pk,
        "name": "Open an account",
        "kind": "future",
        "personas": [persona.pk],
        "objectives": [objective.pk],
        "owner": "mara",
    }

    answer = manager.post("/api/maps/", body)

    assert answer.status_code == 201, answer.content
    assert answer.json().items() >= (body | {"draft": None, "published": None}).items()
    assert not MapVersion.objects.exists()


TEMPLATES = ["empty", "service-blueprint"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_map_made_from_a_template_has_its_draft(manager, program, template):
    body = {"program": program.pk, "name": "Lunch", "template": template}

    answer = manager.post("/api/maps/", body)

    assert answer.status_code == 201, answer.content
    draft = MapVersion.objects.get(pk=answer.json()["draft"])
    assert (draft.map.name, draft.state) == ("Lunch", "draft")
    assert draft.stages.exists() is (template != "empty")
    assert "template" not in answer.json()


def test_facts_given_with_a_template_are_kept(manager, program):
    persona = PersonaFactory(program=program)
    body = {
        "program": program.pk,
        "name": "Lunch",
        "template": "service-blueprint",
        "scope": "Weekdays",
        "personas": [persona.pk],
    }

    row = manager.post("/api/maps/", body).json()

    assert (row["scope"], row["personas"], row["kind"]) == ("Weekdays", [persona.pk], "blueprint")


def test_template_that_is_none_is_refused(manager, program):
    answer = manager.post(
        "/api/maps/", {"program": program.pk, "name": "A", "template": "../secrets"}
    )

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "template")
    assert not JourneyMap.objects.exists()


def test_map_tells_its_draft_and_its_newest_published_version(manager, published):
    second = versions.publish(versions.start_draft(published.map, by=None), by=None)
    draft = versions.start_draft(published.map, by=None)

    row = manager.get(f"/api/maps/{published.map_id}/").json()

    assert (row["draft"], row["published"]) == (draft.pk, second.pk)


def test_draft_starts_from_the_newest_published_version(manager, published):
    answer = manager.post(
        f"/api/maps/{published.map_id}/start-draft/", {"reason": "New app", "label": "After"}
    )

    row = answer.json()
    assert answer.status_code == 201, answer.content
    assert answer["Location"] == f"http://testserver/api/versions/{row['id']}/"
    assert (row["number"], row["state"], row["based_on"]) == (2, "draft", published.pk)
    assert (row["reason"], row["label"], row["started_by"]) == ("New app", "After", "mara")
    assert manager.get(f"/api/stages/?version={row['id']}").json()["results"]


def test_draft_may_start_from_an_earlier_version(manager, published):
    versions.publish(versions.start_draft(published.map, by=None), by=None)

    answer = manager.post(f"/api/maps/{published.map_id}/start-draft/", {"based_on": published.pk})

    assert (answer.status_code, answer.json()["based_on"]) == (201, published.pk)


def test_second_draft_is_refused_and_the_first_is_named(manager, draft):
    answer = manager.post(f"/api/maps/{draft.map_id}/start-draft/")

    problem = answer.json()
    assert (answer.status_code, problem["draft"]) == (409, draft.pk)
    assert problem["type"] == "urn:journeyloop:problem:draft-exists"


def test_draft_cannot_start_from_another_maps_version(manager, program, published):
    other = small_draft(program)

    for identifier in (other.pk, 987_654):
        answer = manager.post(
            f"/api/maps/{published.map_id}/start-draft/", {"based_on": identifier}
        )
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "based_on")


REFERENCES = [("personas", "list"), ("objectives", "list"), ("parent", "one"), ("owner", "name")]


@pytest.mark.parametrize(("field", "shape"), REFERENCES)
def test_reference_into_another_program_is_answered_as_one_to_nothing(
    manager, program, field, shape
):
    UserFactory(username="olga")
    foreign = {
        "personas": PersonaFactory,
        "objectives": ObjectiveFactory,
        "parent": MapFactory,
    }.get(field, lambda: None)()
    journey = MapFactory(program=program)
    values = {
        "list": ([getattr(foreign, "pk", 0)], [987_654_321]),
        "one": (getattr(foreign, "pk", 0), 987_654_321),
        "name": ("olga", "nobody"),
    }[shape]

    there, missing = (manager.patch(f"/api/maps/{journey.pk}/", {field: v}) for v in values)

    assert (there.status_code, missing.status_code) == (400, 400)
    said = there.json()["detail"].replace(str(getattr(foreign, "pk", "-")), "987654321")
    assert said == missing.json()["detail"]


def test_map_cannot_detail_itself(manager, program):
    journey = MapFactory(program=program)
    detail = MapFactory(program=program, parent=journey)

    answer = manager.patch(f"/api/maps/{journey.pk}/", {"parent": detail.pk})

    assert answer.json()["errors"] == [
        {"field": "parent", "message": "A map cannot detail itself."}
    ]


def test_channel_names_are_unique_in_a_program(manager, program):
    ChannelFactory(program=program, name="Web")

    answer = manager.post("/api/channels/", {"program": program.pk, "name": "Web"})

    assert answer.json()["errors"] == [
        {"field": "name", "message": "There is one with this name already."}
    ]


def test_change_that_changes_nothing_leaves_no_history(manager, program):
    persona = PersonaFactory(program=program, share_of_customers=12)
    seen = manager.get(f"/api/personas/{persona.pk}/")
    fields = {name: value for name, value in seen.json().items() if not name.endswith("_at")}

    answer = manager.patch(f"/api/personas/{persona.pk}/", fields)

    assert answer.status_code == 200, answer.content
    assert answer["ETag"] == seen["ETag"]
    assert persona.history.count() == 1


def test_whole_row_can_be_sent_back(manager, program):
    persona = PersonaFactory(program=program)
    row = manager.get(f"/api/personas/{persona.pk}/").json()

    answer = manager.patch(f"/api/personas/{persona.pk}/", row | {"tagline": "Wants it tonight"})

    assert (answer.status_code, answer.json()["tagline"]) == (200, "Wants it tonight")
