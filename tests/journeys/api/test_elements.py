"""Stages, touchpoints, lanes and cards: written in drafts only, and never across versions."""

from __future__ import annotations

import pytest

from journeys import versions
from journeys.api.elements import Elements
from journeys.models import Card, Stage, Touchpoint
from tests.factories import KpiFactory, small_draft

pytestmark = pytest.mark.django_db


def body_of(draft, kind):
    """Return what makes a new element of a kind."""
    stage, lane = draft.stages.first().pk, draft.lanes.first().pk
    return {"version": draft.pk} | {
        "stages": {"name": "Use"},
        "touchpoints": {"name": "Ask", "stage": stage},
        "lanes": {"kind": "notes"},
        "cards": {"text": "Slow", "stage": stage, "lane": lane},
    }[kind]


KINDS = ("stages", "touchpoints", "lanes", "cards")


@pytest.mark.parametrize("kind", KINDS)
def test_element_of_a_draft_is_made_changed_and_removed(contributor, draft, kind):
    made = contributor.post(f"/api/{kind}/", body_of(draft, kind))
    assert made.status_code == 201, made.content
    address = made["Location"]

    changed = contributor.patch(address, {"order": 7})
    removed = contributor.delete(address)

    assert (changed.status_code, changed.json()["order"]) == (200, 7)
    assert (removed.status_code, contributor.get(address).status_code) == (204, 404)


@pytest.mark.parametrize("verb", ["submit", "publish", "discard"])
@pytest.mark.parametrize("kind", KINDS)
def test_element_of_a_version_that_is_no_draft_stays(manager, draft, kind, verb):
    row = getattr(draft, kind).first()
    body = body_of(draft, kind)
    getattr(versions, verb)(draft, by=None)

    answers = [
        manager.post(f"/api/{kind}/", body),
        manager.patch(f"/api/{kind}/{row.pk}/", {"order": 7}),
        manager.delete(f"/api/{kind}/{row.pk}/"),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert all(a.json()["detail"].endswith("start a draft to change the map.") for a in answers)
    assert type(row).objects.get(pk=row.pk).order == row.order


@pytest.mark.parametrize("method", ["post", "patch", "delete"])
def test_nothing_lands_in_a_version_published_meanwhile(manager, draft, monkeypatch, method):
    """Publish between the look at the row and the lock on its version."""
    card, body = draft.cards.first(), body_of(draft, "cards")
    allowed = Elements.require

    def publish_meanwhile(view, deed, on):
        allowed(view, deed, on)
        versions.publish(draft, by=None)

    monkeypatch.setattr(Elements, "require", publish_meanwhile)
    address = "/api/cards/" if method == "post" else f"/api/cards/{card.pk}/"

    answer = getattr(manager, method)(address, body if method == "post" else {"text": "Late"})

    assert answer.status_code == 409
    assert sorted(Card.objects.values_list("text", flat=True)) == [
        "Call drops",
        "Form asks twice",
        "Resume a call",
    ]


def test_version_and_key_of_an_element_are_fixed(manager, program, draft):
    stage, other = draft.stages.first(), small_draft(program)

    for field, value in (("version", other.pk), ("key", other.stages.last().key)):
        answer = manager.patch(f"/api/stages/{stage.pk}/", {field: value})
        assert [error["field"] for error in answer.json()["errors"]] == [field]


RELATIVES = [
    ("cards", "stage"),
    ("cards", "lane"),
    ("cards", "touchpoint"),
    ("touchpoints", "stage"),
]


@pytest.mark.parametrize(("kind", "field"), RELATIVES)
def test_relative_in_another_version_is_answered_as_none(manager, program, draft, kind, field):
    elsewhere = getattr(small_draft(program), f"{field}s").first()
    row = getattr(draft, kind).first()

    there = manager.patch(f"/api/{kind}/{row.pk}/", {field: elsewhere.pk})
    missing = manager.patch(f"/api/{kind}/{row.pk}/", {field: 987_654})

    assert there.status_code == 400
    assert there.json() == missing.json()


def test_kpi_of_another_program_is_answered_as_none(manager, draft):
    address = f"/api/stages/{draft.stages.first().pk}/"

    there = manager.patch(address, {"kpi": KpiFactory().pk})

    assert there.status_code == 400
    assert there.json() == manager.patch(address, {"kpi": 987_654}).json()


def test_card_under_a_touchpoint_of_another_stage_is_refused(manager, draft):
    card = draft.cards.get(text="Form asks twice")
    foreign = draft.touchpoints.get(name="First payment")

    answer = manager.patch(f"/api/cards/{card.pk}/", {"touchpoint": foreign.pk})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "touchpoint")


def test_touchpoint_takes_its_cards_into_another_stage(manager, draft):
    touchpoint = draft.touchpoints.get(name="Prove identity")
    stage = Stage.objects.get(version=draft, name="First use")

    answer = manager.patch(
        f"/api/touchpoints/{touchpoint.pk}/", {"stage": stage.pk, "emotion": -1.5}
    )

    assert answer.status_code == 200, answer.content
    assert (answer.json()["stage"], answer.json()["emotion"]) == (stage.pk, -1.5)
    assert set(touchpoint.cards.values_list("stage", flat=True)) == {stage.pk}
    assert manager.get(f"/api/versions/{draft.pk}/document/").status_code == 200


@pytest.mark.parametrize("emotion", [-3.1, 3.1, 1.25, "1", True, 1e300])
def test_emotion_off_the_scale_is_refused(manager, draft, emotion):
    touchpoint = draft.touchpoints.first()

    answer = manager.patch(f"/api/touchpoints/{touchpoint.pk}/", {"emotion": emotion})

    assert [error["field"] for error in answer.json()["errors"]] == ["emotion"]


def test_stage_goes_with_all_that_lies_in_it_and_history_says_so(contributor, draft):
    stage = Stage.objects.get(version=draft, name="Apply")

    assert contributor.delete(f"/api/stages/{stage.pk}/").status_code == 204

    assert list(Touchpoint.objects.values_list("name", flat=True)) == ["First payment"]
    assert not Card.objects.exists()
    for model, count in ((Stage, 1), (Touchpoint, 2), (Card, 3)):
        gone = model.history.filter(history_type="-")
        told = gone.values_list("history_user_name", "history_change_reason", "door")
        assert list(told) == [("tomas", "delete", "api")] * count


def test_key_given_at_creation_is_kept_and_taken_once(manager, draft):
    key = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
    body = {"version": draft.pk, "name": "Use", "key": key}

    assert manager.post("/api/stages/", body).json()["key"] == key
    assert manager.post("/api/stages/", body).json()["errors"] == [
        {"field": "key", "message": "There is one with this key already."}
    ]
