"""The life of long work as verbs: claim, progress, finish, fail, cancel, retry.

The row is the job record. Whoever works on it holds a lease on it and renews it; when a worker is killed the
lease runs out, and `queue_stalled` queues it again. So neither a broker nor a worker that goes away can lose
one, and only the holder of the lease can finish it.
"""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from celery import current_app
from django.db import connection
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from journeys.models import new_key
from journeys.models.job import Job, JobStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

#: How long a worker may be silent before its job is given to another.
LEASE = timedelta(seconds=15)
#: How long a queued job may wait before the sweep puts a second message in the queue.
PATIENCE = timedelta(seconds=60)
#: Seconds between two messages about how far a job is.
BREATH = 0.2
#: A job that ended a worker this often is given up.
MOST_ATTEMPTS = 10

AnyJob = TypeVar("AnyJob", bound=Job)


class LeaseLost(Exception):
    """The job was cancelled, or given to another worker, while this one did it."""


class NotPossible(Exception):
    """The job's status does not allow that."""


def claim(model: type[AnyJob], pk: int, *, left_behind: bool = False) -> AnyJob | None:
    """Take the lease on a job that waits, or whose worker went silent; None if there is no need.

    `left_behind`: its worker is known to be gone, so its lease counts no more.
    """
    now = timezone.now()
    silent = Q() if left_behind else Q(lease_until__lt=now)
    free = Q(status=JobStatus.QUEUED) | Q(status=JobStatus.RUNNING) & silent
    taken = _rows(model).filter(free, pk=pk, attempts__lt=MOST_ATTEMPTS)
    held = taken.update(
        status=JobStatus.RUNNING,
        lease_token=new_key(),
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
        progress=0,
        step="Starting",
        error="",
        updated_at=now,
    )
    return _rows(model).get(pk=pk) if held else None


class Keeper:
    """Renews a lease from a thread of its own, and says how far the work is while that holds a transaction open."""

    def __init__(self, job: Job) -> None:
        self._job, self._name = job, f"{job._meta.verbose_name} {job.pk}"
        self._told: dict[str, Any] = {}
        self._wake, self._done, self._is_lost = threading.Event(), threading.Event(), False
        self._thread = threading.Thread(target=self._run, name=f"lease-{self._name}", daemon=True)

    def tell(self, percent: int, step: str) -> None:
        """Show how far the job is, within a moment. Raises `LeaseLost` if it is no longer ours to do."""
        if self._is_lost:
            raise LeaseLost
        self._told = {"progress": percent, "step": step}
        self._wake.set()

    def start(self) -> None:
        """Begin to renew."""
        self._thread.start()

    def stop(self) -> None:
        """End renewing, once a renewal under way has gone through."""
        self._done.set()
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._done.is_set():
            self._wake.wait(LEASE.total_seconds() / 3)
            self._wake.clear()
            if self._done.wait(BREATH):
                break
            self._renew()
        connection.close()

    def _renew(self) -> None:
        now = timezone.now()
        facts, self._told = self._told, {}
        try:
            if not held(self._job).update(lease_until=now + LEASE, updated_at=now, **facts):
                # A row that is not there may not be committed yet; `finish` would refuse one that is gone.
                self._is_lost = _rows(type(self._job)).filter(pk=self._job.pk).exists()
        except Exception:  # a busy database now; the next renewal may go through
            logger.warning("Could not renew the lease of %s", self._name, exc_info=True)


@contextmanager
def lease_kept(job: Job) -> Iterator[Keeper]:
    """Renew the lease while the block runs: the work can be long and silent."""
    keeper = Keeper(job)
    keeper.start()
    try:
        yield keeper
    finally:
        keeper.stop()


def progress(job: Job, percent: int, step: str) -> None:
    """Show how far a job is. Raises `LeaseLost` if it is no longer ours to do."""
    now = timezone.now()
    ours = held(job).update(progress=percent, step=step, lease_until=now + LEASE, updated_at=now)
    if not ours:
        raise LeaseLost


def finish(job: AnyJob, **facts: Any) -> AnyJob:
    """Call a job done, with what came of it. Raises `LeaseLost`."""
    if not _end(held(job), JobStatus.DONE, "", progress=100, **facts):
        raise LeaseLost
    return _rows(type(job)).get(pk=job.pk)


def fail(job: Job, error: str) -> None:
    """Record why a job could not be done."""
    _end(held(job), JobStatus.FAILED, error)


def cancel(job: AnyJob) -> AnyJob:
    """Stop wanting a job; a worker on it notices at its next step. Raises `NotPossible`."""
    rows = _rows(type(job)).filter(pk=job.pk, status__in=[JobStatus.QUEUED, JobStatus.RUNNING])
    if not _end(rows, JobStatus.CANCELLED, ""):
        raise NotPossible(f"Only a {_name(job)} that is queued or being made can be cancelled.")
    return _rows(type(job)).get(pk=job.pk)


def wait_again(job: AnyJob) -> AnyJob:
    """Let a job wait for a worker again that failed or was cancelled. Raises `NotPossible`."""
    ended = _rows(type(job)).filter(pk=job.pk, status__in=[JobStatus.FAILED, JobStatus.CANCELLED])
    waits = ended.update(
        status=JobStatus.QUEUED,
        attempts=0,
        progress=0,
        step="",
        error="",
        finished_at=None,
        updated_at=timezone.now(),
    )
    if not waits:
        raise NotPossible(f"Only a {_name(job)} that failed or was cancelled can be tried again.")
    return _rows(type(job)).get(pk=job.pk)


def queue_stalled(model: type[Job], queue: Callable[[int], None]) -> int:
    """Queue again what waits too long or was left by a killed worker; give up what keeps failing.

    Returns the number of jobs queued.
    """
    now = timezone.now()
    left = _rows(model).filter(status=JobStatus.RUNNING, lease_until__lt=now)
    _end(
        left.filter(attempts__gte=MOST_ATTEMPTS),
        JobStatus.FAILED,
        f"Given up: the worker making this {model._meta.verbose_name} stopped {MOST_ATTEMPTS} times.",
    )
    waiting = _rows(model).filter(status=JobStatus.QUEUED, updated_at__lt=now - PATIENCE)
    stalled = list(left.values_list("pk", flat=True)) + list(waiting.values_list("pk", flat=True))
    _rows(model).filter(pk__in=stalled, status=JobStatus.QUEUED).update(updated_at=now)
    for pk in stalled:
        queue(pk)
    return len(stalled)


def send(task: str, pk: int) -> None:
    """Send the message by the task's name: verbs lie below tasks and do not import them."""
    try:
        current_app.send_task(task, [pk])
    except OperationalError:  # the row stays queued; the sweep will send the message
        logger.warning("No broker for %s(%s); the sweep will queue it", task, pk, exc_info=True)


def held(job: Job) -> QuerySet[Any]:
    """Return the job's row while its lease is ours, none after."""
    rows = _rows(type(job))
    return rows.filter(pk=job.pk, status=JobStatus.RUNNING, lease_token=job.lease_token)


def _end(rows: QuerySet[Any], status: str, error: str, **facts: Any) -> int:
    now = timezone.now()
    return rows.update(
        status=status,
        error=error,
        step="",
        lease_token="",
        lease_until=None,
        finished_at=now,
        updated_at=now,
        **facts,
    )


def _rows(model: type[Job]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.all()
    return rows


def _name(job: Job) -> str:
    return str(job._meta.verbose_name)
