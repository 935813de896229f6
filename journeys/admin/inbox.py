"""A person's inbox: what they should know of, from all programs they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from msgspec import Struct

from journeys import comments, mailing, notifications
from journeys.admin import current
from journeys.admin.names import full_names
from journeys.ids import id_in
from journeys.models import Membership, Notification

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

PAGE = 40
Kind = Notification.Kind
#: Kind → icon, and what happened, said of who did it; what nobody did is said of the map.
WORDS = {
    Kind.MENTION: ("alternate_email", "mentioned you on"),
    Kind.REPLY: ("reply", "replied on"),
    Kind.REVIEW_WANTED: ("rate_review", "asks you to review"),
    Kind.APPROVED: ("task_alt", "approved"),
    Kind.CHANGES_REQUESTED: ("edit_note", "asks for changes to"),
    Kind.PUBLISHED: ("publish", "published"),
    Kind.REVIEW_DUE: ("schedule", "is due for a look"),
    Kind.DRIFT: ("trending_up", "no longer says what customers say"),
}
#: Nobody did these.
OF_THEMSELVES = frozenset({Kind.REVIEW_DUE, Kind.DRIFT})


class Entry(Struct, frozen=True):
    """One line of the inbox."""

    url: str
    icon: str
    who: str
    did: str
    what: str
    program: str
    text: str
    at: datetime
    is_unread: bool


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the inbox, newest first; `?show=unread` what was not read yet."""
    only_unread = request.GET.get("show") == "unread"
    rows = notifications.inbox(request.user).select_related("map", "version", "program")
    if only_unread:
        rows = rows.filter(read_at__isnull=True)
    before = id_in(request.GET.get("before"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-id")[: PAGE + 1])
    names = full_names(row.actor_name for row in found)
    context = site.each_context(request) | {
        "title": "Inbox",
        "entries": [_entry(row, names) for row in found[:PAGE]],
        "only_unread": only_unread,
        "unread": notifications.unread_count(request.user),
        "most_counted": notifications.MOST_COUNTED,
        "older": _older(found, only_unread=only_unread),
        "memberships": _memberships(request.user),
        "mail_is_on": mailing.is_on(),
    }
    request.current_app = site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "journeys/home/inbox.html", context)


def opened(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Mark something as read and lead to it."""
    rows = notifications.inbox(request.user).select_related(
        "comment__reply_to__version", "comment__version", "version"
    )
    notification = get_object_or_404(rows, pk=pk)
    current.enter(request, notification.program_id)
    notifications.read(notification)
    return HttpResponseRedirect(_place(notification))


def read_all(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Mark everything as read (POST)."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    notifications.read_all(request.user)
    return HttpResponseRedirect(reverse("admin:inbox"))


def mail(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Keep which programs may send this person mail (POST)."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    wanted = set(request.POST.getlist("program"))
    for membership in _memberships(request.user):
        notifications.get_mail(
            request.user,
            membership.program_id,
            wanted=str(membership.program_id) in wanted,
        )
    messages.success(request, "Your choice is saved.")
    return HttpResponseRedirect(reverse("admin:inbox"))


def _entry(row: Notification, names: dict[str, str]) -> Entry:
    icon, did = WORDS[Kind(row.kind)]
    what = row.map.name if row.map else row.program.name
    return Entry(
        url=reverse("admin:inbox_open", args=[row.pk]),
        icon=icon,
        who=""
        if row.kind in OF_THEMSELVES
        else names.get(row.actor_name, row.actor_name) or "Somebody",
        did=did,
        what=f"{what}, version {row.version.number}" if row.version else what,
        program=row.program.name,
        text=row.text,
        at=row.created_at,
        is_unread=row.read_at is None,
    )


def _place(notification: Notification) -> str:
    """Return where it happened: the thread, the version's map, or the program's home."""
    comment = notification.comment
    if comment is not None:
        thread = comments.thread_of(comment)
        version = thread.version if thread.resolved_at else comment.version
        page = reverse("admin:journeys_mapversion_threads", args=[version.pk])
        return f"{page}?{urlencode({'thread': thread.pk})}#comment-{comment.pk}"
    if notification.version_id is not None:
        return reverse("admin:journeys_mapversion_map", args=[notification.version_id])
    if notification.map_id is not None:
        return reverse("admin:journeys_journeymap_change", args=[notification.map_id])
    return reverse("admin:journeys_program_home", args=[notification.program_id])


def _older(found: list[Notification], *, only_unread: bool) -> str:
    if len(found) <= PAGE:
        return ""
    query: dict[str, Any] = {"before": found[PAGE - 1].pk}
    return f"?{urlencode(query | ({'show': 'unread'} if only_unread else {}))}"


def _memberships(user: Any) -> list[Membership]:
    return list(
        Membership.objects.filter(user=user.pk)
        .select_related("program")
        .order_by("program__name", "pk")
    )
