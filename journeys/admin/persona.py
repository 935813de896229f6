"""Persona."""

from __future__ import annotations

from django.contrib import admin

from journeys.admin.base import ProgramOwnedAdmin
from journeys.models import Persona


@admin.register(Persona)
class PersonaAdmin(ProgramOwnedAdmin):
    """Persona."""

    list_display = ["name"]
    fieldsets = [(None, {"fields": ["name"]})]
