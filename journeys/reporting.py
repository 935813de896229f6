"""The life of a report as verbs: request, claim, progress, finish, fail, cancel, retry.

The row is the job record. Whoever makes a report holds a lease on it and renews it; when a worker
is killed the lease runs out, and `queue_stalled` queues the report again. So neither a broker nor a
worker that goes away can lose one, and only the holder of the lease can finish it.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from contextlib import contextmanager
from datetime import timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

from celery import current_app
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError
from msgspec import Struct

from journeys.models import Program, Report, new_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)

TASK = "journeys.tasks.make_report"
#: How long a worker may be silent before its report is given to another.
LEASE = timedelta(seconds=15)
#: How long a queued report may wait before the sweep puts a second message in the queue.
PATIENCE = timedelta(seconds=60)
#: A report that ended a worker this often is given up.
MOST_ATTEMPTS = 10

Status = Report.Status


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

    A kind whose file is no PDF has a `suffix`, one of `MEDIA_TYPES`.
    """

    label: str

    def check(self, parameters: dict[str, Any], user: User) -> Subject:
        """Return what the parameters mean, seeing only what `user` may see.

        Raises `ValidationError` with a message per parameter.
        """

    def make(self, report: Report, progress: Callable[[int, str], None]) -> bytes:
        """Return the file's bytes; call `progress(percent, what is being done)` on the way."""


class LeaseLost(Exception):
    """The report was cancelled, or given to another worker, while this one made it."""


class NotPossible(Exception):
    """The report's status does not allow that."""


def kinds() -> dict[str, ReportKind]:
    """Return the kinds of reports this installation can make."""
    return {kind: import_string(path) for kind, path in settings.REPORTS.items()}


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
    """Take the lease on a report that waits, or whose worker went silent; None if there is no need.

    `left_behind`: its worker is known to be gone, so its lease counts no more.
    """
    now = timezone.now()
    silent = Q() if left_behind else Q(lease_until__lt=now)
    free = Q(status=Status.QUEUED) | Q(status=Status.RUNNING) & silent
    token = new_key()
    taken = Report.objects.filter(free, pk=report_id, attempts__lt=MOST_ATTEMPTS).update(
        status=Status.RUNNING,
        lease_token=token,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
        progress=0,
        step="Starting",
        error="",
        updated_at=now,
    )
    return Report.objects.get(pk=report_id) if taken else None


@contextmanager
def lease_kept(report: Report) -> Iterator[None]:
    """Renew the lease from a thread while the block runs: rendering can be long and silent."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(LEASE.total_seconds() / 3):
            try:
                _held(report).update(lease_until=timezone.now() + LEASE)
            except Exception:  # a busy database now; the next renewal may go through
                logger.warning("Could not renew the lease of report %s", report.pk, exc_info=True)
        connection.close()

    thread = threading.Thread(target=renew, name=f"lease-{report.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def progress(report: Report, percent: int, step: str) -> None:
    """Show how far a report is. Raises `LeaseLost` if it is no longer ours to make."""
    now = timezone.now()
    held = _held(report).update(
        progress=percent, step=step, lease_until=now + LEASE, updated_at=now
    )
    if not held:
        raise LeaseLost


def finish(report: Report, content: bytes) -> Report:
    """Keep the file and call the report done. Raises `LeaseLost`, and then keeps no file."""
    storage = report.file.storage
    folder = f"{report.file.field.upload_to}{report.program_id}/{report.pk}"
    stored = storage.save(f"{folder}/{report.lease_token}{suffix(report)}", ContentFile(content))
    now = timezone.now()
    held = _held(report).update(
        status=Status.DONE,
        progress=100,
        step="",
        file=stored,
        checksum=hashlib.sha256(content).hexdigest(),
        finished_at=now,
        lease_token="",
        lease_until=None,
        updated_at=now,
    )
    if not held:
        storage.delete(stored)
        raise LeaseLost
    # A worker killed between its file and its row left a file that no row knows.
    for name in storage.listdir(folder)[1]:
        if f"{folder}/{name}" != stored:
            storage.delete(f"{folder}/{name}")
    return Report.objects.get(pk=report.pk)


def fail(report: Report, error: str) -> None:
    """Record why a report could not be made."""
    _end(_held(report), Status.FAILED, error)


@transaction.atomic
def cancel(report: Report) -> Report:
    """Stop wanting a report; a worker on it notices at its next step."""
    waiting = Report.objects.filter(pk=report.pk, status__in=[Status.QUEUED, Status.RUNNING])
    if not _end(waiting, Status.CANCELLED, ""):
        raise NotPossible("Only a report that is queued or being made can be cancelled.")
    return Report.objects.get(pk=report.pk)


@transaction.atomic
def retry(report: Report) -> Report:
    """Queue a report again that failed or was cancelled."""
    ended = Report.objects.filter(pk=report.pk, status__in=[Status.FAILED, Status.CANCELLED])
    now = timezone.now()
    queued = ended.update(
        status=Status.QUEUED,
        attempts=0,
        progress=0,
        step="",
        error="",
        finished_at=None,
        updated_at=now,
    )
    if not queued:
        raise NotPossible("Only a report that failed or was cancelled can be tried again.")
    transaction.on_commit(lambda: _queue(report.pk))
    return Report.objects.get(pk=report.pk)


def queue_stalled() -> int:
    """Queue again what waits too long or was left by a killed worker; give up what keeps failing.

    Returns the number of reports queued.
    """
    now = timezone.now()
    left = Report.objects.filter(status=Status.RUNNING, lease_until__lt=now)
    _end(
        left.filter(attempts__gte=MOST_ATTEMPTS),
        Status.FAILED,
        f"Given up: the worker making this report stopped {MOST_ATTEMPTS} times.",
    )
    waiting = Report.objects.filter(status=Status.QUEUED, updated_at__lt=now - PATIENCE)
    stalled = list(left.values_list("pk", flat=True)) + list(waiting.values_list("pk", flat=True))
    Report.objects.filter(pk__in=stalled, status=Status.QUEUED).update(updated_at=now)
    for report_id in stalled:
        _queue(report_id)
    return len(stalled)


def _held(report: Report) -> Any:
    return Report.objects.filter(
        pk=report.pk, status=Status.RUNNING, lease_token=report.lease_token
    )


def _end(reports: Any, status: str, error: str) -> int:
    now = timezone.now()
    ended: int = reports.update(
        status=status,
        error=error,
        step="",
        lease_token="",
        lease_until=None,
        finished_at=now,
        updated_at=now,
    )
    return ended


def _queue(report_id: int) -> None:
    """Send the message by the task's name: verbs lie below tasks and do not import them."""
    try:
        current_app.send_task(TASK, [report_id])
    except OperationalError:  # the row stays queued; the sweep will send the message
        logger.warning("No broker for report %s; the sweep will queue it", report_id, exc_info=True)
