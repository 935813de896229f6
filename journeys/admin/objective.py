"""Objective."""

from __future__ import annotations

from django.contrib import admin

from journeys.admin.base import ProgramOwnedAdmin
from journeys.models import Objective


@admin.register(Objective)
class ObjectiveAdmin(ProgramOwnedAdmin):
    """Objective."""

    list_display = ["statement"]
    fieldsets = [(None, {"fields": ["statement"]})]
