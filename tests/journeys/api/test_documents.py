"""A whole map in one answer, and back without losing anybody's work."""

from __future__ import annotations

import gzip
import json

import pytest

from journeys import contents, drafts, versions
from journeys.models import MapVersion
from tests.factories import small_draft
from tests.journeys.sample import edited, small_map

pytestmark = pytest.mark.django_db


def address(version):
    return f"/api/versions/{version.pk}/document/"


def put(client, version, document, etag, **options):
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return client.generic(
        "PUT",
        address(version),
        data,
        content_type=options.get("content_type", "application/json"),
        headers={"If-Match": etag} if etag else {},
    )


def test_published_document_is_the_stored_bytes_for_ever(manager, published):
    answer = manager.get(address(published))

    stored = MapVersion.objects.get(pk=published.pk)
    assert answer.content == stored.document.encode()
    assert answer["ETag"] == f'"{stored.checksum}"'
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert {"Authorization", "Cookie"} <= set(answer["Vary"].split(", "))


def test_published_document_is_packed_for_who_takes_it_so(manager, published):
    stored = MapVersion.objects.get(pk=published.pk)

    answer = manager.get(address(published), headers={"Accept-Encoding": "br, gzip;q=0.8"})

    assert answer["Content-Encoding"] == "gzip"
    assert answer.content == stored.packed
    assert gzip.decompress(answer.content) == stored.document.encode()
    assert answer["ETag"] == f'W/"{stored.checksum}"'
    assert {"Accept-Encoding", "Authorization", "Cookie"} <= set(answer["Vary"].split(", "))
    again = {"Accept-Encoding": "gzip", "If-None-Match": answer["ETag"]}
    assert manager.get(address(published), headers=again).status_code == 304


@pytest.mark.parametrize("encodings", ["identity", "br", ""])
def test_published_document_is_plain_for_who_does_not(manager, published, encodings):
    answer = manager.get(address(published), headers={"Accept-Encoding": encodings})

    assert not answer.has_header("Content-Encoding")
    assert answer.content == contents.document(published)


def test_known_published_document_stays_in_the_database(
    manager, published, django_assert_num_queries
):
    etag = manager.get(address(published))["ETag"]

    with django_assert_num_queries(3) as queries:  # token, roles, the version
        answer = manager.get(address(published), headers={"If-None-Match": f'W/"x", W/{etag}'})

    assert (answer.status_code, answer.content) == (304, b"")
    assert not any('"document"' in query["sql"] for query in queries)


def test_draft_is_asked_for_again(manager, draft):
    first = manager.get(address(draft))
    assert first["Cache-Control"] == "private, no-cache"
    assert manager.get(address(draft), headers={"If-None-Match": first["ETag"]}).status_code == 304

    draft.stages.filter(name="Apply").update(name="Apply online")

    second = manager.get(address(draft), headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]


def test_document_goes_out_and_back_in_unchanged(manager, draft):
    seen = manager.get(address(draft))

    answer = put(manager, draft, seen.content, seen["ETag"])

    assert answer.status_code == 200, answer.content
    assert (answer.content, answer["ETag"]) == (seen.content, seen["ETag"])


def test_replacing_answers_with_what_was_stored(manager, draft):
    seen = manager.get(address(draft))
    document = seen.json()
    document["stages"][0]["name"] = "Apply online"

    answer = put(manager, draft, document, seen["ETag"])

    assert answer.json()["stages"][0]["name"] == "Apply online"
    assert manager.get(address(draft))["ETag"] == answer["ETag"] != seen["ETag"]


def test_who_was_slower_overwrites_nothing(manager, draft, mara):
    seen = manager.get(address(draft))
    drafts.replace(draft, edited(small_map(), "Apply", name="Faster"), by=mara)

    answer = put(manager, draft, seen.content, seen["ETag"])

    assert (answer.status_code, answer["ETag"]) == (412, manager.get(address(draft))["ETag"])
    assert draft.stages.filter(name="Faster").exists()


@pytest.mark.parametrize("etag", ["", "*"])
def test_replacing_what_nobody_says_to_have_seen_is_refused(manager, draft, etag):
    assert put(manager, draft, manager.get(address(draft)).content, etag).status_code == 428


def test_weak_and_several_tags_count(manager, draft):
    seen = manager.get(address(draft))

    for etag in (f"W/{seen['ETag']}", f'"other", {seen["ETag"]}'):
        assert put(manager, draft, seen.content, etag).status_code == 200
    assert put(manager, draft, seen.content, '"one", "other"').status_code == 412


@pytest.mark.parametrize("verb", ["submit", "publish", "discard"])
def test_version_that_is_no_draft_is_not_replaced(manager, draft, verb):
    seen = manager.get(address(draft))
    getattr(versions, verb)(draft, by=None)

    answer = put(manager, draft, seen.content, seen["ETag"])

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:journeyloop:problem:frozen")


def test_every_problem_of_a_document_is_named_by_its_path(manager, draft):
    seen = manager.get(address(draft))
    document = seen.json()
    document["stages"][0]["touchpoints"][0]["emotion"] = 9
    document["cards"][1]["lane"] = "nowhere"

    answer = put(manager, draft, document, seen["ETag"])

    assert answer.status_code == 400
    errors = [error for error in answer.json()["errors"] if error["severity"] == "error"]
    assert [error["field"] for error in errors] == [
        "stages[0].touchpoints[0].emotion",
        "cards[1].lane",
    ]
    assert all(error["line"] == 1 for error in errors)
    assert manager.get(address(draft))["ETag"] == seen["ETag"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"\xff", b"null", b"[" * 5000, b'{"map": 1e999}']
)
def test_what_is_no_document_is_refused(manager, draft, body):
    assert put(manager, draft, body, manager.get(address(draft))["ETag"]).status_code == 400


def test_document_of_another_media_type_is_refused(manager, draft):
    seen = manager.get(address(draft))

    answer = put(manager, draft, seen.content, seen["ETag"], content_type="text/plain")

    assert answer.status_code == 415


def test_document_cannot_take_another_programs_file(manager, draft):
    theirs = small_draft(draft.map.program.__class__.objects.create(name="Elsewhere"))
    theirs.cards.filter(text="Call drops").update(attachment="attachments/secret.pdf")
    seen = manager.get(address(draft))
    document = seen.json()
    document["cards"][0]["attachment"] = "attachments/secret.pdf"

    answer = put(manager, draft, document, seen["ETag"])

    assert (answer.status_code, answer.json()["cards"][0]["attachment"]) == (200, "")


def test_document_keeps_its_own_files(manager, draft):
    draft.cards.filter(text="Call drops").update(attachment="attachments/own.pdf")
    seen = manager.get(address(draft))

    answer = put(manager, draft, seen.content, seen["ETag"])

    assert contents.decode(answer.content).cards[0].attachment == "attachments/own.pdf"
