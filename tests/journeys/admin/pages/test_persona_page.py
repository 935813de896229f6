"""A persona's page: what it says, what it says where nothing is written, and editing it where one reads."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from journeys.admin.pages import persona_words
from journeys.models import Persona
from tests.factories import PersonaFactory
from tests.journeys.sample import key


@pytest.fixture
def lena(draft):
    return draft.map.personas.get()


@pytest.fixture
def page(as_, at):
    """Return a function that gives the page of a persona as a person sees it."""

    def opened(person, persona, **query):
        return as_(person).get(at("persona_page", persona.pk), query)

    return opened


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_page_says_who_it_is(page, viewer, lena):
    Persona.objects.filter(pk=lena.pk).update(
        tagline="By tonight", portrait="Just signed.", own_words="Ten minutes!", occupation="Nurse",
        share_of_customers="34.0", status="validated", thinks="Am I right?\nWhat if not?",
    )  # fmt: skip

    shown = text(page(viewer, lena))

    for words in (
        "By tonight",
        "Just signed.",
        "Ten minutes!",
        "Nurse",
        "34 %",
        "Validated by research",
    ):
        assert words in shown
    assert '<li dir="auto">Am I right?</li><li dir="auto">What if not?</li>' in shown


def test_every_field_of_the_persona_has_a_place(page, viewer, lena):
    fields = [
        f.name for f in Persona._meta.fields if f.get_internal_type() in {"TextField", "CharField"}
    ]
    for name in {*fields} - {"status", "key"}:
        setattr(lena, name, f"said of {name}"[:40])
    lena.save()

    shown = text(page(viewer, lena))

    assert [
        name
        for name in fields
        if name not in {"status", "key"} and f"said of {name}"[:40] not in shown
    ] == []


def test_empty_fields_ask_and_lead_to_the_next_step(page, viewer, contributor, program):
    empty = PersonaFactory(program=program, name="Omar")

    to_read, to_write = text(page(viewer, empty)), text(page(contributor, empty))

    assert to_read.count("Nobody has written this down yet.") == 10
    assert "?edit=" not in to_read
    assert 'href="?edit=hears#hears">Write it down</a>' in to_write
    assert "What do others tell them?" in to_write
    assert "No map shows this persona’s journey yet." in to_read


def test_initials_stand_for_a_picture_and_the_picture_is_shown(page, manager, lena, as_, at):
    assert 'class="likeness"' in text(page(manager, lena))
    data = io.BytesIO()
    Image.new("RGB", (40, 40)).save(data, "PNG")
    form = as_(manager)
    address = reverse("admin:journeys_persona_change", args=[lena.pk])
    seen = form.get(address).context["adminform"].form["seen"].value()

    saved = form.post(
        address,
        {"name": "Lena", "status": "proto", "seen": seen,
         "image": SimpleUploadedFile("me.svg", data.getvalue())},
    )  # fmt: skip

    assert saved.status_code == 302
    shown = text(page(manager, lena))
    assert f'src="{at("persona_picture", lena.pk)}?' in shown
    assert 'class="likeness"' not in shown
    picture = form.get(at("persona_picture", lena.pk))
    assert (picture["Content-Type"], picture["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert picture["Content-Security-Policy"] == "sandbox"
    assert Image.open(io.BytesIO(b"".join(picture.streaming_content))).size == (40, 40)


def test_no_picture_is_no_page(as_, at, viewer, lena):
    assert as_(viewer).get(at("persona_picture", lena.pk)).status_code == 404


@pytest.mark.parametrize("content", [b"<svg onload='alert(1)'/>", b"GIF89a", b"\x89PNG\r\n\x1a\n"])
def test_the_form_refuses_what_is_no_picture(as_, manager, lena, content):
    address = reverse("admin:journeys_persona_change", args=[lena.pk])

    answer = as_(manager).post(
        address,
        {"name": "Lena", "status": "proto", "image": SimpleUploadedFile("me.png", content)},
    )

    assert "This is no sound PNG, JPEG or WebP picture." in text(answer)
    lena.refresh_from_db()
    assert lena.image.name == ""


def test_the_form_takes_the_picture_off(as_, manager, lena):
    Persona.objects.filter(pk=lena.pk).update(image="personas/some.png")
    client, address = as_(manager), reverse("admin:journeys_persona_change", args=[lena.pk])
    shown = client.get(address)
    assert "Take the picture off" in text(shown)
    assert "personas/some.png" not in text(shown)
    seen = shown.context["adminform"].form["seen"].value()

    client.post(address, {"name": "Lena", "status": "proto", "seen": seen, "image-clear": "on"})

    lena.refresh_from_db()
    assert lena.image.name == ""


def test_a_part_is_edited_where_it_stands(page, as_, at, contributor, lena):
    form = page(contributor, lena, edit="hears")
    assert '<textarea name="hears"' in text(form)
    seen = form.context["form"]["seen"].value()

    answer = as_(contributor).post(
        f"{at('persona_page', lena.pk)}?edit=hears", {"hears": "It is easy", "seen": seen}
    )

    assert answer["Location"] == f"{at('persona_page', lena.pk)}#hears"
    lena.refresh_from_db()
    assert lena.hears == "It is easy"
    deed = Persona.history.filter(id=lena.pk).latest("history_id")
    assert (deed.history_change_reason, deed.history_user_name, deed.door) == (
        "edit",
        "tomas",
        "admin",
    )


def test_saving_what_is_unchanged_writes_no_history(as_, at, page, contributor, lena):
    before = Persona.history.filter(id=lena.pk).count()
    seen = page(contributor, lena, edit="goals").context["form"]["seen"].value()

    as_(contributor).post(
        f"{at('persona_page', lena.pk)}?edit=goals", {"goals": lena.goals, "seen": seen}
    )

    assert Persona.history.filter(id=lena.pk).count() == before


def test_what_is_wrong_is_said_and_what_was_typed_stays(as_, at, page, contributor, lena):
    seen = page(contributor, lena, edit="who").context["form"]["seen"].value()

    answer = as_(contributor).post(
        f"{at('persona_page', lena.pk)}?edit=who",
        {
            "name": "",
            "portrait": "Kept",
            "status": "proto",
            "share_of_customers": "140",
            "seen": seen,
        },
    )

    shown = text(answer)
    assert "This field is required." in shown
    assert "Ensure this value is less than or equal to 100." in shown
    assert ">Kept</textarea>" in shown.replace("> Kept", ">Kept")
    assert "<bdi>Lena</bdi>" in shown  # the page still says what is kept
    lena.refresh_from_db()
    assert (lena.name, lena.portrait) == ("Lena", "")


def test_two_people_on_one_part_lose_nothing(as_, at, page, contributor, lena):
    seen = page(contributor, lena, edit="goals").context["form"]["seen"].value()
    lena.goals = "Somebody else’s"
    lena.save()

    answer = as_(contributor).post(
        f"{at('persona_page', lena.pk)}?edit=goals", {"goals": "Mine", "seen": seen}
    )

    assert "What you typed is kept below." in text(answer)
    lena.refresh_from_db()
    assert lena.goals == "Somebody else’s"


def test_there_is_no_part_of_another_name(page, contributor, lena):
    assert page(contributor, lena, edit="is_archived").status_code == 404


def test_maps_show_their_curve_and_the_personas(page, viewer, lena, draft):
    draft.touchpoints.filter(name="Prove identity").update(
        persona_emotions=[{"persona": key("Lena"), "emotion": -1.5}]
    )

    shown = text(page(viewer, lena))

    assert "1 of 3 touchpoints of their own" in shown
    assert "Open an account; 1 touchpoint of Lena’s own" in shown
    assert f"?persona={key('Lena')}" in shown


def test_map_without_emotions_of_the_personas_own_says_whose_count(page, viewer, lena):
    assert "No emotion of their own yet: the map’s counts for them too." in text(page(viewer, lena))


@pytest.mark.parametrize(
    "name", ['<script>alert("x")</script>', "W" * 80, "👩‍👩‍👧‍👦", "رحلة", "  ,"]
)
def test_any_name_is_text(page, viewer, program, name):
    shown = text(page(viewer, PersonaFactory(program=program, name=name, own_words=name)))

    assert "<script>alert" not in shown


def test_titles_are_those_of_the_model_or_the_empathy_map():
    assert [persona_words.title(name) for name in ("goals", "own_words", "income", "age_range")] == [
        "Gains", "Says", "Income", "Age",
    ]  # fmt: skip
