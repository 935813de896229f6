"""Reports from asking to downloading."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.utils import timezone

from journeys import reporting
from journeys.models import Report
from tests.factories import ReportFactory
from tests.factories.programs import ProgramFactory


@pytest.fixture
def queued(monkeypatch):
    """Return the ids of the reports that were queued, without a broker."""
    ids = []
    monkeypatch.setattr(reporting, "_queue", ids.append)
    return ids


@pytest.fixture
def done(program, published, second):
    report = ReportFactory(
        program=program,
        title="Open an account – version 2 against 1",
        parameters={"version": second.pk, "against": published.pk},
    )
    report.file.save("1.pdf", ContentFile(b"%PDF-1.7 ..."), save=False)
    Report.objects.filter(pk=report.pk).update(
        status="done", file=report.file.name, finished_at=timezone.now(), progress=100
    )
    report.refresh_from_db()
    return report


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_asking_leads_to_the_reports_page(
    published, second, viewer, as_, at, queued, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_(viewer).post(at("mapversion_report", second.pk), {"against": published.pk})

    report = Report.objects.get()
    assert answer["Location"] == at("report_page", report.pk)
    assert queued == [report.pk]
    assert (report.requested_by, report.status) == (viewer, "queued")
    assert report.parameters["version"] == second.pk
    assert report.parameters["against"] == published.pk


def test_asking_for_what_cannot_be_says_why(draft, viewer, as_, at, queued):
    answer = as_(viewer).post(at("mapversion_report", draft.pk), {"against": draft.pk})

    assert answer["Location"] == at("mapversion_map", draft.pk)
    assert len(said(answer)) == 1
    assert not Report.objects.exists()


def test_looking_at_the_address_of_asking_asks_for_nothing(second, viewer, as_, at):
    answer = as_(viewer).get(at("mapversion_report", second.pk))

    assert answer["Location"] == at("mapversion_compare", second.pk)
    assert not Report.objects.exists()


def test_a_queued_report_can_be_watched_and_cancelled(program, viewer, as_, at):
    report = ReportFactory(program=program)

    text = as_(viewer).get(at("report_page", report.pk)).content.decode()

    assert "Waiting for a free worker" in text
    assert '<noscript><meta http-equiv="refresh"' in text
    assert at("report_status", report.pk) in text
    assert at("report_verb", report.pk, "cancel") in text


def test_the_script_learns_how_far_it_is(program, viewer, as_, at):
    report = ReportFactory(program=program, status="running", progress=40, step="Drawing the map")

    answer = as_(viewer).get(at("report_status", report.pk))

    assert answer.json() == {
        "status": "running",
        "label": "Being made",
        "progress": 40,
        "step": "Drawing the map",
        "finished": False,
        "waits_long": False,
    }
    assert "no-cache" in answer["Cache-Control"]


def test_a_report_nobody_takes_says_what_may_be_wrong(program, viewer, as_, at):
    report = ReportFactory(program=program)
    Report.objects.filter(pk=report.pk).update(updated_at=timezone.now() - timedelta(minutes=1))

    assert as_(viewer).get(at("report_status", report.pk)).json()["waits_long"] is True
    assert "./app worker" in as_(viewer).get(at("report_page", report.pk)).content.decode()


def test_cancelling_ends_it(program, viewer, as_, at):
    report = ReportFactory(program=program)

    answer = as_(viewer).post(at("report_verb", report.pk, "cancel"))

    report.refresh_from_db()
    assert (report.status, answer["Location"]) == ("cancelled", at("report_page", report.pk))


def test_a_failed_report_can_be_tried_again(
    program, viewer, as_, at, queued, django_capture_on_commit_callbacks
):
    report = ReportFactory(program=program, status="failed", error="ValueError: <no> font")
    text = as_(viewer).get(at("report_page", report.pk)).content.decode()
    assert "ValueError: &lt;no&gt; font" in text

    with django_capture_on_commit_callbacks(execute=True):
        as_(viewer).post(at("report_verb", report.pk, "retry"))

    report.refresh_from_db()
    assert (report.status, queued) == ("queued", [report.pk])


@pytest.mark.parametrize(("status", "verb"), [("done", "cancel"), ("queued", "retry")])
def test_a_verb_the_status_does_not_take_says_so(program, done, viewer, as_, at, status, verb):
    report = done if status == "done" else ReportFactory(program=program)

    answer = as_(viewer).post(at("report_verb", report.pk, verb))

    assert said(answer)[0].startswith("Only a report that")


def test_looking_at_a_verbs_address_does_nothing(program, viewer, as_, at):
    report = ReportFactory(program=program)

    answer = as_(viewer).get(at("report_verb", report.pk, "cancel"))

    report.refresh_from_db()
    assert (report.status, answer["Location"]) == ("queued", at("report_page", report.pk))


def test_there_are_no_other_verbs(program, viewer, as_, at):
    report = ReportFactory(program=program)

    assert as_(viewer).post(at("report_verb", report.pk, "delete")).status_code == 404


def test_the_file_is_named_by_what_it_is(done, viewer, as_, at):
    answer = as_(viewer).get(at("report_file", done.pk))

    assert b"".join(answer.streaming_content) == b"%PDF-1.7 ..."
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''Open%20an%20account%20%E2%80%93%20version%202%20against%201.pdf"
    )


def test_the_file_opens_in_the_browser_when_asked(done, viewer, as_, at):
    answer = as_(viewer).get(at("report_file", done.pk), {"open": "1"})
    answer.close()

    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Security-Policy"] == "frame-ancestors 'none'"


def test_a_done_report_leads_back_to_what_it_is_about(done, published, second, viewer, as_, at):
    text = as_(viewer).get(at("report_page", done.pk)).content.decode()

    assert f"{at('mapversion_compare', second.pk)}?against={published.pk}" in text
    assert "Download the PDF" in text


def test_a_report_never_names_versions_of_another_program(program, viewer, as_, at, draft):
    other = ProgramFactory()
    report = ReportFactory(program=other, parameters={"version": draft.pk, "against": "x"})
    other.memberships.create(user=viewer, role="viewer")

    answer = as_(viewer).get(at("report_page", report.pk))

    assert (answer.context["version"], answer.context["against"]) == (None, None)


def test_a_file_that_is_not_ready_leads_to_its_page(program, viewer, as_, at):
    report = ReportFactory(program=program)

    answer = as_(viewer).get(at("report_file", report.pk))

    assert answer["Location"] == at("report_page", report.pk)
    assert said(answer) == ["The report is not ready yet."]


def test_a_file_that_is_gone_says_so(done, viewer, as_, at):
    done.file.storage.delete(done.file.name)

    answer = as_(viewer).get(at("report_file", done.pk))

    assert answer["Location"] == at("report_page", done.pk)
    assert said(answer)[0].startswith("The file of this report is gone")
