"""Asking for reports where one looks for them, and getting files with the right name and type."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.utils import timezone

from journeys import reporting
from journeys.models import Report
from journeys.reports import pictures
from tests.factories import PersonaFactory, ReportFactory

SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    """Keep reports from a broker."""
    monkeypatch.setattr(reporting, "_queue", lambda report_id: None)


@pytest.mark.parametrize("kind", ["map", "map_slides"])
def test_the_export_menu_asks_for_reports_on_the_version(published, viewer, as_, at, kind):
    client = as_(viewer)
    address = at("mapversion_report_of_kind", published.pk, kind)

    assert f'action="{address}"' in client.get(at("mapversion_map", published.pk)).content.decode()
    client.post(address)

    report = Report.objects.get()
    assert (report.kind, report.parameters) == (kind, {"version": published.pk})


def test_the_compare_page_asks_for_slides_of_both_versions(published, second, viewer, as_, at):
    client = as_(viewer)
    address = at("mapversion_report_of_kind", second.pk, "comparison_slides")

    page = client.get(at("mapversion_compare", second.pk)).content.decode()
    client.post(address, {"against": published.pk})

    assert f'action="{address}"' in page
    assert f"{at('mapversion_compare_xlsx', second.pk)}?against={published.pk}" in page
    assert Report.objects.get().parameters == {"version": second.pk, "against": published.pk}


def test_a_persona_is_asked_about_on_its_page_and_its_form(program, contributor, as_, at):
    persona = PersonaFactory(program=program)
    client = as_(contributor)
    address = at("persona_report", persona.pk)

    pages = [
        client.get(at(name, persona.pk)).content.decode()
        for name in ("persona_page", "persona_change")
    ]
    client.post(address)

    assert all(address in page for page in pages)
    assert Report.objects.get().parameters == {"persona": persona.pk}


def test_the_overview_is_asked_for_on_the_programs_home(program, viewer, as_, at):
    client = as_(viewer)
    address = at("program_report", program.pk)

    home = client.get(at("program_home", program.pk)).content.decode()
    client.post(address, {"since": "2026-01-31"})

    assert address in home
    assert Report.objects.get().parameters == {"program": program.pk, "since": "2026-01-31"}


def test_asking_for_what_cannot_be_says_why(program, published, viewer, as_, at):
    client = as_(viewer)

    client.post(at("program_report", program.pk), {"since": "soon"})
    answer = client.post(at("mapversion_report_of_kind", published.pk, "comparison_slides"))

    assert [str(one) for one in get_messages(answer.wsgi_request)] == [
        "Give a date, as in 2026-09-01.",
        "Say which version: give its id.",
    ]
    assert client.post(at("mapversion_report_of_kind", published.pk, "persona")).status_code == 404
    assert not Report.objects.exists()


def test_looking_at_an_address_of_asking_asks_for_nothing(program, published, viewer, as_, at):
    client = as_(viewer)

    assert client.get(at("program_report", program.pk))["Location"] == at(
        "program_home", program.pk
    )
    assert client.get(at("mapversion_report_of_kind", published.pk, "map"))["Location"] == at(
        "mapversion_map", published.pk
    )
    assert not Report.objects.exists()


def test_slides_come_as_what_they_are_and_never_open_in_the_site(program, viewer, as_, at):
    report = ReportFactory(program=program, kind="map_slides", title="Slides of the map: A")
    report.file.save("1.pptx", ContentFile(b"PK slides"), save=False)
    Report.objects.filter(pk=report.pk).update(
        status="done", file=report.file.name, finished_at=timezone.now(), progress=100
    )
    client = as_(viewer)

    page = client.get(at("report_page", report.pk)).content.decode()
    answer = client.get(at("report_file", report.pk), {"open": "1"})

    assert "Download the slides (PPTX)" in page
    assert "Open in the browser" not in page
    assert answer["Content-Type"] == SLIDES
    assert answer["Content-Disposition"] == 'attachment; filename="Slides of the map A.pptx"'
    assert b"".join(answer.streaming_content) == b"PK slides"


@pytest.mark.parametrize(
    ("name", "media_type"), [("mapversion_png", "image/png"), ("mapversion_pdf", "application/pdf")]
)
def test_the_picture_is_a_file_to_keep(draft, viewer, as_, at, monkeypatch, name, media_type):
    asked = []
    monkeypatch.setattr(
        pictures, "made", lambda svg, form, scale: asked.append((form, scale)) or b"drawn"
    )

    answer = as_(viewer).get(at(name, draft.pk), {"scale": "3"})

    assert (answer.content, answer["Content-Type"]) == (b"drawn", media_type)
    assert answer["Content-Disposition"].startswith(
        "attachment; filename*=utf-8''Open%20an%20account"
    )
    assert asked == [(name[-3:], 3)]


def test_a_picture_that_cannot_be_made_leads_back_with_the_reason(
    draft, viewer, as_, at, monkeypatch
):
    def refuse(svg, form, scale):
        raise pictures.PictureNotMade("Too large.")

    monkeypatch.setattr(pictures, "made", refuse)

    answer = as_(viewer).get(at("mapversion_png", draft.pk))

    assert answer["Location"] == at("mapversion_map", draft.pk)
    assert [str(one) for one in get_messages(answer.wsgi_request)] == ["Too large."]
