"""How a touchpoint feels to single personas, through the API."""

from __future__ import annotations

import pytest

from journeys import contents
from journeys.reports import pictures
from tests.factories import PersonaFactory
from tests.journeys.sample import key

pytestmark = pytest.mark.django_db


@pytest.fixture
def touchpoint(draft):
    return draft.touchpoints.get(name="Prove identity")


def write(client, touchpoint, value):
    return client.patch(f"/api/touchpoints/{touchpoint.pk}/", {"persona_emotions": value})


def test_emotions_are_kept_whole_and_stand_in_the_document(manager, draft, touchpoint):
    answer = write(manager, touchpoint, [{"persona": key("Lena"), "emotion": -2.5}])

    whole = {"persona": key("Lena"), "emotion": -2.5, "feeling": "", "basis": "assumed"}
    assert (answer.status_code, answer.json()["persona_emotions"]) == (200, [whole])
    read = {part.key: part for _, part in contents.read(draft).touchpoints}
    assert [one.emotion for one in read[touchpoint.key].persona_emotions] == [-2.5]


@pytest.mark.parametrize(
    "value",
    [
        None,
        "Lena",
        {"persona": key("Lena")},
        [{"persona": key("Lena")}],
        [{"persona": "Lena", "emotion": 1}],
        [{"persona": key("Lena"), "emotion": 3.5}],
        [{"persona": key("Lena"), "emotion": 1.25}],
        [{"persona": key("Lena"), "emotion": True}],
        [{"persona": key("Lena"), "emotion": 1, "basis": "guessed"}],
        [{"persona": key("Lena"), "emotion": 1, "feeling": "x" * 61}],
        [{"persona": key("Lena"), "emotion": 1, "colour": "red"}],
        [{"persona": key("Lena"), "emotion": 1}, {"persona": key("Lena"), "emotion": 2}],
        [{"persona": key("Nobody"), "emotion": 1}],
    ],
)
def test_what_is_no_list_of_emotions_is_refused(manager, touchpoint, value):
    answer = write(manager, touchpoint, value)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "persona_emotions")
    touchpoint.refresh_from_db()
    assert touchpoint.persona_emotions == []


def test_persona_of_another_program_is_as_if_it_were_not(manager, touchpoint):
    other = PersonaFactory()

    there = write(manager, touchpoint, [{"persona": other.key, "emotion": 1}])
    nowhere = write(manager, touchpoint, [{"persona": key("Nobody"), "emotion": 1}])

    messages = [answer.json()["errors"][0]["message"] for answer in (there, nowhere)]
    assert messages[0].replace(other.key, "") == messages[1].replace(key("Nobody"), "")


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_picture_has_the_curves_that_were_asked_for(manager, draft, touchpoint, monkeypatch, form):
    monkeypatch.setattr(pictures, "made", lambda svg, form, scale: svg.encode())
    write(manager, touchpoint, [{"persona": key("Lena"), "emotion": -2.5}])
    address = f"/api/versions/{draft.pk}/picture.{form}"

    drawn = [manager.get(address + query).content.decode() for query in ("", "?persona=none")]

    assert [f'data-persona="{key("Lena")}"' in one for one in drawn] == [True, False]
