"""Mail from the inbox: once, whoever is killed, and to nobody who should not have it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from journeys import comments, mailing, notifications, tasks
from journeys.contents import MapFacts
from journeys.models import Membership, Notification
from tests.factories import member, small_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(monkeypatch):
    """Keep the ids that would have been queued."""
    waiting: list[int] = []
    monkeypatch.setattr(mailing, "_queue", waiting.extend)
    return waiting


@pytest.fixture
def mara(program):
    return member(program, "manager", username="mara", email="mara@example.org")


@pytest.fixture
def told(program, mara, queue, django_capture_on_commit_callbacks):
    """Return what mara was told by a mention."""
    author = member(program, "contributor", username="tomas", first_name="Tomas")
    with django_capture_on_commit_callbacks(execute=True):
        comments.write(small_draft(program), "Is it so, @mara?\n<b>&</b>", by=author)
    return Notification.objects.get()


def later(told, **fields):
    Notification.objects.filter(pk=told.pk).update(**fields)


def test_what_comes_in_is_queued_once_it_is_certain_and_mailed_once(told, queue):
    assert queue == [told.pk]

    for _ in range(3):
        tasks.mail_notification(told.pk)

    (sent,) = mail.outbox
    assert sent.to == ["mara@example.org"]
    assert sent.subject == "Tomas mentioned you on “Open an account”, version 1"
    assert "Is it so, @mara? <b>&</b>" in sent.body
    assert "Read on" not in sent.body
    assert mailing.queue_waiting() == 0


def test_the_html_is_safe_and_links_lead_to_the_site(told, settings):
    settings.SITE_URL = "https://journeys.example.org"

    sent = mailing.message(told)

    html = sent.alternatives[0].content
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in html
    assert "<b>&" not in html
    link = f"https://journeys.example.org/admin/inbox/{told.pk}/"
    assert link in sent.body
    assert f'href="{link}"' in html
    assert sent.extra_headers["Message-ID"] == f"<notification-{told.pk}@journeys.example.org>"


def test_a_name_cannot_begin_a_header_of_its_own(program, mara, queue):
    draft = small_draft(program, map=MapFacts(name="Map\r\nBcc: all@example.org"))
    author = member(program, username="eve")
    comments.write(draft, "@mara", by=author)

    mailing.send(mailing.claim(Notification.objects.get(recipient=mara).pk))

    assert mail.outbox[0].subject == "eve mentioned you on “Map Bcc: all@example.org”, version 1"
    assert mail.outbox[0].recipients() == ["mara@example.org"]


def test_a_worker_killed_before_it_sent_is_made_up_for(told, queue):
    queue.clear()
    assert mailing.claim(told.pk) is not None  # and then the worker is killed

    tasks.mail_notification(told.pk)  # its message, given to another: the lease holds still
    assert mail.outbox == []
    assert mailing.queue_waiting() == 0

    later(told, mail_lease_until=timezone.now() - timedelta(seconds=1))
    later(told, updated_at=timezone.now() - timedelta(minutes=3))
    assert mailing.queue_waiting() == 1
    # Queued already: the next sweep leaves it.
    assert mailing.queue_waiting() == 0
    for notification_id in queue * 2:
        tasks.mail_notification(notification_id)

    assert len(mail.outbox) == 1


def test_what_the_mail_server_refuses_is_tried_again_and_given_up_in_the_end(told, queue, monkeypatch, caplog):  # fmt: skip
    def refuse(message):
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    for _ in range(mailing.MOST_ATTEMPTS + 3):
        tasks.mail_notification(told.pk)
        later(told, mail_lease_until=None, updated_at=timezone.now() - timedelta(minutes=3))

    told.refresh_from_db()
    assert (told.mailed_at, told.mail_attempts) == (None, mailing.MOST_ATTEMPTS)
    assert mailing.queue_waiting() == 0
    assert len(caplog.records) == mailing.MOST_ATTEMPTS
    # It stays in the inbox.
    assert notifications.unread_count(told.recipient) == 1


def leave(told):
    Membership.objects.filter(user=told.recipient).delete()


def switch_off(told):
    notifications.get_mail(told.recipient, told.program_id, wanted=False)


def without_address(told):
    told.recipient.email = ""
    told.recipient.save()


def close_account(told):
    told.recipient.is_active = False
    told.recipient.save()


def grow_old(told):
    later(told, created_at=timezone.now() - mailing.FRESH - timedelta(minutes=1))


@pytest.mark.parametrize(
    "happens",
    [leave, switch_off, without_address, close_account, grow_old, notifications.read],
    ids=lambda happens: happens.__name__,
)
def test_who_should_not_have_it_gets_none(told, happens):
    happens(told)
    later(told, updated_at=timezone.now() - timedelta(minutes=3))

    tasks.mail_notification(told.pk)

    assert mail.outbox == []
    assert mailing.queue_waiting() == 0
    assert not Notification.objects.filter(mailed_at__isnull=False).exists()


def test_without_a_mail_server_nothing_is_queued_sent_or_marked(told, queue, settings, django_capture_on_commit_callbacks):  # fmt: skip
    settings.EMAIL_BACKEND = mailing.OFF
    queue.clear()
    later(told, updated_at=timezone.now() - timedelta(minutes=3))

    tasks.mail_notification(told.pk)
    assert tasks.queue_waiting_mail() == 0
    with django_capture_on_commit_callbacks(execute=True):
        mailing.queue_on_commit([told])

    told.refresh_from_db()
    assert (queue, mail.outbox, told.mailed_at, told.mail_attempts) == ([], [], None, 0)


def test_an_inbox_is_ones_own_and_of_programs_one_is_in(told, mara, program):
    other = member(program, "manager")

    assert notifications.unread_count(mara) == 1
    assert notifications.unread_count(other) == 0
    leave(told)
    again = type(mara).objects.get(pk=mara.pk)
    assert notifications.unread_count(again) == 0
    assert list(notifications.inbox(again)) == []


def test_reading_all_leaves_others_alone(program, mara, queue):
    other = member(program, "viewer", username="vera")
    author = member(program, "contributor", username="tomas")
    draft = small_draft(program)
    comments.write(draft, "@mara @vera", by=author)
    comments.write(draft, "@mara", by=author)

    assert notifications.read_all(mara) == 2
    assert notifications.read_all(mara) == 0
    assert notifications.unread_count(other) == 1
