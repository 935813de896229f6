"""Reports: what can be asked for, and from the asking to the file. Their life as jobs is `journeys.jobs`."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from msgspec import Struct

from journeys import jobs
from journeys.models import Program, Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import User

TASK = "journeys.tasks.make_report"
TAKEN_BACK = (
    "Taken back: it quoted words that may not be used any more. Make it again, without them."
)


class Subject(Struct, frozen=True):
    """What a report will be about: checked parameters, the program they lie in, and a title."""

    program: Program
    title: str
    parameters: dict[str, Any]


#: What a report's file can be: its suffix, and the media type it is sent with.
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


class ReportKind(Protocol):
    """What a dotted path in `settings.REPORTS` leads to.

    A kind whose file is no PDF has a `suffix`, one of `MEDIA_TYPES`. One that quotes people says `quotes_people`.
    One that pages may offer with nothing but a version's or a program's id says `asked_with`: "version" or "program".
    """

    label: str

    def check(self, parameters: dict[str, Any], user: User) -> Subject:
        """Return what the parameters mean, seeing only what `user` may see.

        Raises `ValidationError` with a message per parameter.
        """

    def make(self, report: Report, progress: Callable[[int, str], None]) -> bytes:
        """Return the file's bytes; call `progress(percent, what is being done)` on the way."""


def kinds() -> dict[str, ReportKind]:
    """Return the kinds of reports this installation can make."""
    return {kind: import_string(path) for kind, path in settings.REPORTS.items()}


def is_asked_with(kind: str, subject: str) -> bool:
    """Return whether a kind needs nothing but the id of a "version" or a "program"."""
    return kind in settings.REPORTS and getattr(kinds()[kind], "asked_with", "") == subject


def suffix(report: Report) -> str:
    """Return how a report's file ends: as it is stored, or else as its kind makes it."""
    stored = PurePath(report.file.name or "").suffix
    if stored in MEDIA_TYPES:
        return stored
    return str(getattr(kinds().get(report.kind), "suffix", ".pdf"))


def check(kind: str, parameters: dict[str, Any], user: User) -> Subject:
    """Return what is asked for; `ValidationError` names the wrong field."""
    if kind not in settings.REPORTS:
        known = ", ".join(sorted(settings.REPORTS))
        raise ValidationError({"kind": f"There is no report of this kind. Known kinds: {known}."})
    return import_string(settings.REPORTS[kind]).check(parameters, user)


@transaction.atomic
def request(kind: str, subject: Subject, *, by: User | None) -> Report:
    """Record that somebody wants a report and queue it once that is certain."""
    report = Report.objects.create(
        program=subject.program,
        kind=kind,
        parameters=subject.parameters,
        title=subject.title,
        requested_by=by,
        requested_by_name=by.get_username() if by else "",
    )
    transaction.on_commit(lambda: _queue(report.pk))
    return report


def claim(report_id: int, *, left_behind: bool = False) -> Report | None:
    """Take the lease on a report; see `jobs.claim`."""
    return jobs.claim(Report, report_id, left_behind=left_behind)


def finish(report: Report, content: bytes) -> Report:
    """Keep the file and call the report done. Raises `jobs.LeaseLost`, and then keeps no file."""
    storage = report.file.storage
    folder = f"{report.file.field.upload_to}{report.program_id}/{report.pk}"
    stored = storage.save(f"{folder}/{report.lease_token}{suffix(report)}", ContentFile(content))
    try:
        done = jobs.finish(report, file=stored, checksum=hashlib.sha256(content).hexdigest())
    except jobs.LeaseLost:
        storage.delete(stored)
        raise
    # A worker killed between its file and its row left a file that no row knows.
    for name in storage.listdir(folder)[1]:
        if f"{folder}/{name}" != stored:
            storage.delete(f"{folder}/{name}")
    return done


@transaction.atomic
def cancel(report: Report) -> Report:
    """Stop wanting a report; a worker on it notices at its next step. Raises `jobs.NotPossible`."""
    return jobs.cancel(report)


@transaction.atomic
def retry(report: Report) -> Report:
    """Queue a report again that failed or was cancelled. Raises `jobs.NotPossible`."""
    waiting = jobs.wait_again(report)
    transaction.on_commit(lambda: _queue(report.pk))
    return waiting


def take_back_quoting(program_id: int) -> int:
    """Take away the files of reports that quote people, as some words may not be used any more; return how many.

    Whoever wants one again makes it again, without those words.
    """
    quoting = [name for name, kind in kinds().items() if getattr(kind, "quotes_people", False)]
    rows = Report.objects.filter(program=program_id, kind__in=quoting, status=Report.Status.DONE)
    taken = 0
    for report in rows.exclude(file=""):
        stored = str(report.file.name)
        taken += Report.objects.filter(pk=report.pk, status=Report.Status.DONE).update(
            status=Report.Status.CANCELLED, file="", checksum="", error=TAKEN_BACK, updated_at=timezone.now()
        )  # fmt: skip
        report.file.storage.delete(stored)
    return taken


def queue_stalled() -> int:
    """Queue again what waits too long or was left by a killed worker; return how many."""
    return jobs.queue_stalled(Report, _queue)


def _queue(report_id: int) -> None:
    jobs.send(TASK, report_id)
