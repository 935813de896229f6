"""Sending what is in inboxes by e-mail. The row is the job record.

Whoever mails a row holds a lease on it; when a worker is killed the lease runs out, and
`queue_waiting` queues the row again. A row is marked as mailed once the mail server has taken it, so
none is lost. Only a worker killed between those two leads to a second mail, and that has the same
Message-ID. Who has left the program, has read it already, or wants no mail gets none.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from journeys.models import Membership, Notification

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

TASK = "journeys.tasks.mail_notification"
#: How long a worker may be silent before a mail is given to another.
LEASE = timedelta(minutes=2)
#: How long one may wait before the sweep puts a second message in the queue.
PATIENCE = timedelta(seconds=60)
#: What is older is no news: it is not mailed when mail is switched on, or works again.
FRESH = timedelta(days=3)
#: A mail that failed this often is given up; it stays in the inbox.
MOST_ATTEMPTS = 10
#: Queued by one sweep at most.
MOST_QUEUED = 200
#: The backend that throws mail away: then nothing is sent, and nothing marked as sent.
OFF = "django.core.mail.backends.dummy.EmailBackend"

#: Kind → what the subject says happened; `{map}` and `{who}` are filled in.
SUBJECTS = {
    Notification.Kind.MENTION: "{who} mentioned you on {map}",
    Notification.Kind.REPLY: "{who} replied on {map}",
    Notification.Kind.REVIEW_WANTED: "{who} asks for a review of {map}",
    Notification.Kind.APPROVED: "{who} approved {map}",
    Notification.Kind.CHANGES_REQUESTED: "{who} asks for changes to {map}",
    Notification.Kind.PUBLISHED: "{who} published {map}",
    Notification.Kind.REVIEW_DUE: "{map} is due for a look",
    Notification.Kind.DRIFT: "Customers say something else now than {map}",
}


def is_on() -> bool:
    """Return whether this installation sends mail."""
    return bool(settings.EMAIL_BACKEND != OFF)


def queue_on_commit(notifications: Iterable[Notification]) -> None:
    """Queue a mail for each once it is certain that there is something to tell."""
    ids = [notification.pk for notification in notifications]
    if ids and is_on():
        transaction.on_commit(lambda: _queue(ids))


def waiting() -> QuerySet[Notification]:
    """Return what is to be mailed still, to whom it may go."""
    member = Membership.objects.filter(
        program=OuterRef("program"), user=OuterRef("recipient"), gets_mail=True
    )
    rows: QuerySet[Notification] = Notification.objects.filter(
        Exists(member),
        mailed_at__isnull=True,
        created_at__gt=timezone.now() - FRESH,
        read_at__isnull=True,
        recipient__is_active=True,
        mail_attempts__lt=MOST_ATTEMPTS,
    ).exclude(recipient__email="")
    return rows


def claim(notification_id: int) -> Notification | None:
    """Take the lease on a row that is to be mailed; None if there is no need, or another has it."""
    now = timezone.now()
    free = Q(mail_lease_until__isnull=True) | Q(mail_lease_until__lt=now)
    taken = (
        Notification.objects.filter(free, pk=notification_id)
        .filter(pk__in=waiting().values("pk"))
        .update(mail_lease_until=now + LEASE, mail_attempts=F("mail_attempts") + 1, updated_at=now)
    )
    if not taken:
        return None
    return Notification.objects.select_related(
        "recipient", "program", "map", "version", "comment"
    ).get(pk=notification_id)


def send(notification: Notification) -> None:
    """Send a claimed row and mark it as mailed. What the mail server says is raised; a sweep tries again."""
    message(notification).send()
    Notification.objects.filter(pk=notification.pk).update(
        mailed_at=timezone.now(), mail_lease_until=None
    )


def message(notification: Notification) -> EmailMultiAlternatives:
    """Return the mail: text, and the same as HTML."""
    said = {
        "notification": notification,
        "sentence": _sentence(notification),
        "link": _link(notification),
        "settings_link": _absolute(reverse("admin:inbox")),
        "text": notification.text,
    }
    mail = EmailMultiAlternatives(
        subject=str(said["sentence"]),
        body=render_to_string("journeys/mail/notification.txt", said),
        to=[notification.recipient.email],
        headers={
            "Message-ID": f"<notification-{notification.pk}@{_host()}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("journeys/mail/notification.html", said), "text/html")
    return mail


def queue_waiting() -> int:
    """Queue again what a killed worker, a missing broker or a mail server left behind; return how many."""
    if not is_on():
        return 0
    now = timezone.now()
    free = Q(mail_lease_until__isnull=True) | Q(mail_lease_until__lt=now)
    left = waiting().filter(free, updated_at__lt=now - PATIENCE).order_by("pk")
    ids = list(left.values_list("pk", flat=True)[:MOST_QUEUED])
    Notification.objects.filter(pk__in=ids).update(updated_at=now)
    _queue(ids)
    return len(ids)


def _sentence(notification: Notification) -> str:
    """Return what happened on one line: names from outside must not begin a header of their own."""
    title = notification.map.name if notification.map else notification.program.name
    if notification.map and notification.version:
        title = f"“{title}”, version {notification.version.number}"
    words = SUBJECTS[Notification.Kind(notification.kind)].format(
        who=_name(notification.actor_name), map=title
    )
    return " ".join(words.split())


def _name(username: str) -> str:
    """Return what a person is called now; the account may have gone since."""
    user = get_user_model()._default_manager.filter(username=username).first()
    return (user.get_full_name() if user else "") or username or "Somebody"


def _link(notification: Notification) -> str:
    """Return where to read on: the inbox leads there, and marks it as read."""
    return _absolute(reverse("admin:inbox_open", args=[notification.pk]))


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else ""


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "journeyloop.invalid"


def _queue(ids: Iterable[int]) -> None:
    """Send the messages by the task's name: verbs lie below tasks and do not import them."""
    try:
        for notification_id in ids:
            current_app.send_task(TASK, [notification_id])
    except OperationalError:  # the rows stay; the sweep will send the messages
        logger.warning("No broker for mail; the sweep will queue it", exc_info=True)
