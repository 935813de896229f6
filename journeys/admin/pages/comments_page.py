"""What people say of a version: all of it on a page, and an element's threads as a part of the map page.

Everything works by plain forms that lead back to where they were sent from. Sent by
`journeys/comments.js` (header `HX-Request`), they are answered with the element's threads instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from msgspec import Struct

from journeys import comments
from journeys.admin.pages import talk
from journeys.admin.pages.frame import find_version, require, show, way_to
from journeys.ids import id_in
from journeys.models import Comment, MapVersion

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.models.review import CommentQuerySet

#: The word that stands for the whole map where an address names an element's key.
WHOLE_MAP = "map"
#: Threads on a page, and in the part that is shown beside an element.
PAGE, BESIDE = 25, 40
#: What the page can be narrowed to, as its address and its buttons call it.
FILTERS = {
    "open": "Open",
    "resolved": "Resolved",
    "mine": "With me in it",
    "unplaced": "Element gone",
    "all": "All",
}
#: Verb → the permission it takes beside its own rules, and what is said once it is done.
DEEDS = {
    "reply": ("add_comment", "Your reply is there."),
    "edit": ("add_comment", "Your comment is changed."),
    "withdraw": ("add_comment", "Your words are gone. The thread stays."),
    "resolve": ("resolve_comment", "The thread is resolved. It stays with this version."),
    "reopen": ("resolve_comment", "The thread is open again."),
}


class Draft(Struct, frozen=True):
    """What somebody wrote that could not be taken, and why: it is shown again. `id` 0 is a new thread."""

    id: int
    verb: str
    text: str
    problem: str


def page(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show the threads on a version, newest first."""
    version = find_version(request, pk)
    require(request, "view_comment", version)
    return _page(request, site, version)


def beside(request: HttpRequest, site: AdminSite, pk: int, key: str) -> HttpResponse:
    """Show the threads of one element as a part of a page, or begin one (POST)."""
    version = find_version(request, pk)
    require(request, "view_comment", version)
    element_key = "" if key == WHOLE_MAP else key
    if request.method != "POST":
        return _beside(request, version, element_key)
    require(request, "add_comment", version)
    text = request.POST.get("text", "")
    return _answer(
        request,
        site,
        version,
        element_key,
        verb=lambda: comments.write(
            version,
            text,
            by=request.user,  # type: ignore[arg-type]
            element_key=element_key,
            mentions=request.POST.getlist("mentions"),
        ),
        done="Your comment is there.",
        draft=Draft(0, "write", text, ""),
    )


def verb(request: HttpRequest, site: AdminSite, pk: int, comment: int, verb: str) -> HttpResponse:
    """Do something with a comment (POST)."""
    if verb not in DEEDS:
        raise Http404
    version = find_version(request, pk)
    rows = Comment.objects.visible_to(request.user).filter(map=version.map_id)
    row = get_object_or_404(rows.select_related("reply_to__version", "version"), pk=comment)
    permission, done = DEEDS[verb]
    require(request, permission, version)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    text = request.POST.get("text", "")
    return _answer(
        request,
        site,
        version,
        row.element_key,
        verb=lambda: _perform(verb, row, version, text, request.user),
        done=done,
        draft=Draft(row.pk, verb, text, ""),
    )


def _perform(verb: str, row: Comment, version: MapVersion, text: str, user: Any) -> Comment:
    if verb == "reply":
        return comments.reply(row, text, by=user, on=version)
    if verb == "edit":
        return comments.edit(row, text, by=user)
    if verb == "withdraw":
        return comments.withdraw(row, by=user)
    if verb == "resolve":
        return comments.resolve(row, by=user, on=version)
    return comments.reopen(row, by=user)


def _answer(
    request: HttpRequest,
    site: AdminSite,
    version: MapVersion,
    key: str,
    *,
    verb: Callable[[], Comment],
    done: str,
    draft: Draft,
) -> HttpResponse:
    """Do it, and lead back or show the element's threads; what cannot be taken is shown again."""
    swaps = request.headers.get("HX-Request") == "true"
    try:
        comment = verb()
    except ValidationError as refusal:
        draft = Draft(draft.id, draft.verb, draft.text, " ".join(refusal.messages))
        if swaps:
            return _beside(request, version, key, draft, status=422)
        return _page(request, site, version, draft, element=key)
    if swaps:
        return _beside(request, version, key, done=done)
    messages.success(request, done)
    return HttpResponseRedirect(_back(request, version, comment))


