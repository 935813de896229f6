"""A map's cycles on one page: what we believed, what we did, what happened; and how well teams and scorers foresaw it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse

from improvements import calibrations, wording
from improvements.models import Action, Cycle, Outcome
from journeys.admin import current
from journeys.admin.pages.frame import find, show
from journeys.ids import id_in
from journeys.models import JourneyMap

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the cycles of the map named by `?map=`, else of the one with most of them."""
    program = current.program(request)
    if program is None:
        raise Http404
    cycles = Cycle.objects.filter(program=program).select_related(
        "map", "kpi", "baseline", "result"
    )
    maps = list(
        {cycle.map_id: cycle.map for cycle in cycles.order_by("map__name", "map_id")}.values()
    )
    given = id_in(request.GET.get("map"))
    journey = find(request, JourneyMap, given) if given is not None else maps[0] if maps else None
    shown = (
        [_told(cycle) for cycle in _with_deeds(cycles.filter(map=journey).order_by("-number"))]
        if journey
        else []
    )
    return show(
        request, site, "improvements/loops", title="Loops so far", journey=journey, maps=maps, cycles=shown,
        crumbs=[(program.name, reverse("admin:journeys_program_home", args=[program.pk])), ("Cycles", reverse("admin:improvements_cycle_changelist"))],
        teams=calibrations.of_teams(program.pk), scorers=calibrations.of_scorers(program.pk),
    )  # fmt: skip


def _with_deeds(cycles: Any) -> list[Any]:
    found = list(cycles)
    actions = (
        Action.objects.filter(cycle__in=found).prefetch_related("outcomes__kpi").order_by("id")
    )
    for cycle in found:
        cycle.deeds = [action for action in actions if action.cycle_id == cycle.pk]
    return found


def _told(cycle: Any) -> dict[str, Any]:
    rule = ""
    if cycle.kpi is not None and cycle.amount is not None:
        rule = f"{cycle.kpi.name} by {wording.effect(cycle.kpi, cycle.amount)}"
    deeds = [
        (action, action.get_state_display(), [f"{one.kpi.name} {wording.effect(one.kpi, one.effect)} ({Outcome.Grade(one.grade).label.lower()})" for one in action.outcomes.all()])
        for action in cycle.deeds
    ]  # fmt: skip
    return {"cycle": cycle, "rule": rule, "deeds": deeds}
