"""Every error is a problem document that says what is wrong, where, and nothing of the inside."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, OperationalError
from django.test import override_settings

from journeys.api import views
from journeys.immutability import REFUSAL
from journeys.models import Persona
from tests.factories.world import client_of

pytestmark = pytest.mark.django_db

MEMBERS = {"type", "title", "status", "detail", "errors"}


def problem_of(answer, status):
    """Return the problem document of an answer, which must be a sound one."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem.keys() >= MEMBERS
    assert problem["status"] == status
    return problem


def test_stranger_is_told_how_to_sign_in():
    answer = client_of(None).get("/api/cards/")

    problem = problem_of(answer, 401)
    assert answer["WWW-Authenticate"] == "Token"
    assert problem["detail"] == "Sign in, or send a token: Authorization: Token …"


@pytest.mark.parametrize("header", ["Token", "Token a b", "Token \xe9", "Token nonsense"])
def test_token_that_is_none_is_refused(header):
    problem_of(client_of(None).get("/api/cards/", headers={"Authorization": header}), 401)


def test_closed_account_is_refused(manager, mara):
    mara.is_active = False
    mara.save()

    problem_of(manager.get("/api/cards/"), 401)


def test_every_wrong_field_is_named(manager, program):
    body = {"program": program.pk, "name": "", "share_of_customers": 101, "status": "new", "age": 3}

    problem = problem_of(manager.post("/api/personas/", body), 400)

    assert {error["field"] for error in problem["errors"]} == {
        "name",
        "share_of_customers",
        "status",
        "age",
    }
    assert problem["type"] == "urn:journeyloop:problem:invalid"
    assert problem["detail"].endswith("(and 3 more)")


def test_item_of_a_list_is_named_by_its_place(manager, draft):
    touchpoint = draft.touchpoints.first()

    answer = manager.patch(f"/api/touchpoints/{touchpoint.pk}/", {"actors": ["Me", 3, "x" * 161]})

    fields = [error["field"] for error in problem_of(answer, 400)["errors"]]
    assert fields == ["actors[1]", "actors[2]"]


def test_broken_json_is_named_by_line_and_column(manager):
    answer = manager.generic(
        "POST", "/api/cards/", b'{"text":\n  nope}', content_type="application/json"
    )

    problem = problem_of(answer, 400)
    assert (problem["line"], problem["column"]) == (2, 3)


BODIES = [b'{"name": NaN}', b'{"name": "\\ud800"}', b'{"name": "\xff"}', b"\xff\xfe{\x00}\x00", b"{",
          b"[" * 100_000]  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
def test_what_is_no_json_is_refused(manager, body):
    answer = manager.generic("POST", "/api/maps/", body, content_type="application/json")

    assert problem_of(answer, 400)["type"] == "urn:journeyloop:problem:not-json"


@pytest.mark.parametrize("body", [b"null", b"[]", b'"text"', b"7", b"true"])
@pytest.mark.parametrize("address", ["/api/maps/", "/api/maps/import/", "/api/reports/"])
def test_body_that_is_no_object_is_refused(manager, body, address):
    answer = manager.generic("POST", address, body, content_type="application/json")

    assert problem_of(answer, 400)["detail"] == "The body is a JSON object."


def test_byte_order_mark_is_read_over(manager, program):
    body = b'\xef\xbb\xbf{"program": %d, "name": "Ole"}' % program.pk

    answer = manager.generic("POST", "/api/personas/", body, content_type="application/json")

    assert answer.status_code == 201


@pytest.mark.parametrize("value", ["a\0b", "\0"])
def test_nul_is_refused_wherever_text_goes(manager, program, draft, value):
    card = draft.cards.first()
    for address, body in (
        ("/api/personas/", {"program": program.pk, "name": value}),
        ("/api/memberships/", {"program": program.pk, "user": value, "role": "viewer"}),
        ("/api/maps/", {"program": program.pk, "name": "A", "owner": value}),
    ):
        problem_of(manager.post(address, body), 400)
    problem_of(manager.patch(f"/api/cards/{card.pk}/", {"tags": [value]}), 400)
    problem_of(manager.post(f"/api/versions/{draft.pk}/publish/", {"note": value}), 400)


IDS = [
    "0",
    "-1",
    "1.5",
    "x",
    "99999999999999999999",
    "9" * 5000,
    "%00",
    "%F0%9F%91%A4",
    "٣",
    "1%0a",
]


