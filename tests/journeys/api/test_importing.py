"""Maps from files: shown first, brought in whole, or not at all."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from journeys.models import JourneyMap
from tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db

SOUND = "journey\n  title Lunch\n  section Eat\n    Order: 4: Guest\n    Pay: 2: Guest\n"
DOUBTFUL = "journey\n  title Lunch\n  section Eat\n    Order: 9: Guest\n"


@pytest.fixture
def send(manager, program):
    """Return a function that imports a text."""

    def bring_in(content=SOUND, query="", **more):
        body = {"program": program.pk, "content": content, "filename": "lunch.mmd"} | more
        return manager.post(f"/api/maps/import/{query}", body)

    return bring_in


def test_map_comes_in_with_its_draft(send, manager):
    answer = send()

    found = answer.json()
    assert answer.status_code == 201, answer.content
    assert [(one["map"], one["draft"], one["name"]) for one in found["maps"]] == [
        (found["map"], found["draft"], "Lunch")
    ]
    names = manager.get(f"/api/touchpoints/?version={found['draft']}").json()["results"]
    assert [row["name"] for row in names] == ["Order", "Pay"]


@pytest.mark.parametrize(("query", "more"), [("?preview=true", {}), ("", {"preview": True})])
def test_preview_writes_nothing(send, query, more):
    answer = send(query=query, **more)

    (found,) = answer.json()["maps"]
    assert (answer.status_code, found["name"], found["touchpoints"]) == (200, "Lunch", 2)
    assert not JourneyMap.objects.exists()


def test_what_was_decided_is_told_by_its_line(send):
    (warning,) = [one for one in send(DOUBTFUL, preview=True).json()["problems"] if one["line"]]

    assert warning["line"] == 4


def test_file_can_be_uploaded(manager, program):
    file = SimpleUploadedFile("lunch.mmd", SOUND.encode())

    answer = manager.post(
        "/api/maps/import/", {"program": program.pk, "file": file}, format="multipart"
    )

    assert (answer.status_code, answer.json()["maps"][0]["name"]) == (201, "Lunch")


def test_uploaded_file_can_be_looked_at(manager, program):
    file = SimpleUploadedFile("lunch.mmd", SOUND.encode())
    body = {"program": program.pk, "file": file, "preview": "true"}

    answer = manager.post("/api/maps/import/", body, format="multipart")

    assert (answer.status_code, answer.json()["format"]) == (200, "mermaid")
    assert not JourneyMap.objects.exists()


def test_document_goes_out_and_comes_in_as_another_map(send, manager, published):
    document = manager.get(f"/api/versions/{published.pk}/export/?format=json").content.decode()

    draft = send(document, filename="map.json").json()["draft"]

    again = manager.get(f"/api/versions/{draft}/export/?format=json").content.decode()
    assert again == document


WRONG = ["", "hello", "{", '{"format": "journeyloop-map/1"}', "\ufffd" * 50, "PK\x03\x04"]


@pytest.mark.parametrize("content", WRONG)
def test_what_is_no_map_is_refused(send, content):
    answer = send(content, filename="x")

    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"]
    assert not JourneyMap.objects.exists()


def test_program_one_is_not_in_is_none(send):
    there, missing = send(program=ProgramFactory().pk), send(program=987_654)

    assert (there.status_code, there.json()) == (400, missing.json())


@pytest.mark.parametrize("query", ["?preview=maybe", "?preview="])
def test_preview_that_is_neither_is_refused(send, query):
    assert send(query=query).status_code == 400
    assert not JourneyMap.objects.exists()


def test_viewer_brings_nothing_in(viewer, program):
    answer = viewer.post("/api/maps/import/", {"program": program.pk, "content": SOUND})

    assert answer.status_code == 403
