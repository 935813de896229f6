"""Studies, instruments, import batches and responses through the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from research.models import Response
from tests.factories import InstrumentFactory, ProgramFactory, StudyFactory, member, response_of
from tests.factories.world import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory()


@pytest.fixture
def client(program):
    return client_of(member(program, "contributor"))


def test_study_is_made_with_what_it_asks(client, program):
    asked = InstrumentFactory(program=program)

    made = client.post(
        "/api/studies/",
        {"program": program.pk, "name": "Exit survey", "method": "survey", "planned_n": 200, "instruments": [asked.pk]},
        format="json",
    )  # fmt: skip

    assert made.status_code == 201, made.json()
    assert made.json()["instruments"] == [asked.pk]
    assert made.json()["planned_n"] == 200


def test_study_of_another_program_cannot_be_followed(client, program):
    elsewhere = StudyFactory()

    refused = client.post(
        "/api/studies/",
        {"program": program.pk, "name": "Wave 2", "follows": elsewhere.pk},
        format="json",
    )

    assert refused.status_code == 400
    assert "follows" in str(refused.json())


def test_question_with_answers_stays_as_it_was_asked(client, program):
    asked = response_of(program).instrument

    refused = client.patch(
        f"/api/instruments/{asked.pk}/", {"question": "How happy?"}, format="json"
    )

    assert refused.status_code == 400
    assert "ask another as a new instrument" in str(refused.json())


def test_words_are_shown_while_consent_lasts(client, program):
    response = response_of(program)
    today = timezone.localdate()
    shown = {}
    for name, until in {"today": today, "over": today - timedelta(days=1), "open": None}.items():
        Response.objects.filter(pk=response.pk).update(consent_until=until)
        shown[name] = client.get(f"/api/responses/{response.pk}/").json()["text"]

    assert shown == {"today": "Slow again.", "over": "", "open": "Slow again."}


def test_responses_are_narrowed(client, program):
    one, other = response_of(program), response_of(program)

    found = client.get(f"/api/responses/?study={other.study_id}").json()["results"]

    assert [row["id"] for row in found] == [other.pk]
    assert one.study_id != other.study_id
