"""Pain points with their lives: open, taken on, verified resolved, gone, back again; and what was done about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse

from improvements import pain_points
from improvements.models import Action
from journeys.admin import current
from journeys.admin.pages.frame import find, show
from journeys.ids import id_in
from journeys.models import JourneyMap

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

MARKS = {
    "recurred": ("worse", "undo", "Back again"), "open": ("", "radio_button_unchecked", "Open"),
    "addressed": ("other", "build", "Taken on"), "gone": ("unsure", "help", "Gone, unproven"), "verified": ("done", "verified", "Verified resolved"),
}  # fmt: skip
MOST_MAPS = 100


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the pain points of the map named by `?map=`, else of the program's first published one."""
    program = current.program(request)
    if program is None:
        raise Http404
    maps = JourneyMap.objects.visible_to(request.user).filter(program=program, is_archived=False)
    choices = list(
        maps.filter(versions__state="published").distinct().order_by("name", "id")[:MOST_MAPS]
    )
    given = id_in(request.GET.get("map"))
    if given is not None:
        journey = find(request, JourneyMap, given)
    else:
        journey = (
            max(choices, key=lambda one: one.versions.count(), default=None)
            if len(choices) < 20
            else choices[0]
        )
    found = pain_points.of(journey) if journey is not None else []
    titles = dict(
        Action.objects.filter(
            program=program, pk__in={pk for one in found for pk in one.actions}
        ).values_list("pk", "title")
    )
    return show(
        request, site, "improvements/pain_points", title="Pain points",
        crumbs=[(program.name, reverse("admin:journeys_program_home", args=[program.pk]))], journey=journey, choices=choices,
        rows=[_row(one, titles) for one in found], counts=_counts(found),
    )  # fmt: skip


def _row(one: Any, titles: dict[int, str]) -> tuple[Any, ...]:
    mark, icon, words = MARKS[one.life]
    seen = ", ".join(
        f"v{sighting.version}{f': {sighting.severity} of 5' if sighting.severity else ''}"
        for sighting in one.seen
    )
    return one, mark, icon, words, seen, [(pk, titles[pk]) for pk in one.actions if pk in titles]


def _counts(found: list[Any]) -> list[tuple[str, int]]:
    return [
        (words.lower(), number)
        for life, (_, _, words) in MARKS.items()
        if (number := sum(one.life == life for one in found))
    ]
