"""The life of a report: nothing is lost, nothing is made twice, and only its holder ends it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from kombu.exceptions import OperationalError

from journeys import jobs, reporting, tasks
from journeys.jobs import LeaseLost, NotPossible
from journeys.models import Report
from journeys.reporting import Subject

pytestmark = pytest.mark.django_db
Status = Report.Status


class Letter:
    """A kind of report that is a few bytes, or whatever a test makes of it."""

    label = "Letter"
    happens_meanwhile = staticmethod(lambda report: None)

    def check(self, parameters, user):
        if parameters.get("to") is None:
            raise ValidationError({"to": "To whom?"})
        return Subject(
            program=parameters["program"], title="A letter", parameters={"to": parameters["to"]}
        )

    def make(self, report, progress):
        progress(40, "Writing")
        self.happens_meanwhile(report)
        progress(80, "Folding")
        return f"Dear {report.parameters['to']}".encode()


letter = Letter()


@pytest.fixture(autouse=True)
def sent(settings, monkeypatch):
    """Know one kind of report, and note messages instead of sending them."""
    settings.REPORTS = {"letter": "tests.journeys.test_reporting.letter"}
    messages = []
    monkeypatch.setattr(
        jobs,
        "current_app",
        SimpleNamespace(send_task=lambda name, args: messages.append(args[0])),
    )
    return messages


@pytest.fixture
def report(program):
    subject = reporting.check("letter", {"to": "Mara", "program": program}, None)
    return reporting.request("letter", subject, by=None)


def aged(report, **fields):
    """Change a report behind the verbs' back and return it."""
    Report.objects.filter(pk=report.pk).update(**fields)
    return Report.objects.get(pk=report.pk)


def long_ago():
    return timezone.now() - timedelta(hours=1)


def test_check_names_the_unknown_kind():
    with pytest.raises(ValidationError) as caught:
        reporting.check("poem", {}, None)

    assert caught.value.message_dict == {
        "kind": ["There is no report of this kind. Known kinds: letter."]
    }


def test_request_is_queued_once_it_is_certain(program, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        report = reporting.request("letter", Subject(program, "A letter", {"to": "Mara"}), by=None)
        assert sent == []

    assert sent == [report.pk]
    assert report.status == Status.QUEUED


def test_request_without_a_broker_stays_queued_for_the_sweep(
    program, monkeypatch, django_capture_on_commit_callbacks
):
    def no_broker(name, args):
        raise OperationalError("down")

    monkeypatch.setattr(jobs, "current_app", SimpleNamespace(send_task=no_broker))
    with django_capture_on_commit_callbacks(execute=True):
        report = reporting.request("letter", Subject(program, "A letter", {"to": "Mara"}), by=None)

    assert Report.objects.get(pk=report.pk).status == Status.QUEUED


def test_make_report_keeps_one_file_and_its_checksum(report):
    tasks.make_report(report.pk)

    report = Report.objects.get(pk=report.pk)
    assert (report.status, report.progress, report.error) == (Status.DONE, 100, "")
    assert Path(report.file.path).read_bytes() == b"Dear Mara"
    assert report.checksum == hashlib.sha256(b"Dear Mara").hexdigest()
    assert report.finished_at is not None


def test_make_report_twice_makes_it_once(report):
    tasks.make_report(report.pk)
    first = Report.objects.get(pk=report.pk)

    tasks.make_report(report.pk)

    assert Report.objects.get(pk=report.pk).file.name == first.file.name


def test_make_report_that_fails_says_why(report, monkeypatch):
    def fails(report):
        raise ValueError("no ink")

    monkeypatch.setattr(letter, "happens_meanwhile", fails)
    tasks.make_report(report.pk)

    report = Report.objects.get(pk=report.pk)
    assert (report.status, report.error) == (Status.FAILED, "ValueError: no ink")


def test_make_report_cancelled_meanwhile_keeps_nothing(report, monkeypatch, settings):
    monkeypatch.setattr(letter, "happens_meanwhile", jobs.cancel)
    tasks.make_report(report.pk)

    report = Report.objects.get(pk=report.pk)
    assert (report.status, report.file.name, report.error) == (Status.CANCELLED, "", "")
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_finish_after_another_worker_took_over_keeps_no_file(report, settings):
    mine = reporting.claim(report.pk)
    aged(report, lease_until=long_ago())
    theirs = reporting.claim(report.pk)

    with pytest.raises(LeaseLost):
        reporting.finish(mine, b"mine")
    reporting.finish(theirs, b"theirs")

    files = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in files] == [b"theirs"]