@pytest.mark.parametrize("identifier", IDS)
@pytest.mark.parametrize("rest", ["", "history/", "document/", "publish/"])
def test_id_that_can_be_none_is_nothing(manager, identifier, rest):
    call = manager.post if rest == "publish/" else manager.get

    problem_of(call(f"/api/versions/{identifier}/{rest}"), 404)


@pytest.mark.parametrize("value", [0, -1, 1.5, "x", "1e3", True, [], {}, None, 2**63, 10**40])
def test_reference_that_can_be_none_is_refused(manager, value):
    answer = manager.post("/api/personas/", {"program": value, "name": "Ole"})

    assert [error["field"] for error in problem_of(answer, 400)["errors"]] == ["program"]


def test_address_that_leads_nowhere_says_so(manager):
    problem_of(manager.get("/api/nothing/"), 404)
    problem_of(manager.post("/api/cards"), 404)
    problem_of(client_of(None).get("/api/nothing/"), 401)


def test_address_without_its_slash_leads_on(manager):
    answer = manager.get("/api/cards?search=a")

    assert (answer.status_code, answer["Location"]) == (301, "/api/cards/?search=a")


def test_method_that_is_not_offered_is_refused(manager, published):
    answer = manager.delete(f"/api/versions/{published.pk}/")

    problem_of(answer, 405)
    assert answer["Allow"] == "GET, HEAD, PATCH"


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT"])
def test_other_methods_are_refused(manager, method):
    problem_of(manager.generic(method, "/api/cards/"), 405)


def test_other_media_types_are_refused(manager):
    problem_of(manager.generic("POST", "/api/cards/", b"a=1", content_type="text/plain"), 415)
    problem_of(manager.get("/api/cards/", headers={"Accept": "text/html"}), 406)


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_body_that_is_too_large_is_refused(manager, draft):
    body = b'{"text": "' + b"x" * 2000 + b'"}'

    for method, address in (
        ("POST", "/api/cards/"),
        ("PATCH", f"/api/cards/{draft.cards.first().pk}/"),
        ("PUT", f"/api/versions/{draft.pk}/document/"),
        ("POST", "/api/maps/import/"),
    ):
        answer = manager.generic(
            method, address, body, content_type="application/json", headers={"If-Match": '"a"'}
        )
        problem_of(answer, 413)


def test_text_longer_than_documents_hold_is_refused(manager, draft):
    card = draft.cards.first()

    for text in ("x" * 20_001, "x" * 20_000 + " "):
        answer = manager.patch(f"/api/cards/{card.pk}/", {"text": text})

        assert problem_of(answer, 400)["errors"][0]["field"] == "text"


TYPES = [("name", 3), ("name", None), ("name", ["Ole"]), ("share_of_customers", "12"),
         ("share_of_customers", True), ("is_archived", "yes"), ("is_archived", 1), ("status", 1),
         ("key", "ABC"), ("key", 7)]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), TYPES)
def test_value_of_another_type_is_not_turned_into_one(manager, program, field, value):
    body = {"program": program.pk, "name": "Ole"} | {field: value}

    problem = problem_of(manager.post("/api/personas/", body), 400)

    assert [error["field"] for error in problem["errors"]] == [field]


def test_session_without_csrf_token_writes_nothing(mara, program):
    client = client_of(None)
    client.handler.enforce_csrf_checks = True
    client.force_login(mara)

    problem = problem_of(client.post("/api/personas/", {"program": program.pk, "name": "O"}), 403)

    assert problem["detail"].startswith("CSRF Failed")
    assert not Persona.objects.exists()


RAISED = [
    (IntegrityError("UNIQUE constraint failed"), 409),
    (IntegrityError(REFUSAL), 409),
    (OperationalError("database is locked"), 503),
    (OperationalError("deadlock detected"), 503),
]


@pytest.mark.parametrize(("error", "status"), RAISED)
def test_refusal_of_the_database_is_a_problem(manager, monkeypatch, error, status):
    def refuse(*args, **kwargs):
        raise error

    monkeypatch.setattr(views.Rows, "row", refuse)

    problem_of(manager.get("/api/cards/1/"), 404)
    answer = manager.patch("/api/cards/1/", {})

    problem_of(answer, status)
    assert str(error) not in answer.content.decode() or str(error) == REFUSAL


def test_what_nobody_foresaw_is_logged_and_tells_nothing(manager, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr(views.Rows, "row", fail)
    manager.raise_request_exception = False

    answer = manager.patch("/api/cards/1/", {})

    assert b"secret" not in answer.content
    assert problem_of(answer, 500)["detail"].startswith("Something went wrong on our side")
    assert "a secret of the inside" in caplog.text
