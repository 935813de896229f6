"""Channels: where customers meet the organisation."""

from __future__ import annotations

from django.contrib import admin

from journeys.admin.archive import ArchivedFilter, Archives
from journeys.admin.base import ProgramOwnedAdmin
from journeys.models import Channel


@admin.register(Channel)
class ChannelAdmin(Archives, ProgramOwnedAdmin):
    """The channels of a program."""

    list_display = ["name", "kind"]
    list_filter = [ArchivedFilter, "kind"]
    search_fields = ["name"]
    ordering = ["name", "id"]
    adds_several = True
    empty_icon = "hub"
    empty_words = "Channels say where a touchpoint happens: web, app, branch, telephone."
    fieldsets = [(None, {"fields": [("name", "kind")]})]
