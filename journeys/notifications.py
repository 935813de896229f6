"""The inbox: telling people of what concerns them, and reading it.

Only members of the program are told, nobody of what they did themselves. Each row is also the job of
mailing it, see `journeys.mailing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from journeys import mailing
from journeys.models import Membership, Notification

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User
    from django.db.models import QuerySet

    from journeys.models import Comment, MapVersion

Kind = Notification.Kind
#: More unread than this are not counted: nobody wants the number.
MOST_COUNTED = 99
#: How much of a comment or note stands in the inbox.
EXCERPT = 300


@transaction.atomic
def tell(
    people: Iterable[int | None],
    kind: str,
    version: MapVersion,
    *,
    by: User | None,
    text: str = "",
    comment: Comment | None = None,
) -> list[Notification]:
    """Put something into the inboxes of people, by their ids, and mail it once that is certain."""
    wanted = {person for person in people if person is not None} - {by.pk if by else None}
    if not wanted:
        return []
    members = Membership.objects.filter(
        program=version.program_id, user__in=wanted, user__is_active=True
    )
    told = Notification.objects.bulk_create(
        Notification(
            program_id=version.program_id,
            recipient_id=recipient,
            kind=kind,
            actor_name=by.get_username() if by else "",
            map_id=version.map_id,
            version=version,
            comment=comment,
            element_key=comment.element_key if comment else "",
            text=excerpt(text),
        )
        for recipient in sorted(members.values_list("user_id", flat=True))
    )
    mailing.queue_on_commit(told)
    return told


def tell_reviewers(version: MapVersion, *, by: User | None, note: str) -> None:
    """Ask everybody who may approve the version for a review."""
    tell(
        _members_who_may("journeys.approve_mapversion", version),
        Kind.REVIEW_WANTED,
        version,
        by=by,
        text=note,
    )


def settle_review(version: MapVersion) -> None:
    """Take the requests to review a version out of people's way: its review has ended."""
    Notification.objects.filter(
        version=version, kind=Kind.REVIEW_WANTED, read_at__isnull=True
    ).update(read_at=timezone.now())


def excerpt(text: str) -> str:
    """Return the beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1].rstrip()}…"


def inbox(user: Any) -> QuerySet[Notification]:
    """Return what is in a person's inbox: their own, of programs they are in now."""
    rows: QuerySet[Notification] = Notification.objects.visible_to(user).filter(recipient=user.pk)
    return rows


def unread_count(user: Any) -> int:
    """Return how many are unread; one query, and never more than `MOST_COUNTED` + 1."""
    unread = inbox(user).filter(read_at__isnull=True).order_by().values("pk")
    number: int = unread[: MOST_COUNTED + 1].count()
    return number


def read(notification: Notification) -> Notification:
    """Mark one as read; reading it again changes nothing."""
    now = timezone.now()
    Notification.objects.filter(pk=notification.pk, read_at__isnull=True).update(
        read_at=now, updated_at=now
    )
    return Notification.objects.get(pk=notification.pk)


def read_all(user: Any) -> int:
    """Mark all of a person's as read, and return how many were not."""
    now = timezone.now()
    return inbox(user).filter(read_at__isnull=True).update(read_at=now, updated_at=now)


def get_mail(user: Any, program_id: int, *, wanted: bool) -> None:
    """Say whether a person wants what a program puts into their inbox by e-mail too."""
    Membership.objects.filter(user=user.pk, program=program_id).update(gets_mail=wanted)


def _members_who_may(permission: str, row: Any) -> list[int]:
    """Return who in the row's program has a permission on it: one query, whatever the number."""
    memberships = Membership.objects.filter(
        program=row.program_id, user__is_active=True
    ).select_related("user")
    able = []
    for membership in memberships:
        user: Any = membership.user
        user._roles_by_program = {membership.program_id: membership.role}
        if user.has_perm(permission, row):
            able.append(user.pk)
    return able
