"""Themes: proposals with the words that show them, to accept, rename, merge, split or reject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from journeys.admin import current
from journeys.admin.base import Link, ProgramOwnedAdmin
from journeys.admin.chips import chip
from journeys.admin.pages.frame import find, require, show
from journeys.admin.pages.urls import Pages
from journeys.ids import id_in
from journeys.versions import InvalidTransition
from research import themes
from research.models import DiscoveryRun, Theme, ThemeMention
from research.models.response import consent_is_over

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.urls import URLPattern

Status = Theme.Status
MARKS = {
    Status.PROPOSED: ("unsure", "lightbulb"),
    Status.ACCEPTED: ("done", "check"),
    Status.MERGED: ("", "merge"),
    Status.REJECTED: ("", "close"),
}
QUOTES, MOST_SHOWN = 3, 60
VERBS = ("accept", "reject", "merge", "split")


@never_cache
def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show what was proposed and what was accepted; look for themes (POST)."""
    program = current.program(request)
    if program is None:
        raise Http404
    may_decide = request.user.has_perm("research.decide_theme", program)
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        themes.request(program, by=request.user, wanted=_wanted(request))  # type: ignore[arg-type]
        return redirect("admin:research_themes")
    rows = Theme.objects.filter(program=program, status__in=[Status.PROPOSED, Status.ACCEPTED])
    rows = rows.annotate(size=Count("mentions")).order_by("-size", "id")[:MOST_SHOWN]
    found: list[Any] = list(rows)
    quotes = _quotes([theme.pk for theme in found])
    for theme in found:
        theme.quotes_shown = quotes.get(theme.pk, [])
    run = DiscoveryRun.objects.filter(program=program).order_by("-id").first()
    return show(
        request, site, "research/themes", title="Themes",
        crumbs=[(program.name, reverse("admin:journeys_program_home", args=[program.pk]))],
        proposed=[theme for theme in found if theme.status == Status.PROPOSED],
        accepted=[theme for theme in found if theme.status == Status.ACCEPTED], run=run, may_decide=may_decide,
    )  # fmt: skip


@never_cache
def status(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Answer the page's script: how far a run is."""
    run = find(request, DiscoveryRun, pk)
    require(request, "view_discoveryrun", run)
    return JsonResponse(
        {
            "status": run.status,
            "label": run.get_status_display(),
            "progress": run.progress,
            "step": run.step,
            "finished": run.is_finished,
            "waits_long": False,
        }
    )


def verb(request: HttpRequest, site: AdminSite, pk: int, verb: str) -> HttpResponse:
    """Decide about a theme (POST)."""
    theme = find(request, Theme, pk)
    if verb not in VERBS:
        raise Http404
    require(request, "decide_theme", theme)
    if request.method == "POST":
        try:
            _decide(request, theme, verb)
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
    return redirect("admin:research_themes")


def _decide(request: HttpRequest, theme: Theme, verb: str) -> None:
    user: Any = request.user
    if verb == "accept":
        themes.accept(theme, by=user, name=request.POST.get("name", ""))
    elif verb == "reject":
        themes.reject(theme, by=user)
    elif verb == "split":
        themes.split(theme, by=user)
    else:
        into = id_in(request.POST.get("into"))
        other = Theme.objects.filter(program_id=theme.program_id, pk=into).first()
        if other is None:
            raise InvalidTransition("Choose the theme it becomes part of.")
        themes.merge(theme, other, by=user)


def _wanted(request: HttpRequest) -> int | None:
    given = request.POST.get("wanted", "")
    return min(max(int(given), 1), 500) if given.isdecimal() and len(given) < 5 else None


def _quotes(ids: list[int]) -> dict[int, list[str]]:
    """Return the comments that show each theme, while consent lasts; one query."""
    found: dict[int, list[str]] = {}
    rows = ThemeMention.objects.filter(theme__in=ids, rank__lte=QUOTES).order_by("theme", "rank")
    for theme, text, until in rows.values_list(
        "theme_id", "response__text", "response__consent_until"
    ):
        shown = found.setdefault(theme, [])
        if not consent_is_over(until) and text not in shown:
            shown.append(text)
    return found


@admin.register(Theme)
class ThemeAdmin(Pages, ProgramOwnedAdmin):
    """The themes of a program, in every status."""

    list_display = ["name", "said_by", "state", "told_by"]
    list_filter = ["status"]
    search_fields = ["name", "description"]
    ordering = ["name", "id"]
    adds_several = True
    empty_icon = "label"
    empty_words = "A theme is what many people talk about. Let them be found in your comments, or write one down."
    add_words = "Add a theme"
    fieldsets = [(None, {"fields": ["name", "description"]})]

    def pages(self) -> list[URLPattern]:
        """Return the addresses of the page where themes are decided about."""
        return [
            self.page("found/", view, "research_themes"),
            self.page("run/<int:pk>/status/", status, "research_discoveryrun_status"),
            self.page("<int:pk>/<str:verb>/do/", verb, "research_theme_verb"),
        ]

    def list_links(self, request: HttpRequest) -> list[Link]:
        """Lead to the proposals."""
        return [Link("Find and decide", reverse("admin:research_themes"), "lightbulb")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Count who mentions it."""
        return super().get_queryset(request).annotate(size=Count("mentions"))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Take what a person writes down as accepted, under their name."""
        if not change:
            obj.status = Status.ACCEPTED
        if not change or "name" in form.changed_data:
            obj.named_by = Theme.NamedBy.PERSON
        super().save_model(request, obj, form, change)

    @admin.display(description="Comments", ordering="size")
    def said_by(self, theme: Any) -> str:
        """Show how many comments mention it."""
        return f"{theme.size:,}"

    @admin.display(description="Status", ordering="status")
    def state(self, theme: Theme) -> str:
        """Show the status."""
        return chip(theme.get_status_display(), *MARKS[Status(theme.status)])

    @admin.display(description="Named by")
    def told_by(self, theme: Theme) -> str:
        """Say who gave the name."""
        return theme.get_named_by_display()
