"""Versions of maps."""

from __future__ import annotations

from django.contrib import admin

from journeys.admin.base import ProgramOwnedAdmin
from journeys.admin.pages import VersionPages
from journeys.models import MapVersion


@admin.register(MapVersion)
class MapVersionAdmin(VersionPages, ProgramOwnedAdmin):
    """Versions."""

    list_display = ["map", "number", "state"]
    fieldsets = [(None, {"fields": ["label", "reason"]})]
