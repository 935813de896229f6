"""People."""

from __future__ import annotations

from django.contrib import admin

from journeys.admin.base import ProgramOwnedAdmin
from journeys.models import Membership


@admin.register(Membership)
class MembershipAdmin(ProgramOwnedAdmin):
    """People."""

    list_display = ["user", "role"]
    fieldsets = [(None, {"fields": ["user", "role"]})]
