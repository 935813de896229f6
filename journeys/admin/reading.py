"""Reading."""

from __future__ import annotations

from django.contrib import admin

from journeys.admin.base import ProgramOwnedAdmin
from journeys.models import Reading


@admin.register(Reading)
class ReadingAdmin(ProgramOwnedAdmin):
    """Reading."""

    list_display = ["kpi"]
    fieldsets = [(None, {"fields": ["kpi"]})]
