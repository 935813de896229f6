"""Answers without a place: rules place what fits, similar words suggest the rest, a person confirms in bulk."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from journeys.admin import current
from journeys.admin.about import elements_of
from journeys.admin.pages.frame import show
from journeys.ids import ids_in
from research import placing
from research.models import PlacementRule, Response

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

    from research.placing import Suggested

#: More without a place are not counted: nobody wants the number.
MOST_COUNTED = 10_000
#: From here on a suggestion is ticked already.
SURE = 0.8
PERMISSION = "research.place_response"


@never_cache
def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the answers without a place with suggestions; apply rules or place what is ticked (POST)."""
    program = current.program(request)
    if program is None:
        raise Http404
    may_place = request.user.has_perm(PERMISSION, program)
    if request.method == "POST":
        if not may_place:
            raise PermissionDenied
        return _done(request, program)
    unplaced = Response.objects.filter(program=program, element_key="")
    unplaced = placing.without_talks(unplaced).order_by()
    found = placing.suggestions(program.pk)
    return show(
        request, site, "research/unplaced", title="Answers without a place",
        crumbs=[(program.name, reverse("admin:journeys_program_home", args=[program.pk])), ("Responses", reverse("admin:research_response_changelist"))],
        unplaced=unplaced.values("pk")[: MOST_COUNTED + 1].count(), most=MOST_COUNTED, groups=_groups(found), looked_at=len(found),
        rules=PlacementRule.objects.filter(program=program, is_archived=False).count(), may_place=may_place, sure=SURE,
        places=elements_of(program, [], pains=False),
    )  # fmt: skip


def _done(request: HttpRequest, program: Any) -> HttpResponse:
    if request.POST.get("do") == "rules":
        placed = sum(placing.apply(program.pk).values())
        said = "found its place" if placed == 1 else "found their places"
        messages.success(request, f"{placed:,} answer{'s' if placed != 1 else ''} {said}.")
        return redirect("admin:research_unplaced")
    key = request.POST.get("key", "")
    known = {known for _, pairs in elements_of(program, [], pains=False) for known, _ in pairs}
    ticked = ids_in(request.POST.getlist("response"))
    if key not in known or not ticked:
        messages.error(request, "Tick the answers, and choose where they belong.")
    else:
        placed = placing.place(program.pk, ticked, key)
        messages.success(request, f"{placed:,} answer{'s' if placed != 1 else ''} placed.")
    return redirect("admin:research_unplaced")


def _groups(found: list[Suggested]) -> list[tuple[str, str, list[Suggested]]]:
    """Return suggestions by place, the place with most sure ones first."""
    groups: dict[str, list[Suggested]] = defaultdict(list)
    for one in found:
        groups[one.key].append(one)
    ordered = sorted(
        groups.items(), key=lambda pair: (-sum(one.confidence for one in pair[1]), pair[0])
    )
    return [(key, suggested[0].name, suggested) for key, suggested in ordered]
