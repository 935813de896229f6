"""Answers without a place: rules, suggestions with a confidence one can trust, and confirming in bulk."""

import random

import pytest
from django.urls import reverse

from journeys.models import Touchpoint
from research import placing, suggesting
from research.models import PlacementRule, Response
from tests.factories import ProgramFactory, StudyFactory, member, published_map

WORDS = {
    "card": ["my card did not arrive", "the card was lost in the post", "when will the card come", "card delivery takes ages"],
    "app": ["the app crashes on start", "i cannot sign in to the app", "the app is slow today", "app update broke the login"],
    "fees": ["the fee is too high", "why was i charged a fee", "monthly fees went up", "hidden fees again"],
}  # fmt: skip


def said(number, seed=0):
    chance = random.Random(seed)
    found = []
    for place in range(number):
        key = list(WORDS)[place % 3]
        found.append(
            (
                f"{chance.choice(WORDS[key])} {chance.choice(['please help', 'really', 'again', 'thanks'])}",
                key,
            )
        )
    return found


def test_examples_teach_where_texts_belong():
    described = {key: key for key in WORDS}
    texts = said(30, seed=9)
    found = suggesting.suggest([text for text, _ in texts], said(90), described)
    assert sum(one.key == key for one, (_, key) in zip(found, texts, strict=True)) >= 29
    assert all(0.5 < one.confidence <= 1 for one in found)
    assert found == suggesting.suggest([text for text, _ in texts], said(90), described)


def test_confidence_falls_where_examples_contradict():
    chance = random.Random(2)
    noise = [(text, chance.choice(list(WORDS))) for text, _ in said(300)]
    found = suggesting.suggest(["the app is slow"] * 3, noise, {key: key for key in WORDS})
    assert all(one.confidence < 0.6 for one in found)


def test_without_examples_the_places_own_words_tell_and_are_never_called_sure():
    found = suggesting.suggest(
        ["the card never came", ""], [], {"a": "Card arrives by post", "b": "App sign in"}
    )
    assert (found[0].key, found[1]) == ("a", None)
    assert found[0].confidence <= suggesting.MOST_UNCHECKED
    assert suggesting.suggest(["x"], [], {}) == [None]


@pytest.fixture
def version(db):
    return published_map(ProgramFactory())


@pytest.fixture
def rows(version):
    study = StudyFactory(program=version.program)
    return [
        Response.objects.create(
            program=version.program, study=study, external_id=str(place), text=text, checksum="x"
        )
        for place, (text, _) in enumerate(said(6))
    ]


def test_the_page_suggests_applies_rules_and_places_what_is_ticked(client, version, rows):
    client.force_login(member(version.program, "contributor"))
    page = reverse("admin:research_unplaced")
    touchpoint = Touchpoint.objects.filter(version=version).first()
    assert "6 answers have no stage" in client.get(page).content.decode()
    client.post(page, {"response": [rows[0].pk, rows[1].pk], "key": touchpoint.key})
    assert Response.objects.filter(element_key=touchpoint.key).count() == 2
    PlacementRule.objects.create(
        program=version.program, keywords="fee, fees", element_key=touchpoint.key
    )
    client.post(page, {"do": "rules"})
    assert Response.objects.filter(element_key=touchpoint.key).count() == 4
    client.post(page, {"response": [rows[3].pk], "key": "somewhere"})
    assert Response.objects.filter(element_key="").count() == 2
    for name in ("placementrule", "insight"):
        assert client.get(reverse(f"admin:research_{name}_changelist")).status_code == 200
        assert touchpoint.name in client.get(reverse(f"admin:research_{name}_add")).content.decode()


def test_a_viewer_sees_but_does_not_place(client, version, rows):
    client.force_login(member(version.program, "viewer"))
    page = reverse("admin:research_unplaced")
    assert "Place the ticked" not in client.get(page).content.decode()
    assert client.post(page, {"do": "rules"}).status_code == 403


def test_suggestions_take_a_fixed_number_of_queries(version, rows, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert len(placing.suggestions(version.program_id)) == 6


def test_the_api_places_what_is_confirmed_and_refuses_other_keys(version, rows):
    from tests.factories.world import client_of

    api = client_of(member(version.program, "contributor"))
    touchpoint = Touchpoint.objects.filter(version=version).first()
    body = {"program": version.program_id, "responses": [rows[0].pk], "element_key": touchpoint.key}
    assert api.post("/api/responses/place/", body, format="json").json() == {"placed": 1}
    wrong = body | {"element_key": "00000000-0000-4000-8000-000000000000"}
    assert api.post("/api/responses/place/", wrong, format="json").status_code == 400
    found = api.get(f"/api/placement-suggestions/?program={version.program_id}").json()
    assert len(found["suggestions"]) == 5
