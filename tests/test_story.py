"""The main job from end to end, through the API: a real map, published twice, compared, printed."""

from __future__ import annotations

import json

import pytest
from rest_framework.test import APIClient

from journeys import tasks
from tests.factories import ProgramFactory, member

pytestmark = pytest.mark.django_db

MERMAID = """journey
    title Order lunch
    section Choose
      Open the app: 4: Guest
      Find something without nuts: 2: Guest, Kitchen
    section Eat
      Pay: 5: Guest
      Wait for the courier: 1: Guest
"""


@pytest.fixture
def manager():
    """Return a client signed in as somebody who manages a program already."""
    user = member(ProgramFactory(), username="mara")
    client = APIClient()
    client.force_authenticate(user)
    return client


def ok(response, status=200):
    assert response.status_code == status, getattr(response, "content", b"")[:500]
    return response


def test_story_from_mermaid_to_the_boards_pdf(manager):
    program = ok(manager.post("/api/programs/", {"name": "Lunch"}, format="json"), 201).json()

    # A map comes in: first what it would bring, then for real.
    upload = {"program": program["id"], "filename": "lunch.mmd", "content": MERMAID}
    ok(manager.post("/api/maps/import/?preview=true", upload, format="json"))
    assert ok(manager.get("/api/maps/")).json()["results"] == []
    imported = ok(manager.post("/api/maps/import/", upload, format="json"), 201).json()
    first = imported["draft"]
    journey = imported["map"]
    ok(manager.post(f"/api/versions/{first}/publish/", {"note": "As we found it"}, format="json"))

    # The next version: read whole, change, put back.
    started = manager.post(
        f"/api/maps/{journey}/start-draft/", {"reason": "New courier"}, format="json"
    )
    second = ok(started, 201).json()["id"]
    response = ok(manager.get(f"/api/versions/{second}/document/"))
    document = json.loads(response.content)
    document["stages"][1]["touchpoints"][1]["emotion"] = -1.2
    document["stages"][0]["touchpoints"][0]["name"] = "Open the menu"
    body = json.dumps(document)
    put = {"content_type": "application/json", "HTTP_IF_MATCH": response["ETag"]}
    changed = manager.put(f"/api/versions/{second}/document/", body, **put)
    assert changed.status_code in {200, 204}
    assert manager.put(f"/api/versions/{second}/document/", body, **put).status_code == 412
    ok(manager.post(f"/api/versions/{second}/publish/"))
    assert manager.put(f"/api/versions/{second}/document/", body, **put).status_code == 409

    # What changed, exactly.
    told = ok(manager.get(f"/api/versions/{second}/comparison/?against={first}")).json()
    assert [
        (c["kind"], c["name"], c["field"], c["before"], c["after"]) for c in told["changes"]
    ] == [
        ("renamed", "Open the menu", "name", "Open the app", "Open the menu"),
        ("rescored", "Wait for the courier", "emotion", -3.0, -1.2),
    ]

    # The report for the board.
    wanted = {"kind": "version_comparison", "parameters": {"version": second, "against": first}}
    report = ok(manager.post("/api/reports/", wanted, format="json"), 202).json()
    assert report["status"] == "queued"
    tasks.make_report(report["id"])
    report = ok(manager.get(f"/api/reports/{report['id']}/")).json()
    assert (report["status"], report["error"]) == ("done", "")
    file = ok(manager.get(f"/api/reports/{report['id']}/file/"))
    assert b"".join(file.streaming_content).startswith(b"%PDF-")
