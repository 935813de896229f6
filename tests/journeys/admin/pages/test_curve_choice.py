"""Whose curves a map shows: by address, with links that work without a script, in the file too."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from django.test import RequestFactory

from journeys.admin.pages import curve_choice
from journeys.rendering import picture
from journeys.reports import pictures
from tests.factories import PersonaFactory
from tests.journeys.sample import key

ASKED = RequestFactory()


@pytest.fixture
def omar(program, draft):
    """Return a second persona; both feel otherwise at a touchpoint of the draft."""
    persona = PersonaFactory(program=program, name="Omar", key=key("Omar"))
    persona.maps.add(draft.map)
    draft.touchpoints.filter(name="Prove identity").update(
        persona_emotions=[
            {"persona": key("Lena"), "emotion": -1},
            {"persona": key("Omar"), "emotion": -3},
        ]
    )
    return persona


def test_all_curves_are_shown_unless_somebody_chooses(draft, omar, as_, at, viewer):
    answer = as_(viewer).get(at("mapversion_map", draft.pk))

    shown = answer.content.decode()
    assert [toggle.is_on for toggle in answer.context["curves"]] == [True, True]
    assert shown.count(f'<g data-persona="{key("Lena")}">') == 2
    assert 'display="none"' not in shown
    assert at("mapversion_picture", draft.pk) + '" download' in shown


def test_address_chooses_the_curves(draft, omar, as_, at, viewer):
    answer = as_(viewer).get(at("mapversion_map", draft.pk), {"persona": key("Omar"), "list": ""})

    shown = answer.content.decode()
    lena, other = answer.context["curves"]
    assert (lena.is_on, other.is_on) == (False, True)
    assert f'<g data-persona="{key("Lena")}" display="none">' in shown
    assert f'<g data-persona="{key("Omar")}">' in shown
    assert parse_qs(lena.query[1:], keep_blank_values=True) == {
        "persona": [key("Omar"), key("Lena")], "list": [""],
    }  # fmt: skip
    assert parse_qs(other.query[1:], keep_blank_values=True) == {"persona": ["none"], "list": [""]}
    assert f"picture.svg?persona={key('Omar')}" in shown


def test_file_has_the_chosen_curves(draft, omar, as_, at, viewer):
    client, address = as_(viewer), at("mapversion_picture", draft.pk)

    both = client.get(address).content.decode()
    one = client.get(address, {"persona": key("Omar")}).content.decode()
    nobody = client.get(address, {"persona": "none"}).content.decode()

    assert [key("Lena") in drawn for drawn in (both, one, nobody)] == [True, False, False]
    assert [key("Omar") in drawn for drawn in (both, one, nobody)] == [True, True, False]


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_picture_in_other_formats_has_the_chosen_curves(
    draft, omar, as_, at, viewer, monkeypatch, form
):
    monkeypatch.setattr(pictures, "made", lambda svg, form, scale: svg.encode())
    client, address = as_(viewer), at(f"mapversion_{form}", draft.pk)

    both, one = (
        client.get(address, query).content.decode() for query in ({}, {"persona": key("Omar")})
    )
    page = client.get(at("mapversion_map", draft.pk), {"persona": key("Omar")}).content.decode()

    assert [key(name) in both for name in ("Lena", "Omar")] == [True, True]
    assert [key(name) in one for name in ("Lena", "Omar")] == [False, True]
    assert f'{address}?persona={key("Omar")}" download data-curves>' in page


def test_map_without_curves_of_personas_offers_no_choice(draft, as_, at, viewer):
    answer = as_(viewer).get(at("mapversion_map", draft.pk))

    assert answer.context["curves"] == ()
    assert "data-curve-choice" not in answer.content.decode()


@pytest.mark.parametrize("said", ['"><script>alert(1)</script>', "x" * 3000, "\x00"])
def test_what_is_no_key_chooses_nobody_and_stays_text(draft, omar, as_, at, viewer, said):
    answer = as_(viewer).get(at("mapversion_map", draft.pk), {"persona": said})

    assert [toggle.is_on for toggle in answer.context["curves"]] == [False, False]
    assert "<script>alert" not in answer.content.decode()


def test_without_the_parameter_nothing_was_chosen():
    assert curve_choice.wanted(ASKED.get("/")) is None
    assert curve_choice.wanted(ASKED.get("/?persona=none")) == ["none"]
    assert curve_choice.query(picture.MapPicture(title="")) == ""
