"""Personas: a portrait one can read, and the form behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html

from journeys.admin.archive import ArchivedFilter, Archives
from journeys.admin.base import Link, ProgramOwnedAdmin
from journeys.admin.chips import chip
from journeys.admin.pages import PersonaPages
from journeys.admin.spreadsheets import Spreadsheets, column
from journeys.models import Persona

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

#: The portrait: sections with icon and the fields in them, in reading order.
FACTS = ("age_range", "gender", "occupation", "income")
SECTIONS = (
    ("goals", "flag"),
    ("motivations", "bolt"),
    ("behaviours", "directions_walk"),
    ("preferences", "tune"),
    ("frustrations", "sentiment_dissatisfied"),
)


@admin.register(Persona)
class PersonaAdmin(Archives, PersonaPages, Spreadsheets, ProgramOwnedAdmin):
    """The personas of a program."""

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
        ("Who", {"fields": [("name", "tagline"), "portrait", "own_words", ("status", "share_of_customers")]}),
        ("Facts", {"fields": [("age_range", "gender"), ("occupation", "income")]}),
        ("What moves them", {"fields": ["goals", "motivations", "frustrations"]}),
        ("How they act", {"fields": ["behaviours", "preferences"]}),
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

    def get_urls(self) -> list[URLPattern]:
        """Add the portrait."""
        page = path("<int:pk>/", self.admin_site.admin_view(self.page_view), name="journeys_persona_page")  # fmt: skip
        return [page, *super().get_urls()]

    def page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the portrait."""
        persona = self.visible_or_404(request, pk)
        may_change = self.has_change_permission(request, persona)
        links = [Link("Edit", self.address("change", persona.pk), "edit", is_main=True)]
        context = {
            **self.admin_site.each_context(request),
            "title": persona.name,
            "subtitle": persona.tagline,
            "crumbs": self.list_crumbs(request),
            "persona": persona,
            "facts": [fact for name in FACTS if (fact := _fact(persona, name))[1]],
            "sections": [(*_fact(persona, name), icon) for name, icon in SECTIONS],
            "maps": persona.maps.filter(is_archived=False).order_by("name", "id")[:20],
            "head_links": links if may_change else [],
            "may_report": request.user.has_perm("journeys.add_report", persona),
            "history_url": self.address("history", persona.pk),
        }
        return TemplateResponse(request, "journeys/home/persona.html", context)

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


def _fact(persona: Persona, name: str) -> tuple[str, str]:
    label = str(Persona._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:], getattr(persona, name)
