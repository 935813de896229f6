"""Files on cards: told by their content, private, and never run by a browser."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from journeys import versions
from journeys.api.attachments import LARGEST, path_for
from journeys.models import Card

pytestmark = pytest.mark.django_db


def picture(kind="PNG", size=(3, 2)):
    data = io.BytesIO()
    Image.new("RGB", size).save(data, kind)
    return data.getvalue()


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def card(draft):
    return draft.cards.get(text="Call drops")


def attach(client, card, content, name="photo.png"):
    return client.patch(
        f"/api/cards/{card.pk}/attachment/",
        {"file": SimpleUploadedFile(name, content)},
        format="multipart",
    )


def fetch(client, card):
    answer = client.get(f"/api/cards/{card.pk}/attachment/", headers={"Accept": "image/*"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer, content


KINDS = [
    ("PNG", picture("PNG"), ".png", "image/png"),
    ("JPEG", picture("JPEG"), ".jpg", "image/jpeg"),
    ("WEBP", picture("WEBP"), ".webp", "image/webp"),
    ("GIF", picture("GIF"), ".gif", "image/gif"),
    ("PDF", PDF, ".pdf", "application/pdf"),
]


@pytest.mark.parametrize(("kind", "content", "suffix", "media_type"), KINDS)
def test_file_comes_back_as_a_file_to_save(manager, card, kind, content, suffix, media_type):
    sent = attach(manager, card, content, "What she saw.exe")
    answer, received = fetch(manager, card)

    assert sent.status_code == 200, sent.content
    assert sent.json()["attachment"] == {
        "name": f"What she saw{suffix}",
        "url": f"/api/cards/{card.pk}/attachment/",
    }
    assert (received, answer["Content-Type"]) == (content, media_type)
    assert answer["Content-Disposition"] == f'attachment; filename="What she saw{suffix}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox"


HOSTILE = [
    b"",
    b"<html><script>alert(1)</script>",
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    b"MZ\x90\x00",
    b"GIF89a<script>alert(1)</script>",
    b"%PDF-1.4 without an end",
    picture("BMP"),
    picture("PNG")[:20],
    b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
]


@pytest.mark.parametrize("content", HOSTILE)
def test_what_is_no_picture_or_pdf_is_refused(manager, card, content):
    answer = attach(manager, card, content)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "file")
    card.refresh_from_db()
    assert not card.attachment


def test_picture_that_would_fill_the_memory_is_refused(manager, card):
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")

    assert attach(manager, card, bomb.getvalue()).status_code == 400


def test_file_that_is_too_large_is_refused(manager, card):
    assert attach(manager, card, b"%PDF-" + b"x" * LARGEST).status_code == 413


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\boot.ini", "a/b.png", 'x";evil.png', "\n\r.png", "." * 300],
)
def test_name_leads_nowhere(name):
    folder, random, last = path_for(name, ".png").split("/")

    assert (folder, len(random), last.endswith(".png")) == ("attachments", 32, True)
    assert not {'"', "\\", "\n", "\r"} & set(last)
    assert len(last) < 100


def test_file_of_a_published_version_stays(manager, card, draft):
    attach(manager, card, picture())
    versions.publish(draft, by=None)

    assert attach(manager, card, PDF).status_code == 409
    assert manager.delete(f"/api/cards/{card.pk}/attachment/").status_code == 409
    assert fetch(manager, card)[0].status_code == 200


def test_taking_a_file_off_a_draft_leaves_the_published_versions(manager, card, draft):
    attach(manager, card, picture())
    versions.publish(draft, by=None)
    next_card = Card.objects.get(version=versions.start_draft(draft.map, by=None), key=card.key)

    answer = manager.delete(f"/api/cards/{next_card.pk}/attachment/")

    assert (answer.status_code, answer.json()["attachment"]) == (200, None)
    assert fetch(manager, next_card)[0].status_code == 404
    assert fetch(manager, card)[0].status_code == 200


def test_viewer_reads_the_file_and_does_not_write_it(manager, viewer, card):
    attach(manager, card, picture())

    assert fetch(viewer, card)[0].status_code == 200
    assert attach(viewer, card, PDF).status_code == 403


def test_path_of_a_file_is_not_written_as_text(manager, card):
    answer = manager.patch(f"/api/cards/{card.pk}/", {"attachment": "attachments/secret.pdf"})

    card.refresh_from_db()
    assert (answer.status_code, card.attachment.name) == (200, "")
