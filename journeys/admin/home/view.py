"""The home page as a view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.response import TemplateResponse
from django.urls import reverse

from journeys.admin import current
from journeys.admin.base import Link
from journeys.admin.home import first_steps, page

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

    from journeys.models import Program


def view(request: HttpRequest, site: AdminSite, program: Program) -> HttpResponse:
    """Show a program's home, and let the next sign-in lead here."""
    home = page.of(program, request.user)
    may_draw = request.user.has_perm("journeys.add_journeymap", program)
    steps = first_steps.of(program) if may_draw else []
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": program.name,
        "subtitle": home.sentence,
        "home": home,
        "steps": steps,
        "next_step": next((step for step in steps if not step.is_done), None),
        "overview_address": reverse("admin:journeys_program_report", args=[program.pk])
        if request.user.has_perm("journeys.add_report", program)
        else "",
        "head_links": quick_actions(request.user, program),
        "may_change": request.user.has_perm("journeys.change_program", program),
        "may_add": {
            name
            for name in ("journeymap", "kpi", "objective", "persona", "reading", "membership")
            if request.user.has_perm(f"journeys.add_{name}", program)
        },
    }
    request.current_app = site.name  # type: ignore[attr-defined]
    response = TemplateResponse(request, "journeys/home/home.html", context)
    current.remember(response, program)
    return response


def quick_actions(user: Any, program: Program) -> list[Link]:
    """Return what people come to do most, as far as this person may."""
    links = []
    if user.has_perm("journeys.add_reading", program):
        links.append(Link("Add reading", reverse("admin:journeys_reading_add"), "add_chart"))
    if user.has_perm("journeys.add_journeymap", program):
        links.append(Link("Import a map", reverse("admin:journeys_journeymap_import"), "upload"))
        links.append(
            Link("New map", reverse("admin:journeys_journeymap_start"), "add", is_main=True)
        )
    return links
