"""Programs: the choice of them, the home page of one, and its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from journeys.admin import current
from journeys.admin.base import ProgramOwnedAdmin
from journeys.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern


@admin.register(Program)
class ProgramAdmin(ProgramOwnedAdmin):
    """Programs as cards, each leading to its home."""

    list_display = ["name", "status"]
    list_filter = ["status"]
    search_fields = ["name", "purpose"]
    fieldsets = [
        (None, {"fields": ["name", "purpose", "scope"]}),
        ("How it runs", {"fields": ["owner", "status", "review_cadence_days"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        """Add the home page."""
        home = path(
            "<int:pk>/home/",
            self.admin_site.admin_view(self.home_view),
            name="journeys_program_home",
        )
        return [home, *super().get_urls()]

    def home_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show where the program stands, what is due and what next."""
        program = self.visible_or_404(request, pk)
        context = {**self.admin_site.each_context(request), "title": program.name}
        response = TemplateResponse(request, "journeys/home/home.html", context)
        current.remember(response, program)
        return response

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask without a program: whoever manages one, or runs the installation, may open another."""
        return self._may(request, "add", None)
