"""Studies, instruments, import batches and responses through the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from research.models import Response, Study
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


def test_a_wave_asks_and_reads_what_the_earlier_one_did_unless_it_says_otherwise(client, program):
    asked, other = (InstrumentFactory(program=program) for _ in range(2))
    first = StudyFactory(program=program, mapping={"rating": "Stars", "instrument": asked.pk})
    first.instruments.add(asked)
    for given, wanted in ({}, [asked.pk]), ({"instruments": [other.pk]}, [other.pk]):
        facts = {"program": program.pk, "name": "Wave 2", "follows": first.pk, **given}
        made = client.post("/api/studies/", facts, format="json").json()
        study = Study.objects.get(pk=made["id"])
        assert [one.pk for one in study.instruments.all()] == wanted
        assert study.mapping["rating"] == "Stars"
        assert study.mapping.get("instrument") == (None if given else asked.pk)


def test_a_wave_planned_in_the_workplace_asks_what_the_earlier_one_did(client, program):
    asked = InstrumentFactory(program=program)
    first = StudyFactory(program=program)
    first.instruments.add(asked)
    browser = Client()
    browser.force_login(member(program, "contributor"))
    facts = {"name": "Wave 2", "method": "survey", "status": "planned", "follows": first.pk}
    browser.post(reverse("admin:research_study_add"), facts | {"_program": program.pk})
    assert list(Study.objects.get(name="Wave 2").instruments.all()) == [asked]


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
