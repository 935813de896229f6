"""Saying that a map was looked at again and is still true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from journeys import maps
from journeys.admin.pages.frame import find, require, show, way_to_maps
from journeys.models import JourneyMap, State
from journeys.standing import maps as standing
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest


def view(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Ask whether the map holds, or record that it does (POST) and lead back to it."""
    journey = find(request, JourneyMap.objects.select_related("program"), pk)
    require(request, "change_journeymap", journey)
    current = journey.versions.filter(state=State.PUBLISHED).order_by("-number").first()
    back = (
        reverse("admin:journeys_mapversion_map", args=[current.pk])
        if current is not None
        else reverse("admin:journeys_journeymap_change", args=[journey.pk])
    )
    if request.method == "POST" or current is None:
        try:
            confirmed = maps.confirm(journey, by=request.user)  # type: ignore[arg-type]
        except InvalidTransition as refusal:
            messages.error(request, str(refusal))
        else:
            (now,) = standing.of_maps([confirmed], journey.program, with_feelings=False)
            messages.success(request, _done(now))
        return HttpResponseRedirect(back)
    (stands,) = standing.of_maps([journey], journey.program, with_feelings=False)
    return show(
        request,
        site,
        "confirm",
        title=f"Is “{journey.name}” still true?",
        crumbs=way_to_maps(journey.program),
        journey=journey,
        current=current,
        stands=stands,
        back=back,
        may_start=request.user.has_perm("journeys.start_draft_journeymap", journey),
    )


def _done(now: standing.MapStanding) -> str:
    when = f" Look again on {now.due.day} {now.due:%B %Y}." if now.due else ""
    return f"“{now.map.name}” is found still true.{when}"
