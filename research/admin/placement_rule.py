"""Placement rules: which responses belong where, written down once and applied to all that have no place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import reverse

from journeys.admin.about import OneElement
from journeys.admin.archive import ArchivedFilter, Archives
from journeys.admin.base import Link, ProgramOwnedAdmin
from journeys.admin.chips import quiet
from research.admin.response import element_names
from research.models import PlacementRule

if TYPE_CHECKING:
    from django.http import HttpRequest


@admin.register(PlacementRule)
class PlacementRuleAdmin(OneElement, Archives, ProgramOwnedAdmin):
    """The rules of a program, in their order."""

    list_display = ["named", "where", "position"]
    list_display_links = ["named"]
    list_filter = [ArchivedFilter]
    list_select_related = ["channel", "theme"]
    search_fields = ["keywords"]
    ordering = ["position", "id"]
    adds_several = True
    empty_icon = "alt_route"
    empty_words = "A rule says where answers belong: by channel, by words in them, by theme. The first that fits counts."
    add_words = "Write a rule"
    fieldsets = [
        ("An answer with all of these", {"fields": ["channel", "keywords", "theme"]}),
        ("Belongs to", {"fields": ["element_key", "position"]}),
    ]

    def list_links(self, request: HttpRequest) -> list[Link]:
        """Lead to the answers without a place, where rules are applied."""
        return [
            Link("Answers without a place", reverse("admin:research_unplaced"), "wrong_location")
        ]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Name the places of the rules shown."""
        found = super().get_changelist_instance(request)
        names = element_names({row.element_key for row in found.result_list})
        for row in found.result_list:
            row.element_name = names.get(row.element_key, "")
        return found

    @admin.display(description="An answer with")
    def named(self, rule: PlacementRule) -> str:
        """Say what it must have."""
        return str(rule)

    @admin.display(description="Belongs to")
    def where(self, rule: Any) -> str:
        """Name the place."""
        return getattr(rule, "element_name", "") or quiet("on no map any more")
