"""Channel."""

from __future__ import annotations

from django.contrib import admin

from journeys.admin.base import ProgramOwnedAdmin
from journeys.models import Channel


@admin.register(Channel)
class ChannelAdmin(ProgramOwnedAdmin):
    """Channel."""

    list_display = ["name"]
    fieldsets = [(None, {"fields": ["name"]})]
