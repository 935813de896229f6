"""Versions of maps: the list, and a draft as a plain form with its stages and lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

from journeys.admin.base import Link, ProgramOwnedAdmin, ProgramOwnedInline
from journeys.admin.chips import day, state
from journeys.admin.pages import VersionPages
from journeys.admin.pages.verbs import DEEDS
from journeys.admin.seen import SeenForm
from journeys.models import Lane, MapVersion, Stage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class ElementForm(SeenForm):
    """An element in its version: program and version are validated with it."""

    also_validated = frozenset({"program", "version"})


class ElementInline(ProgramOwnedInline):
    """Elements in their order on the version's page."""

    form = ElementForm
    deletable = True
    ordering_field = "order"
    hide_ordering_field = True
    ordering = ["order", "id"]

    def is_open(self, obj: Any) -> bool:
        """Return whether the version, or the element's version, is a draft."""
        return bool(getattr(obj, "version", obj).is_editable)


class StageInline(ElementInline):
    """The stages of a version."""

    model = Stage
    fields = ["order", "name", "customer_goal", "kpi"]


class LaneInline(ElementInline):
    """The lanes of a version."""

    model = Lane
    fields = ["order", "kind", "name"]


@admin.register(MapVersion)
class MapVersionAdmin(VersionPages, ProgramOwnedAdmin):
    """Versions; a draft can be edited here as a form, everything else only be read."""

    change_form_template = "journeys/home/version.html"
    show_add_link = False
    list_display = ["of_map", "number", "state_chip", "label", "published_by_name", "published"]
    list_filter = ["state"]
    search_fields = ["map__name", "label"]
    list_select_related = ["map"]
    ordering = ["-id"]
    sortable_by = ()
    empty_icon = "conversion_path"
    inlines = [StageInline, LaneInline]
    fieldsets = [
        (None, {"fields": ["label", "reason", "change_summary"]}),
        (
            "Evidence window",
            {
                "fields": [("evidence_from", "evidence_to")],
                "description": "From when to when the evidence of this version was gathered.",
            },
        ),
    ]

    def is_open(self, obj: Any) -> bool:
        """Return whether this version is a draft: all else is read only."""
        return bool(obj.is_editable)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Start versions from their map."""
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Bring the map along."""
        return super().get_queryset(request).select_related("map", "program")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Start versions from their map."""
        return HttpResponseRedirect(reverse("admin:journeys_journeymap_changelist"))

    def landing(self, obj: Any) -> str:
        """Lead to the picture."""
        return self.address("map", obj.pk)

    def after_save(self, request: HttpRequest, obj: Any) -> str:
        """Show what was made of it."""
        return self.landing(obj)

    def list_crumbs(self, request: HttpRequest) -> list[Any]:
        """Come from the maps."""
        home = super().list_crumbs(request)[:-1]
        return [*home, ("Maps", reverse("admin:journeys_journeymap_changelist"))]

    def crumbs(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Come from the map and its picture."""
        journey = (obj.map.name, reverse("admin:journeys_journeymap_change", args=[obj.map_id]))
        picture = (f"Version {obj.number}", self.landing(obj))
        return [*self.list_crumbs(request), journey, picture, ("As a form", "")]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say why a version cannot be changed, and lay touchpoints and cards at hand."""
        version = kwargs.get("obj")
        if version is not None:
            context["page_title"] = f"Version {version.number}"
            context["state"] = version.get_state_display()
        return super().render_change_form(request, context, *args, **kwargs)

    def page_links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Offer the picture, and the verbs that state and role allow; each asks before it acts."""
        links = [Link("Open the map", self.landing(obj), "conversion_path")]
        for verb, deed in DEEDS.items():
            if obj.can(verb) and request.user.has_perm(f"journeys.{deed.permission}", obj):
                links.append(Link(deed.button, self.address("verb", obj.pk, verb), deed.icon))
        return links

    @admin.display(description="Map")
    def of_map(self, version: MapVersion) -> str:
        """Name the map."""
        return version.map.name

    @admin.display(description="Published")
    def published(self, version: MapVersion) -> str:
        """Show when."""
        return day(version.published_at)

    @admin.display(description="State")
    def state_chip(self, version: MapVersion) -> str:
        """Show the state."""
        return state(version.state, version.get_state_display())
