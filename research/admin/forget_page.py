"""Forgetting a person: asked for once more, as it cannot be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from journeys.admin.pages.frame import find, require, show
from research import privacy
from research.models import Event, Response

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse


def view(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Say what will go, and take it away (POST)."""
    response = find(request, Response.objects.select_related("study", "program"), pk)
    require(request, "forget_response", response)
    if not response.respondent:
        raise Http404
    if request.method == "POST":
        found = privacy.forget(response.program, response.respondent, by=request.user)
        messages.success(request, f"Forgotten: {found.responses:,} answers, {found.quotes:,} quotes and {found.events:,} events are gone.")  # fmt: skip
        return redirect("admin:research_response_changelist")
    theirs = {"program": response.program_id}
    return show(
        request, site, "research/forget", title="Forget this person?",
        crumbs=[(response.program.name, reverse("admin:journeys_program_home", args=[response.program_id])), ("Responses", reverse("admin:research_response_changelist"))],
        response=response, answers=Response.objects.filter(respondent=response.respondent, **theirs).count(),
        events=Event.objects.filter(case_id=response.respondent, **theirs).count(),
    )  # fmt: skip
