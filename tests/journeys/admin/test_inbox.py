"""The inbox: one's own, where each line leads, and the choice of mail."""

from __future__ import annotations

import pytest
from django.urls import reverse

from journeys import comments, mailing, versions
from journeys.admin import inbox
from journeys.models import Membership, Notification
from tests.factories import small_draft

INBOX = reverse("admin:inbox")


@pytest.fixture
def said(rows, people):
    """Return a comment in which the contributor mentions the manager, and answers."""
    draft = small_draft(rows.program)
    thread = comments.write(draft, "Is it so, @mara?", by=people["contributor"])
    comments.reply(thread, "@mara, well?", by=people["viewer"])
    return thread


def entries(client, **query):
    return [entry.text for entry in client.get(INBOX, query).context["entries"]]


def test_the_inbox_is_ones_own(client_of, said):
    assert entries(client_of("manager")) == ["@mara, well?", "Is it so, @mara?"]
    assert entries(client_of("contributor")) == ["@mara, well?"]
    for role in ("viewer", "outsider", "operator"):
        assert entries(client_of(role)) == []
    assert client_of("stranger").get(INBOX).status_code == 302


def test_opening_marks_as_read_and_leads_to_the_comment(manager, people, said):
    mention = Notification.objects.filter(recipient=people["manager"]).earliest("id")

    answer = manager.get(reverse("admin:inbox_open", args=[mention.pk]))

    page = reverse("admin:journeys_mapversion_threads", args=[said.version_id])
    assert answer["Location"] == f"{page}?thread={said.pk}#comment-{said.pk}"
    assert f'id="comment-{said.pk}"' in manager.get(answer["Location"]).content.decode()
    assert entries(manager, show="unread") == ["@mara, well?"]


def test_a_thread_settled_in_a_later_version_is_found_there(manager, people, rows):
    first = versions.publish(small_draft(rows.program), by=None)
    thread = comments.write(first, "@mara?", by=people["contributor"])
    second = versions.start_draft(first.map, by=None)
    comments.resolve(thread, by=people["contributor"], on=second)

    answer = manager.get(reverse("admin:inbox_open", args=[Notification.objects.get().pk]))

    assert f"/mapversion/{second.pk}/comments/" in answer["Location"]
    assert "@mara" in manager.get(answer["Location"]).content.decode()


def test_a_request_for_review_leads_to_the_map(manager, people, rows):
    draft = small_draft(rows.program)
    versions.submit(draft, by=people["contributor"])

    answer = manager.get(reverse("admin:inbox_open", args=[Notification.objects.get().pk]))

    assert answer["Location"] == reverse("admin:journeys_mapversion_map", args=[draft.pk])


def test_a_map_that_is_due_is_told_of_without_anybody_having_done_it(manager, people, rows):
    draft = small_draft(rows.program)
    Notification.objects.create(
        program=rows.program, recipient=people["manager"], kind="review_due", map=draft.map, version=draft
    )  # fmt: skip

    page = manager.get(INBOX).content.decode()

    assert "<bdi>Open an account, version 1</bdi> is due for a look" in page


def test_anothers_line_is_as_if_it_were_not(client_of, people, said):
    theirs = Notification.objects.filter(recipient=people["manager"]).earliest("id")
    for role in ("viewer", "contributor", "outsider", "operator"):
        client = client_of(role)
        there = client.get(reverse("admin:inbox_open", args=[theirs.pk]))
        nowhere = client.get(reverse("admin:inbox_open", args=[987_654]))
        assert (there.status_code, there.content) == (404, nowhere.content)
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_who_left_has_nothing_in_it(client_of, people, said):
    mention = Notification.objects.filter(recipient=people["manager"]).earliest("id")
    Membership.objects.filter(user=people["manager"]).delete()
    client = client_of("manager")

    assert entries(client) == []
    assert client.get(reverse("admin:inbox_open", args=[mention.pk])).status_code == 404


def test_the_menu_counts_what_is_unread(manager, said, monkeypatch):
    def count():
        navigation = manager.get(INBOX).context["sidebar_navigation"]
        return next(item["count"] for item in navigation[0]["items"] if item["title"] == "Inbox")

    assert count() == "2"
    monkeypatch.setattr("journeys.notifications.MOST_COUNTED", 1)
    assert count() == "1+"
    manager.post(reverse("admin:inbox_read_all"))
    assert count() == ""


def test_reading_all_and_mail_are_posted_only(manager, said):
    for name in ("inbox_read_all", "inbox_mail"):
        assert manager.get(reverse(f"admin:{name}")).status_code == 405


def test_mail_is_chosen_per_program(manager, people, rows, secret):
    mine = Membership.objects.get(user=people["manager"])
    client_post = {"program": [str(secret.program.pk)]}  # of a program one is not in: passed over

    manager.post(reverse("admin:inbox_mail"), client_post)
    mine.refresh_from_db()
    assert mine.gets_mail is False
    manager.post(reverse("admin:inbox_mail"), {"program": [str(rows.program.pk)]})
    mine.refresh_from_db()
    assert mine.gets_mail is True
    assert not Membership.objects.filter(gets_mail=False).exists()


def test_pages_go_by_key(manager, said, monkeypatch):
    monkeypatch.setattr(inbox, "PAGE", 1)

    first = manager.get(INBOX)
    second = manager.get(INBOX + first.context["older"])

    assert [entry.text for entry in second.context["entries"]] == ["Is it so, @mara?"]
    assert second.context["older"] == ""


def test_every_kind_of_notification_has_words_in_the_inbox_and_in_mail(rows, people, client_of):
    version = small_draft(rows.program)
    for kind in Notification.Kind:
        Notification.objects.create(
            program=rows.program, recipient=people["manager"], kind=kind, map=version.map, version=version, text=kind.label
        )  # fmt: skip
    assert set(entries(client_of("manager"))) == set(Notification.Kind.labels)
    assert set(mailing.SUBJECTS) == set(Notification.Kind)
