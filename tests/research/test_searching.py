"""Words among millions of responses: by workplace and API alike, on PostgreSQL by an index of letters."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from research.models import Response
from tests.factories import ProgramFactory, member, response_of
from tests.factories.world import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def said():
    program = ProgramFactory()
    for text in ("The CARD never came", "Card came late", "Nothing to say", "100% fine_"):
        row = response_of(program)
        Response.objects.filter(pk=row.pk).update(text=text)
    return program


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("card came", {"The CARD never came", "Card came late"}),
        ("ard late", {"Card came late"}),
        ("100%", {"100% fine_"}),
        ("e_", {"100% fine_"}),
        ("zebra", set()),
    ],
)
def test_every_word_stands_somewhere_in_what_is_found(said, client, asked, found):
    person = member(said, "viewer")
    rows = client_of(person).get("/api/responses/", {"search": asked}).json()["results"]
    assert {row["text"] for row in rows} == found
    client.force_login(person)
    page = client.get(reverse("admin:research_response_changelist"), {"q": asked}).content.decode()
    assert all((text in page) == (text in found) for text in Response.objects.values_list("text", flat=True))  # fmt: skip


@pytest.mark.postgres
def test_the_index_of_letters_serves_the_search(said):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        plan = Response.objects.filter(text__holds="zebra").order_by().explain()
    assert "response_text_letters" in plan
