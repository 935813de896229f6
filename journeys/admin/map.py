"""Journey maps."""

from __future__ import annotations

from django.contrib import admin

from journeys.admin.base import ProgramOwnedAdmin
from journeys.admin.pages import MapPages
from journeys.models import JourneyMap


@admin.register(JourneyMap)
class JourneyMapAdmin(MapPages, ProgramOwnedAdmin):
    """Maps."""

    list_display = ["name", "kind"]
    fieldsets = [(None, {"fields": ["name", "kind", "scope", "personas", "objectives"]})]