def _back(request: HttpRequest, version: MapVersion, comment: Comment) -> str:
    """Return the page the form was on, at the comment."""
    address = request.POST.get("back", "")
    allowed = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not allowed:
        address = reverse("admin:journeys_mapversion_threads", args=[version.pk])
    return f"{address.partition('#')[0]}#comment-{comment.pk}"


def _beside(
    request: HttpRequest,
    version: MapVersion,
    key: str,
    draft: Draft | None = None,
    *,
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    rows = comments.threads_on(version).filter(element_key=key)
    newest = list(_with_people(rows).order_by("-id")[: BESIDE + 1])
    read = talk.threads(newest[:BESIDE], version, request.user)
    context = _may(request, version) | {
        "version": version,
        "key": key,
        "address_key": key or WHOLE_MAP,
        "open_threads": [thread for thread in read if thread.is_open],
        "resolved_threads": [thread for thread in read if not thread.is_open],
        "more": len(newest) > BESIDE,
        "back": _page_address(version, element=key or WHOLE_MAP),
        "draft": draft,
        "done": done,
        "beside": True,
    }
    template = "journeys/comments/beside.html"
    response = TemplateResponse(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _page(
    request: HttpRequest,
    site: AdminSite,
    version: MapVersion,
    draft: Draft | None = None,
    *,
    element: str | None = None,
) -> HttpResponse:
    asked = request.GET
    shown = asked.get("show", "open") if draft is None else "open"
    shown = shown if shown in FILTERS else "open"
    key = asked.get("element", "") if element is None else element or WHOLE_MAP
    thread = _number(asked.get("thread", ""))
    rows = comments.threads_on(version)
    if thread:
        rows, shown = rows.filter(pk=thread), "all"
    elif key:
        rows = rows.filter(element_key="" if key == WHOLE_MAP else key)
    rows = _narrowed(rows, shown, version, request.user)
    before = _number(asked.get("before", ""))
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(_with_people(rows).order_by("-id")[: PAGE + 1])
    read = talk.threads(found[:PAGE], version, request.user)
    place = _place(version, key)
    narrowed = {"element": key} if key else {}
    return show(
        request,
        site,
        "comments",
        title=f"Comments: {version}",
        crumbs=way_to(version),
        status=400 if draft else 200,
        version=version,
        threads=read,
        shown=shown,
        filters=[
            (name, words, _page_address(version, show=name, **narrowed))
            for name, words in FILTERS.items()
        ],
        one=bool(thread),
        place=place,
        key="" if key == WHOLE_MAP else key,
        is_whole_map=key == WHOLE_MAP,
        may_begin=not key or key == WHOLE_MAP or place is not None,
        address_key=key or WHOLE_MAP,
        everything=_page_address(version),
        older=_page_address(version, show=shown, before=found[PAGE - 1].pk, **narrowed)
        if len(found) > PAGE
        else "",
        newest=_page_address(version, show=shown, **narrowed) if before else "",
        back=request.get_full_path() if request.method == "GET" else _page_address(version),
        draft=draft,
        **_may(request, version),
    )


def _narrowed(rows: CommentQuerySet, shown: str, version: MapVersion, user: Any) -> CommentQuerySet:
    if shown == "open":
        return rows.filter(resolved_at__isnull=True)
    if shown == "resolved":
        return rows.filter(resolved_at__isnull=False)
    if shown == "mine":
        said = Comment.objects.filter(Q(author=user.pk) | Q(mentions=user.pk), map=version.map_id)
        return rows.filter(
            Q(pk__in=said.values("pk"))
            | Q(pk__in=said.filter(reply_to__isnull=False).values("reply_to"))
        )
    return comments.unplaced(version, rows) if shown == "unplaced" else rows


def _with_people(rows: CommentQuerySet) -> CommentQuerySet:
    return rows.select_related("version", "resolved_by")


def _place(version: MapVersion, key: str) -> comments.Place | None:
    return comments.places(version, [key]).get(key) if key and key != WHOLE_MAP else None


def _may(request: HttpRequest, version: MapVersion) -> dict[str, Any]:
    may_write = request.user.has_perm("journeys.add_comment", version)
    return {
        "may_write": may_write,
        "may_resolve": request.user.has_perm("journeys.resolve_comment", version),
        "members": talk.members(version, request.user) if may_write else [],
    }


def _page_address(version: MapVersion, **query: object) -> str:
    address = reverse("admin:journeys_mapversion_threads", args=[version.pk])
    return f"{address}?{urlencode(query)}" if query else address


def _number(text: str) -> int:
    return id_in(text) or 0
