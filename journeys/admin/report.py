"""Reports."""

from __future__ import annotations

from django.contrib import admin

from journeys.admin.base import ProgramOwnedAdmin
from journeys.admin.pages import ReportPages
from journeys.models import Report


@admin.register(Report)
class ReportAdmin(ReportPages, ProgramOwnedAdmin):
    """Reports."""

    list_display = ["title", "status"]
    fieldsets = [(None, {"fields": ["title"]})]
