"""The touchpoint's form: a row for each persona of the map, no JSON."""

from __future__ import annotations

import pytest
from django.urls import reverse

from journeys import versions
from journeys.models import Touchpoint
from tests.factories import PersonaFactory, member, small_draft
from tests.journeys.sample import key

pytestmark = pytest.mark.django_db
NAME = f"persona_emotions-{key('Lena')}"


@pytest.fixture
def touchpoint(program):
    return small_draft(program).touchpoints.get(name="Prove identity")


@pytest.fixture
def tomas(client, program):
    """Return a client signed in as a contributor."""
    client.force_login(member(program, "contributor", username="tomas"))
    return client


def address(touchpoint):
    return reverse("admin:journeys_touchpoint_change", args=[touchpoint.pk])


def save(client, touchpoint, **fields):
    form = client.get(address(touchpoint)).context["adminform"].form
    posted = {"name": touchpoint.name, "stage": touchpoint.stage_id, "emotion": "-2.1", "basis": "assumed",
              "seen": form["seen"].value()}  # fmt: skip
    answer = client.post(address(touchpoint), posted | fields)
    touchpoint.refresh_from_db()
    return answer


def row(emotion="", feeling="", basis="assumed", name=NAME):
    return {f"{name}-emotion": emotion, f"{name}-feeling": feeling, f"{name}-basis": basis}


def test_each_persona_of_the_map_has_a_row(tomas, touchpoint, program):
    PersonaFactory(program=program, name="Not on the map")

    shown = tomas.get(address(touchpoint)).content.decode()

    assert 'role="group" aria-label="Lena"' in shown
    assert "Not on the map" not in shown
    assert "[{" not in shown


def test_rows_are_saved_and_shown_again(tomas, touchpoint):
    answer = save(tomas, touchpoint, **row("−1.5", " exposed ", "observed"))

    assert answer.status_code == 302
    assert touchpoint.persona_emotions == [
        {"persona": key("Lena"), "emotion": -1.5, "feeling": "exposed", "basis": "observed"}
    ]
    shown = tomas.get(address(touchpoint)).content.decode()
    assert f'name="{NAME}-emotion" value="-1.5"' in shown
    assert 'value="observed" selected' in shown


def test_an_empty_row_takes_the_emotion_away(tomas, touchpoint):
    save(tomas, touchpoint, **row("1"))

    save(tomas, touchpoint, **row(""))

    assert touchpoint.persona_emotions == []


def test_a_form_without_rows_leaves_what_is_there(tomas, touchpoint):
    save(tomas, touchpoint, **row("1"))

    save(tomas, touchpoint, feeling="tired")

    assert (touchpoint.feeling, len(touchpoint.persona_emotions)) == ("tired", 1)


def test_what_was_said_of_personas_no_longer_on_the_map_stays(tomas, touchpoint):
    gone = {"persona": key("Gone"), "emotion": 2, "feeling": "", "basis": "assumed"}
    Touchpoint.objects.filter(pk=touchpoint.pk).update(persona_emotions=[gone])
    touchpoint.refresh_from_db()

    save(tomas, touchpoint, **row("1"))

    assert [one["persona"] for one in touchpoint.persona_emotions] == [key("Gone"), key("Lena")]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (row("4"), "Lena: An emotion lies between −3 and +3."),
        (row("very bad"), "Lena: An emotion is a number from −3 to +3."),
        (row("nan"), "Lena: An emotion lies between −3 and +3."),
        (row("0.55"), "one decimal is the most"),
        (row("", "lost"), "Lena: Give the emotion too"),
        (row("1", "x" * 61), "Lena: Keep a feeling to 60 characters."),
        (row("1", "", "guessed"), "Lena: An emotion is assumed or observed."),
    ],
)
def test_what_is_wrong_is_said_by_name_and_what_was_typed_stays(tomas, touchpoint, fields, words):
    answer = save(tomas, touchpoint, **fields)

    shown = answer.content.decode()
    assert words in shown
    assert f'value="{fields[f"{NAME}-emotion"]}"' in shown
    assert touchpoint.persona_emotions == []


def test_a_row_of_another_programs_persona_is_not_read(tomas, touchpoint):
    other = f"persona_emotions-{PersonaFactory().key}"

    save(tomas, touchpoint, **row("1"), **row("2", name=other))

    assert [one["persona"] for one in touchpoint.persona_emotions] == [key("Lena")]


def test_a_frozen_version_says_it_in_words(tomas, touchpoint):
    save(tomas, touchpoint, **row("-1.5", "exposed"))
    versions.publish(touchpoint.version, by=None)

    shown = tomas.get(address(touchpoint)).content.decode()

    assert "Lena: −1.5, exposed, assumed" in shown
    assert "persona_emotions-" not in shown


def test_map_without_personas_says_the_next_step(tomas, touchpoint):
    touchpoint.version.map.personas.clear()

    assert "No persona is on this map yet." in tomas.get(address(touchpoint)).content.decode()
