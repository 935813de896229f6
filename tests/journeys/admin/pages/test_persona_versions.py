"""A persona through versions: what differs from one to the next, word by word, and who did it."""

from __future__ import annotations

import pytest

from journeys import personas, portraits, versions
from journeys.admin.pages import persona_versions
from journeys.contents import PersonaContents
from journeys.models import Persona
from tests.factories import PersonaFactory
from tests.journeys.sample import key


@pytest.fixture
def lena(published):
    return published.map.personas.get()


def text(answer):
    return " ".join(answer.content.decode().split())


def change(persona, by, **fields):
    for name, value in fields.items():
        setattr(persona, name, value)
    persona._history_user, persona._change_reason = by, "change"
    persona.save()


def test_each_version_says_what_differs_from_the_one_before(
    published, lena, as_, at, contributor, viewer
):
    change(lena, contributor, goals="An account at once", share_of_customers="30")
    second = versions.publish(versions.start_draft(published.map, by=None), by=None)
    change(lena, contributor, share_of_customers="34")

    answer = as_(viewer).get(at("persona_versions", lena.pk))

    shown = text(answer)
    assert "<del>30 </del><ins>34 </ins>%" in shown
    assert "An account <del>by tonight</del><ins>at once</ins>" in shown
    assert "The first published version that shows Lena." in shown
    assert [at("mapversion_map", one) in shown for one in (second.pk, published.pk)] == [True, True]
    assert "<b>Tomas</b>" in shown or "<b>tomas</b>" in shown
    now, newest, first = answer.context["moments"]
    assert (now.standing, newest.standing.number, first.is_first) == (None, 2, True)


def test_nothing_that_differs_is_said_so(published, lena, as_, at, viewer):
    assert "Nothing differs from <bdi>Open an account</bdi>, version 1." in text(
        as_(viewer).get(at("persona_versions", lena.pk))
    )


def test_a_persona_that_was_never_published_is_told_the_next_step(program, as_, at, viewer):
    shown = text(as_(viewer).get(at("persona_versions", PersonaFactory(program=program).pk)))

    assert "No published version shows this persona yet" in shown


def test_earlier_versions_are_a_link_away(published, lena, as_, at, viewer, monkeypatch):
    monkeypatch.setattr(personas, "LOOKED_THROUGH", 1)
    versions.publish(versions.start_draft(published.map, by=None), by=None)
    client = as_(viewer)

    first = client.get(at("persona_versions", lena.pk))
    older = first.context["older"]
    second = client.get(at("persona_versions", lena.pk), {"before": older})

    assert f'href="?before={older}"' in text(first)
    assert [moment.standing.number for moment in second.context["moments"]] == [1]
    # Of the oldest on a page nobody can say what differs: the one before is on the next.
    assert [moment.is_first for moment in first.context["moments"]] == [False, False]


@pytest.mark.parametrize("before", ["x", "987654", "9" * 40, "-1", "%00"])
def test_a_place_that_is_not_there_is_no_error(lena, as_, at, viewer, before):
    assert as_(viewer).get(at("persona_versions", lena.pk), {"before": before}).status_code == 200


def test_a_picture_that_came_and_one_that_changed(lena, media_folder):
    def stands(image):
        return PersonaContents(key=key("Lena"), name="Lena", image=image)

    came, changed, went = (
        persona_versions.differing(stands(before), stands(after))[0]
        for before, after in (("", "a.png"), ("a.png", "b.png"), ("b.png", ""))
    )

    assert [(piece.kind, piece.text) for piece in came.pieces] == [("added", "a picture")]
    assert [(p.kind, p.text) for p in changed.pieces] == [
        ("removed", "a "), ("added", "another "), ("same", "picture"),
    ]  # fmt: skip
    assert [(piece.kind, piece.text) for piece in went.pieces] == [("removed", "a picture")]


def test_deeds_say_in_words_what_was_done_to_the_picture(lena, as_, at, viewer):
    portraits.put(lena, portraits.Portrait(b"a picture", ".png"), by=None)
    portraits.take_off(Persona.objects.get(pk=lena.pk), by=None)

    shown = text(as_(viewer).get(at("persona_versions", lena.pk)))

    assert "gave it a picture" in shown
    assert "took the picture off" in shown
