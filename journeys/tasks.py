"""Work for the worker: ids in, idempotent, safe to run twice."""

from __future__ import annotations

import logging

from celery import Task, shared_task
from celery.signals import worker_ready

from journeys import history, jobs, mailing, reminders, reporting

logger = logging.getLogger(__name__)


@shared_task(name="journeys.tasks.make_report", bind=True)
def make_report(self: Task, report_id: int) -> None:
    """Make a requested report, unless it is done, cancelled or in another worker's hands."""
    # The broker gives a message a second time when the process that had it is gone.
    left_behind = bool((self.request.delivery_info or {}).get("redelivered"))
    report = reporting.claim(report_id, left_behind=left_behind)
    if report is None:
        return
    try:
        with history.through("task"), jobs.lease_kept(report):
            kind = reporting.kinds()[report.kind]
            content = kind.make(report, lambda percent, step: jobs.progress(report, percent, step))
        reporting.finish(report, content)
    except jobs.LeaseLost:
        logger.info("Report %s was cancelled or given to another worker", report_id)
    except Exception as error:
        logger.exception("Report %s failed", report_id)
        jobs.fail(report, f"{type(error).__name__}: {error}")


@shared_task(name="journeys.tasks.queue_stalled_reports")
def queue_stalled_reports() -> int:
    """Queue again the reports that a killed worker or a missing broker left behind."""
    return reporting.queue_stalled()


@shared_task(name="journeys.tasks.mail_notification")
def mail_notification(notification_id: int) -> None:
    """Send what came into an inbox, unless it is mailed, read, or in another worker's hands."""
    notification = mailing.claim(notification_id) if mailing.is_on() else None
    if notification is None:
        return
    try:
        mailing.send(notification)
    except (
        Exception
    ):  # whatever the mail server says: the sweep tries again when the lease has run out
        logger.exception("Notification %s could not be mailed", notification_id)


@shared_task(name="journeys.tasks.queue_waiting_mail")
def queue_waiting_mail() -> int:
    """Queue again the mails that a killed worker, a missing broker or a mail server left behind."""
    return mailing.queue_waiting()


@shared_task(name="journeys.tasks.remind_of_due_maps")
def remind_of_due_maps() -> int:
    """Tell owners of the maps that are due for a look; each once per due date."""
    with history.through("task"):
        return reminders.remind_of_due_maps()


@worker_ready.connect
def sweep_at_start(**_: object) -> None:
    """A worker that starts first looks for what was left behind; beat does so every few seconds."""
    reporting.queue_stalled()
    mailing.queue_waiting()
