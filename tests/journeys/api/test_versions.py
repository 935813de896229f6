"""The life of a version through the API: verbs, comparison, files, order."""

from __future__ import annotations

import pytest

from journeys import versions
from journeys.models import MapVersion, Review
from tests.factories import VersionFactory, small_draft

pytestmark = pytest.mark.django_db


def post(client, version, verb, body=None):
    return client.post(f"/api/versions/{version.pk}/{verb}/", body)


def test_version_goes_through_its_life(manager, draft):
    states = [
        post(manager, draft, verb, {"note": "As agreed."}).json()["state"]
        for verb in ("submit", "request-changes", "submit", "approve", "publish", "archive")
    ]

    assert states == ["in_review", "draft", "in_review", "in_review", "published", "archived"]
    assert list(Review.objects.order_by("id").values_list("verdict", "note")) == [
        ("changes_requested", "As agreed."),
        ("approved", "As agreed."),
    ]


def test_verb_takes_no_body_at_all(manager, draft):
    assert manager.generic("POST", f"/api/versions/{draft.pk}/submit/").status_code == 200


def test_verb_that_the_state_does_not_allow_is_a_conflict(manager, published):
    for verb in ("submit", "approve", "request-changes", "publish", "discard"):
        answer = post(manager, published, verb)

        assert answer.status_code == 409
        assert answer.json()["type"] == "urn:journeyloop:problem:invalid-transition"
        assert answer.json()["detail"].startswith("Version 1 is published; only one that is ")


def test_map_without_stages_is_not_published(manager, program):
    answer = post(manager, VersionFactory(map__program=program), "publish")

    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "This version has no stages yet. Add at least one, then publish.",
    )


def test_note_of_another_type_is_refused(manager, draft):
    answer = post(manager, draft, "publish", {"note": 3})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "note")


def test_published_version_says_who_and_when(manager, draft):
    row = post(manager, draft, "publish").json()

    version = MapVersion.objects.get(pk=draft.pk)
    assert (row["published_by"], row["checksum"]) == ("mara", version.checksum)
    assert row["published_at"] is not None
    assert "document" not in row


def test_what_a_draft_says_of_itself_can_change(manager, draft):
    body = {"label": "After", "reason": "New app", "evidence_from": "2026-01-01"}

    answer = manager.patch(f"/api/versions/{draft.pk}/", body)

    assert answer.status_code == 200, answer.content
    assert answer.json().items() >= body.items()


def test_evidence_window_ends_after_it_begins(manager, draft):
    body = {"evidence_from": "2026-02-01", "evidence_to": "2026-01-01"}

    answer = manager.patch(f"/api/versions/{draft.pk}/", body)

    assert answer.json()["errors"] == [
        {"field": "evidence_to", "message": "The window ends before it begins."}
    ]


@pytest.mark.parametrize("verb", ["submit", "publish", "discard"])
def test_version_that_is_no_draft_says_nothing_new(manager, draft, verb):
    getattr(versions, verb)(draft, by=None)

    answer = manager.patch(f"/api/versions/{draft.pk}/", {"label": "After"})

    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:journeyloop:problem:frozen"


@pytest.fixture
def second(published):
    """Return version 2, published, with a stage under another name."""
    version = versions.start_draft(published.map, by=None)
    version.stages.filter(name="Apply").update(name="Apply online")
    return versions.publish(version, by=None)


def compare(client, one, other, **headers):
    return client.get(f"/api/versions/{one.pk}/comparison/?against={other.pk}", headers=headers)


def test_comparison_goes_from_the_lower_number_to_the_higher(manager, published, second):
    answers = [compare(manager, published, second), compare(manager, second, published)]

    found = answers[0].json()
    assert answers[1].json() == found
    assert (found["before"]["id"], found["after"]["id"]) == (published.pk, second.pk)
    (change,) = found["changes"]
    assert (change["kind"], change["before"], change["after"]) == (
        "renamed",
        "Apply",
        "Apply online",
    )


def test_comparison_of_published_versions_is_kept(
    manager, published, second, django_assert_num_queries
):
    etag = compare(manager, published, second)["ETag"]

    with django_assert_num_queries(4):  # token, roles, the two versions; no document
        again = compare(manager, second, published, **{"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")


def test_comparison_with_a_draft_is_not_kept(manager, second):
    draft = versions.start_draft(second.map, by=None)

    assert "ETag" not in compare(manager, draft, second)


@pytest.mark.parametrize("against", ["", "x", "-1", "٣"])
def test_comparison_needs_another_version(manager, published, against):
    answer = manager.get(f"/api/versions/{published.pk}/comparison/", {"against": against})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "against")


def test_comparison_with_what_one_may_not_see_is_with_nothing(manager, published):
    foreign = VersionFactory()

    answers = [
        manager.get(f"/api/versions/{published.pk}/comparison/?against={identifier}")
        for identifier in (foreign.pk, 987_654, "9" * 30)
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert answers[0].json() == answers[1].json() == answers[2].json()


def test_versions_of_two_maps_compare_by_the_keys_they_share(manager, program, published):
    answer = compare(manager, published, small_draft(program))

    assert (answer.status_code, answer.json()["changes"]) == (200, [])


def test_picture_is_a_file_of_its_own(manager, published):
    answer = manager.get(
        f"/api/versions/{published.pk}/picture.svg", headers={"Accept": "image/svg+xml"}
    )

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert b"Prove identity" in answer.content
    assert manager.get(f"/api/versions/{published.pk}/picture.svg?palette=x").status_code == 400


def test_export_gives_the_file_and_tells_what_it_lacks(manager, published):
    address = f"/api/versions/{published.pk}/export/"

    mermaid = manager.get(address, {"format": "mermaid"}, headers={"Accept": "text/plain"})
    document = manager.get(address, {"format": "json"})
    losses = manager.get(f"{address}losses/", {"format": "mermaid"})

    assert mermaid.content.startswith(b"journey\n")
    assert mermaid["Content-Disposition"].startswith("attachment")
    assert document.json()["format"] == "journeyloop-map/1"
    assert "3 cards" in losses.json()["losses"]


@pytest.mark.parametrize("chosen", ["", "pdf", "../json"])
def test_export_in_no_known_format_is_refused(manager, published, chosen):
    answer = manager.get(f"/api/versions/{published.pk}/export/", {"format": chosen})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "format")


def test_order_is_read_turned_round_and_kept(manager, draft):
    address = f"/api/versions/{draft.pk}/order/"
    order = manager.get(address).json()
    order["stages"].reverse()
    order["lanes"].reverse()

    answer = manager.post(address, order)

    assert answer.status_code == 200, answer.content
    assert manager.get(address).json() == order == answer.json()


def test_order_that_leaves_something_out_is_a_conflict(manager, draft):
    address = f"/api/versions/{draft.pk}/order/"
    order = manager.get(address).json()
    order["lanes"].pop()

    assert manager.post(address, order).status_code == 409


def test_order_of_a_published_version_stays(manager, published):
    address = f"/api/versions/{published.pk}/order/"

    assert manager.post(address, manager.get(address).json()).status_code == 409


def test_reading_the_document_keeps_what_is_not_saved_yet(draft):
    version = MapVersion.objects.get(pk=draft.pk)
    version.label = "not saved yet"

    assert (version.document, version.label) == ("", "not saved yet")
