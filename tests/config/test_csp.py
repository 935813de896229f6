"""The Content-Security-Policy of every answer."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from config.csp import DOCS, HEADER, STRICT, ContentSecurityPolicy
from tests.factories import ProgramFactory, member


def test_nothing_inline_and_nothing_from_outside_is_allowed():
    directives = dict(part.split(" ", 1) for part in STRICT.split("; "))

    assert directives.pop("img-src") == "'self' data:"
    assert directives.pop("object-src") == "'none'"
    assert directives.pop("frame-ancestors") == "'none'"
    assert set(directives.values()) == {"'self'"}
    assert set(directives) == {
        "default-src", "script-src", "style-src", "font-src", "base-uri", "form-action",
    }  # fmt: skip


@pytest.mark.django_db
def test_pages_carry_the_strict_policy(client):
    program = ProgramFactory()
    client.force_login(member(program))

    for path in ("/admin/login/", f"/admin/journeys/program/{program.pk}/home/", "/healthz", "/nothing"):  # fmt: skip
        assert client.get(path).headers[HEADER] == STRICT


def test_only_the_description_of_the_api_may_write_into_its_page(rf):
    middleware = ContentSecurityPolicy(lambda request: HttpResponse())

    assert middleware(rf.get("/api/docs/")).headers[HEADER] == DOCS
    assert middleware(rf.get("/api/docs/x")).headers[HEADER] == STRICT


def test_a_view_may_set_a_policy_of_its_own(rf):
    middleware = ContentSecurityPolicy(lambda request: HttpResponse(headers={HEADER: "sandbox"}))

    assert middleware(rf.get("/")).headers[HEADER] == "sandbox"


@pytest.mark.django_db
def test_no_page_has_a_script_or_style_of_its_own(client):
    program = ProgramFactory()
    client.force_login(member(program))

    for path in ("/admin/login/", "/", "/admin/journeys/kpi/add/", "/admin/journeys/program/"):
        text = client.get(path, follow=True).content.decode()
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        assert all(" src=" in tag for tag in text.split("<script")[1:])
        assert "//fonts." not in text