def test_claim_leaves_a_report_another_worker_makes(report):
    reporting.claim(report.pk)

    assert reporting.claim(report.pk) is None


def test_claim_takes_over_from_a_silent_worker(report):
    reporting.claim(report.pk)
    aged(report, lease_until=long_ago())

    assert reporting.claim(report.pk).attempts == 2


def test_claim_takes_over_at_once_when_the_worker_is_known_to_be_gone(report):
    first = reporting.claim(report.pk)

    second = reporting.claim(report.pk, left_behind=True)

    assert second.attempts == 2
    with pytest.raises(LeaseLost):
        reporting.finish(first, b"first")


def test_finish_removes_the_file_of_a_worker_that_was_killed(report, settings):
    killed = reporting.claim(report.pk)
    killed.file.storage.save(f"reports/{report.program_id}/{report.pk}/left.pdf", ContentFile(b"x"))

    reporting.finish(reporting.claim(report.pk, left_behind=True), b"made")

    files = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in files] == [b"made"]


def test_progress_renews_the_lease(report):
    report = reporting.claim(report.pk)
    aged(report, lease_until=timezone.now() + timedelta(seconds=1))

    jobs.progress(report, 50, "Half")

    row = Report.objects.get(pk=report.pk)
    assert (row.progress, row.step) == (50, "Half")
    assert row.lease_until > timezone.now() + jobs.LEASE / 2


def test_queue_stalled_queues_what_was_left_behind(program, report, sent):
    waiting = aged(report, updated_at=long_ago())
    left = reporting.request("letter", Subject(program, "", {"to": "x"}), by=None)
    reporting.claim(left.pk)
    aged(left, lease_until=long_ago())
    fresh = reporting.request("letter", Subject(program, "", {"to": "x"}), by=None)

    assert reporting.queue_stalled() == 2
    assert sorted(sent) == [waiting.pk, left.pk]
    assert fresh.pk not in sent


def test_queue_stalled_does_not_queue_the_same_again_at_once(report, sent):
    aged(report, updated_at=long_ago())
    reporting.queue_stalled()

    assert reporting.queue_stalled() == 0


def test_queue_stalled_gives_up_what_ends_every_worker(report, sent):
    reporting.claim(report.pk)
    aged(report, attempts=jobs.MOST_ATTEMPTS, lease_until=long_ago())

    assert reporting.queue_stalled() == 0

    report = Report.objects.get(pk=report.pk)
    assert report.status == Status.FAILED
    assert report.error == "Given up: the worker making this report stopped 10 times."


@pytest.mark.parametrize("status", [Status.DONE, Status.FAILED, Status.CANCELLED])
def test_cancel_refuses_what_has_ended(report, status):
    aged(report, status=status, file="x", finished_at=timezone.now())

    with pytest.raises(NotPossible):
        reporting.cancel(report)


@pytest.mark.parametrize("status", [Status.QUEUED, Status.RUNNING, Status.DONE])
def test_retry_refuses_what_has_not_failed(report, status):
    aged(report, status=status, file="x", finished_at=timezone.now())

    with pytest.raises(NotPossible):
        reporting.retry(report)


def test_retry_starts_afresh(report, sent, django_capture_on_commit_callbacks):
    aged(report, status=Status.FAILED, error="no ink", attempts=5, finished_at=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        report = reporting.retry(report)

    assert (report.status, report.error, report.attempts) == (Status.QUEUED, "", 0)
    assert sent == [report.pk]
