"""Pictures of personas: drawn anew, private, and nothing hostile gets in."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile

from journeys import portraits
from journeys.models import Persona
from tests.factories import PersonaFactory

pytestmark = pytest.mark.django_db


def picture(kind="PNG", size=(30, 20), **options):
    data = io.BytesIO()
    Image.new("RGB", size, "#0b625c").save(data, kind, **options)
    return data.getvalue()


@pytest.fixture
def persona(program):
    return PersonaFactory(program=program, name="Lena")


def put(client, persona, content, name="photo.png", **more):
    return client.patch(
        f"/api/personas/{persona.pk}/image/",
        {"file": SimpleUploadedFile(name, content)},
        format="multipart",
        **more,
    )


def fetch(client, persona):
    answer = client.get(f"/api/personas/{persona.pk}/image/", headers={"Accept": "image/*"})
    return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize(
    ("kind", "suffix", "media_type"),
    [("PNG", ".png", "image/png"), ("JPEG", ".jpg", "image/jpeg"), ("WEBP", ".webp", "image/webp")],
)
def test_picture_is_drawn_anew_and_comes_back(manager, persona, kind, suffix, media_type):
    sent = put(manager, persona, picture(kind, (1600, 800)), "../../evil.html")
    answer, received = fetch(manager, persona)

    assert sent.status_code == 200, sent.content
    shown = sent.json()["image"]
    assert shown["url"] == f"/api/personas/{persona.pk}/image/"
    assert shown["name"].endswith(suffix)
    assert len(shown["name"]) == 32 + len(suffix)
    assert Image.open(io.BytesIO(received)).size == (800, 400)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (media_type, "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "sandbox"
    assert answer["Cache-Control"].startswith("private")


def test_what_hid_in_the_file_does_not_come_along(manager, persona):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif[0x0112] = 6  # to be turned by 90 degrees
    polyglot = picture("JPEG", exif=exif) + b"<script>alert(1)</script>"

    put(manager, persona, polyglot)
    received = fetch(manager, persona)[1]

    assert b"script" not in received
    assert b"home" not in received
    assert Image.open(io.BytesIO(received)).size == (20, 30)


HOSTILE = [
    b"",
    b"<html><script>alert(1)</script>",
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    picture("GIF"),
    picture("BMP"),
    picture("PNG")[:60],
    b"%PDF-1.4\n%%EOF\n",
    b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
]


@pytest.mark.parametrize("content", HOSTILE)
def test_what_is_no_picture_is_refused_and_nothing_kept(manager, persona, content):
    answer = put(manager, persona, content)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "file")
    persona.refresh_from_db()
    assert (persona.image.name, fetch(manager, persona)[0].status_code) == ("", 404)


def test_picture_that_breaks_off_is_refused_though_a_pdf_was_made_before(
    manager, persona, monkeypatch
):
    # What importing WeasyPrint does, for the whole process.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)

    assert put(manager, persona, picture("PNG")[:60]).status_code == 400
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True


def test_picture_that_would_fill_the_memory_is_refused(manager, persona):
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")

    assert put(manager, persona, bomb.getvalue()).status_code == 400


def test_picture_that_is_too_large_is_refused(manager, persona):
    assert put(manager, persona, b"x" * (portraits.LARGEST + 1)).status_code == 413


def test_transparent_picture_stays_so():
    data = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(data, "PNG")

    kept = portraits.read(data.getvalue())

    assert Image.open(io.BytesIO(kept.content)).getpixel((5, 5)) == (0, 0, 0, 0)


def test_taking_it_off_leaves_the_file_to_earlier_versions(manager, persona):
    put(manager, persona, picture())
    persona.refresh_from_db()
    kept = persona.image.storage, persona.image.name

    answer = manager.delete(f"/api/personas/{persona.pk}/image/")

    assert (answer.status_code, answer.json()["image"]) == (200, None)
    assert kept[0].exists(kept[1])
    reasons = Persona.history.filter(id=persona.pk).values_list("history_change_reason", flat=True)
    assert list(reasons)[:2] == ["take_picture_off", "put_picture"]


def test_picture_is_written_over_the_state_one_saw_only(manager, persona):
    seen = manager.get(f"/api/personas/{persona.pk}/")["ETag"]
    manager.patch(f"/api/personas/{persona.pk}/", {"tagline": "Else"})

    stale = put(manager, persona, picture(), headers={"If-Match": seen})

    assert stale.status_code == 412


def test_viewer_sees_the_picture_and_does_not_change_it(manager, viewer, persona):
    put(manager, persona, picture())

    assert fetch(viewer, persona)[0].status_code == 200
    assert put(viewer, persona, picture()).status_code == 403


def test_fields_of_the_empathy_map_are_written_and_read(manager, persona):
    empathy = {name: f"What she {name}" for name in ("sees", "hears", "thinks", "feels")}

    answer = manager.patch(f"/api/personas/{persona.pk}/", empathy)

    assert answer.status_code == 200
    assert empathy.items() <= manager.get(f"/api/personas/{persona.pk}/").json().items()


def test_path_of_a_picture_is_not_written_as_text(manager, persona):
    manager.patch(f"/api/personas/{persona.pk}/", {"image": "reports/secret.pdf"})

    persona.refresh_from_db()
    assert persona.image.name == ""
