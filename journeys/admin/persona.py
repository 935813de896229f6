"""Personas: a portrait one can read, and the form behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from journeys.admin.archive import ArchivedFilter, Archives
from journeys.admin.base import Link, ProgramOwnedAdmin
from journeys.admin.chips import chip
from journeys.admin.pages import PersonaPages
from journeys.admin.portrait_field import PortraitField
from journeys.admin.seen import SeenForm
from journeys.admin.spreadsheets import Spreadsheets, column
from journeys.models import Persona

if TYPE_CHECKING:
    from django.http import HttpRequest


class PersonaForm(SeenForm):
    """A persona with its picture."""

    image = PortraitField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "image" in self.fields and self.instance.pk and self.instance.image:
            shown_at = reverse("admin:journeys_persona_picture", args=[self.instance.pk])
            self.fields["image"].widget.shown_at = shown_at


@admin.register(Persona)
class PersonaAdmin(PersonaPages, Archives, Spreadsheets, ProgramOwnedAdmin):
    """The personas of a program."""

    form = PersonaForm

    list_display = ["named", "status_chip", "share", "occupation", "age_range"]
    list_filter = [ArchivedFilter, "status"]
    search_fields = ["name", "tagline", "occupation"]
    ordering = ["name", "id"]
    adds_several = True
    empty_icon = "person"
    empty_words = (
        "A persona stands for a kind of customer. Begin with what the team believes and call it a "
        "proto-persona; research can make it a validated one."
    )
    fieldsets = [
        ("Who", {"fields": [("name", "tagline"), "portrait", "image", ("status", "share_of_customers")]}),
        ("Facts", {"fields": [("age_range", "gender"), ("occupation", "income")]}),
        ("Empathy map", {"fields": ["own_words", "thinks", "behaviours", "feels", "sees", "hears", "frustrations", "goals"]}),
        ("What moves them", {"fields": ["motivations", "preferences"]}),
    ]  # fmt: skip

    sheet_columns = (
        column("Persona", "name", 30),
        column("Tagline", "tagline", 40),
        column("Status", "status", 24),
        column("Share of customers, %", "share_of_customers"),
        *(
            column(str(Persona._meta.get_field(name).verbose_name).capitalize(), name, 36)
            for name in (
                "age_range", "gender", "occupation", "income", "portrait", "own_words", "goals",
                "motivations", "frustrations", "behaviours", "preferences", "sees", "hears",
                "thinks", "feels",
            )
        ),
        column("Archived", "is_archived", 10),
    )  # fmt: skip

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the picture only to who may change it: as words it would be a path."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (title, options | {"fields": [name for name in options["fields"] if name != "image"]})
            for title, options in fieldsets
        ]

    def list_links(self, request: HttpRequest) -> list[Link]:
        """Offer to lay personas side by side."""
        return [Link("Compare", self.address("compare"), "compare_arrows")]

    def page_buttons(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Offer the report on the persona."""
        buttons = super().page_buttons(request, obj)
        if request.user.has_perm("journeys.add_report", obj):
            buttons.append(Link("Make report", self.address("report", obj.pk), "picture_as_pdf"))
        return buttons

    def landing(self, obj: Any) -> str:
        """Lead to the portrait."""
        return self.address("page", obj.pk)

    def after_save(self, request: HttpRequest, obj: Any) -> str:
        """Show the portrait."""
        return self.landing(obj)

    def crumbs(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Come from the portrait."""
        way = [*self.list_crumbs(request), (obj.name, self.landing(obj))]
        return [*way, ("Edit", "")] if request.path != self.landing(obj) else way

    @admin.display(description="Name", ordering="name")
    def named(self, persona: Persona) -> str:
        """Show name and tagline."""
        if not persona.tagline:
            return persona.name
        return format_html(
            "{}<br><span class='muted normal'>{}</span>", persona.name, persona.tagline
        )

    @admin.display(description="Status", ordering="status")
    def status_chip(self, persona: Persona) -> str:
        """Show whether research stands behind it."""
        if persona.status == Persona.Status.VALIDATED:
            return chip("Validated", "done", "verified")
        return chip("Assumed", "draft", "help")

    @admin.display(description="Share of customers", ordering="share_of_customers")
    def share(self, persona: Persona) -> str:
        """Show the share."""
        share = persona.share_of_customers
        return "" if share is None else f"{share.normalize():f} %"
