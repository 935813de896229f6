"""Reports: asked for, followed, fetched by who may see them."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from journeys import versions
from journeys.models import Report
from tests.factories import ReportFactory, VersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(published):
    """Return two published versions of a map."""
    return published, versions.publish(versions.start_draft(published.map, by=None), by=None)


def ask(client, version, against):
    return client.post(
        "/api/reports/",
        {"kind": "version_comparison", "parameters": {"version": version, "against": against}},
    )


def test_report_is_accepted_and_can_be_followed(viewer, pair):
    answer = ask(viewer, pair[1].pk, pair[0].pk)

    row = answer.json()
    assert answer.status_code == 202, answer.content
    assert answer["Location"] == f"http://testserver/api/reports/{row['id']}/"
    assert (row["status"], row["progress"], row["requested_by"]) == ("queued", 0, "vera")
    assert viewer.get(answer["Location"]).json() == row


def test_report_on_what_one_may_not_see_is_on_nothing(viewer, pair):
    foreign = VersionFactory()

    there, missing = ask(viewer, pair[0].pk, foreign.pk), ask(viewer, pair[0].pk, 987_654)

    assert (there.status_code, missing.status_code) == (400, 400)
    said = there.content.replace(str(foreign.pk).encode(), b"987654")
    assert said == missing.content
    assert not Report.objects.exists()


BODIES = [
    ({}, "kind"),
    ({"kind": "nothing", "parameters": {}}, "kind"),
    ({"kind": 3, "parameters": {}}, "kind"),
    ({"kind": "version_comparison"}, "parameters"),
    ({"kind": "version_comparison", "parameters": []}, "parameters"),
]


@pytest.mark.parametrize(("body", "field"), BODIES)
def test_report_that_cannot_be_is_refused_by_field(viewer, body, field):
    answer = viewer.post("/api/reports/", body)

    assert answer.status_code == 400
    assert field in [error["field"] for error in answer.json()["errors"]]


PARAMETERS = [
    {}, {"version": "x", "against": 1}, {"version": None, "against": None},
    {"version": 10**30, "against": 10**30}, {"version": True, "against": [1]},
    {"version": {"a": 1}, "against": "\0"},
]  # fmt: skip


@pytest.mark.parametrize("parameters", PARAMETERS)
def test_parameters_that_mean_nothing_are_refused(viewer, parameters):
    body = {"kind": "version_comparison", "parameters": parameters}

    assert viewer.post("/api/reports/", body).status_code == 400


def done(program):
    report = ReportFactory(program=program, title="Opening an account: 1 → 2")
    report.file.save("made.pdf", ContentFile(b"%PDF-1.7 made"), save=False)
    report.status, report.finished_at = "done", timezone.now()
    report.save()
    return report


def test_finished_report_is_a_pdf_with_its_title(viewer, program):
    report = done(program)

    answer = viewer.get(f"/api/reports/{report.pk}/file/", headers={"Accept": "application/pdf"})

    content = b"".join(answer.streaming_content)
    assert (answer.status_code, content) == (200, b"%PDF-1.7 made")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Opening%20an")


@pytest.mark.parametrize("status", ["queued", "running", "failed", "cancelled"])
def test_report_that_is_not_done_has_no_file(viewer, program, status):
    report = ReportFactory(program=program, status=status)

    assert viewer.get(f"/api/reports/{report.pk}/file/").status_code == 409


def test_file_that_is_gone_is_a_conflict(viewer, program):
    report = done(program)
    report.file.storage.delete(report.file.name)

    assert viewer.get(f"/api/reports/{report.pk}/file/").status_code == 409


def test_report_is_cancelled_and_tried_again(viewer, program):
    report = ReportFactory(program=program)

    cancelled = viewer.post(f"/api/reports/{report.pk}/cancel/")
    again = viewer.post(f"/api/reports/{report.pk}/cancel/")
    retried = viewer.post(f"/api/reports/{report.pk}/retry/")

    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert again.status_code == 409
    assert (retried.status_code, retried.json()["status"]) == (200, "queued")


def test_deleted_report_takes_its_file_along(manager, program):
    report = done(program)
    name, storage = report.file.name, report.file.storage

    assert manager.delete(f"/api/reports/{report.pk}/").status_code == 204
    assert not storage.exists(name)
