"""Asking for a report where one looks for it: on a map, a persona, a program's home (POST)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from msgspec import Struct

from journeys import reporting
from journeys.admin.pages.frame import find, find_version, require
from journeys.models import Persona, Program

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest


class Offer(Struct, frozen=True):
    """A report offered on a page: its kind, what the button says, its icon."""

    kind: str
    label: str
    icon: str


OF_A_VERSION = (
    Offer("map", "Map as PDF report", "picture_as_pdf"),
    Offer("map_slides", "Map as slides (PPTX)", "slideshow"),
)
OF_TWO_VERSIONS = ("version_comparison", "comparison_slides")


def of_version(request: HttpRequest, site: AdminSite, pk: int, kind: str) -> HttpResponse:
    """Ask for a report on a version, or on it and the version posted as `against`."""
    version = find_version(request, pk)
    require(request, "add_report", version)
    known = {*OF_TWO_VERSIONS, *(offer.kind for offer in OF_A_VERSION)}
    if kind not in known and not reporting.is_asked_with(kind, "version"):
        raise Http404
    parameters: dict[str, Any] = {"version": version.pk}
    if kind in OF_TWO_VERSIONS:
        parameters["against"] = request.POST.get("against", "")
    return _asked(request, kind, parameters, "admin:journeys_mapversion_map", version.pk)


def of_persona(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Ask for the report on a persona."""
    persona = find(request, Persona, pk)
    require(request, "add_report", persona)
    back = "admin:journeys_persona_page"
    return _asked(request, "persona", {"persona": persona.pk}, back, persona.pk)


def of_program(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Ask for the overview of a program; `since` says from when on changes are told."""
    program = find(request, Program, pk)
    require(request, "add_report", program)
    parameters = {"program": program.pk, "since": request.POST.get("since", "")}
    back = "admin:journeys_program_home"
    return _asked(request, "program_overview", parameters, back, program.pk)


def of_program_kind(request: HttpRequest, site: AdminSite, pk: int, kind: str) -> HttpResponse:
    """Ask for another report on a program."""
    program = find(request, Program, pk)
    require(request, "add_report", program)
    if not reporting.is_asked_with(kind, "program"):
        raise Http404
    return _asked(request, kind, {"program": program.pk}, "admin:journeys_program_home", program.pk)


def _asked(
    request: HttpRequest, kind: str, parameters: dict[str, Any], back: str, pk: int
) -> HttpResponse:
    """Queue the report and lead to its page; looking at the address asks for nothing."""
    if request.method != "POST":  # signing in again in between turns a POST into a GET
        return redirect(back, pk)
    user: Any = request.user
    try:
        subject = reporting.check(kind, parameters, user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(back, pk)
    report = reporting.request(kind, subject, by=user)
    return redirect("admin:journeys_report_page", report.pk)
