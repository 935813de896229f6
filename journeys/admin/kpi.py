"""Kpi."""

from __future__ import annotations

from django.contrib import admin

from journeys.admin.base import ProgramOwnedAdmin
from journeys.models import Kpi


@admin.register(Kpi)
class KpiAdmin(ProgramOwnedAdmin):
    """Kpi."""

    list_display = ["name"]
    fieldsets = [(None, {"fields": ["name"]})]
