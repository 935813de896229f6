"""Stages, touchpoints, lanes and cards, edited from their version's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin

from journeys.admin.base import ProgramOwnedAdmin
from journeys.admin.pages import ComesBack
from journeys.models import Card, Lane, Stage, Touchpoint

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class ElementAdmin(ComesBack, ProgramOwnedAdmin):
    """Base of the four: frozen with their version, added to the version in the address."""

    deletable = True

    def is_open(self, obj: Any) -> bool:
        """Return whether the version is a draft."""
        version = getattr(obj, "version", obj)
        return bool(getattr(version, "is_editable", True))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the version along."""
        return super().get_queryset(request).select_related("version__map", "program")


@admin.register(Stage)
class StageAdmin(ElementAdmin):
    """Stages."""

    fieldsets = [(None, {"fields": ["name", "customer_goal", "kpi"]})]


@admin.register(Touchpoint)
class TouchpointAdmin(ElementAdmin):
    """Touchpoints."""

    fieldsets = [(None, {"fields": ["stage", "name", "channel"]})]


@admin.register(Lane)
class LaneAdmin(ElementAdmin):
    """Lanes."""

    fieldsets = [(None, {"fields": ["kind", "name"]})]


@admin.register(Card)
class CardAdmin(ElementAdmin):
    """Cards."""

    fieldsets = [(None, {"fields": ["lane", "stage", "touchpoint", "text"]})]
