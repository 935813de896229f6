"""Responses: what people said, to read and to find; imports write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from journeys.admin import current
from journeys.admin.base import Link, ProgramOwnedAdmin
from journeys.admin.chips import chip, day, quiet
from journeys.admin.pages.urls import Pages
from journeys.ids import id_in
from journeys.models import Stage, Touchpoint
from research.admin import coding_page, forget_page, unplaced_page
from research.coding import is_over
from research.models import Response, Study

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.urls import URLPattern

#: Characters of a text in the list.
SHOWN = 160
OVER = "The consent to use these words is over."


class OfStudy(admin.SimpleListFilter):
    """The studies of the program at hand."""

    title, parameter_name = "study", "study__id__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the newest studies."""
        program = current.program(request)
        studies = Study.objects.visible_to(request.user).filter(program=program)
        return [
            (str(pk), name) for pk, name in studies.order_by("-id").values_list("pk", "name")[:50]
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the study's."""
        value = id_in(self.value())
        return queryset if value is None else queryset.filter(study_id=value)


class Placed(admin.SimpleListFilter):
    """Whether it is known where on the journey it belongs."""

    title, parameter_name = "place", "placed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer both."""
        return [("yes", "At a touchpoint or stage"), ("no", "No place yet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep one of both."""
        if self.value() == "no":
            return queryset.filter(element_key="")
        return queryset.exclude(element_key="") if self.value() == "yes" else queryset


@admin.register(Response)
class ResponseAdmin(Pages, ProgramOwnedAdmin):
    """The responses of a program, newest first."""

    list_display = ["words", "felt", "where", "given", "of_study"]
    list_display_links = ["words"]
    list_filter = [OfStudy, Placed]
    search_fields = ["text__holds"]
    list_select_related = ["study", "instrument"]
    ordering = ["-id"]
    sortable_by = ()
    show_add_link = False
    empty_icon = "forum"
    empty_words = "Plan a study and bring its answers in: from a survey, a help desk, a shop, as CSV or Excel."
    fieldsets = [
        (None, {"fields": ["full_text", ("asked", "rating_told"), ("felt", "sentiment_told")]}),
        ("From whom, where", {"fields": [("respondent", "persona"), ("segment", "channel"), ("where", "given")]}),
        ("Where it is from", {"fields": [("study", "batch"), "external_id", "consent_until"]}),
    ]  # fmt: skip
    readonly_fields = [
        "full_text", "asked", "rating_told", "felt", "sentiment_told", "respondent", "persona", "segment", "channel",
        "where", "given", "study", "batch", "external_id", "consent_until",
    ]  # fmt: skip

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave it to imports."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep what people said as they said it."""
        return False

    def list_links(self, request: HttpRequest) -> list[Link]:
        """Lead to those that have no place."""
        return [Link("Without a place", reverse("admin:research_unplaced"), "wrong_location")]

    def pages(self) -> list[URLPattern]:
        """Return the addresses of reading and marking, placing and forgetting."""
        name = "research_response"
        return [
            self.page("unplaced/", unplaced_page.view, "research_unplaced"),
            self.page("<int:pk>/code/", coding_page.view, f"{name}_code"),
            self.page("<int:pk>/gather/", coding_page.gather, f"{name}_gather"),
            self.page("<int:pk>/forget/", forget_page.view, f"{name}_forget"),
            self.page("quote/<int:pk>/", coding_page.change, "research_quote_code"),
        ]

    def page_links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Lead to reading it and marking words, and to forgetting who said it."""
        links = []
        if obj.text and not is_over(obj):
            address = reverse("admin:research_response_code", args=[obj.pk])
            links.append(Link("Read and mark", address, "format_quote", is_main=True))
        if obj.respondent and request.user.has_perm("research.forget_response", obj):
            links.append(
                Link(
                    "Forget this person",
                    reverse("admin:research_response_forget", args=[obj.pk]),
                    "person_off",
                )
            )
        return links

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the names of elements along, of those on the page only."""
        return super().get_queryset(request).defer("checksum")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Name the stages and touchpoints of the rows shown, in one query each."""
        found = super().get_changelist_instance(request)
        keys = {row.element_key for row in found.result_list} - {""}
        names = element_names(keys)
        for row in found.result_list:
            row.element_name = names.get(row.element_key, "")
        return found

    @admin.display(description="What was said")
    def words(self, response: Response) -> str:
        """Show the beginning of the words."""
        if is_over(response):
            return quiet(OVER)
        return Truncator(response.text).chars(SHOWN) if response.text else quiet("a rating only")

    @admin.display(description="What was said")
    def full_text(self, response: Response) -> str:
        """Show all of the words."""
        return quiet(OVER) if is_over(response) else response.text

    @admin.display(description="Question")
    def asked(self, response: Response) -> str:
        """Show the question that was answered."""
        return response.instrument.question if response.instrument else ""

    @admin.display(description="Rating")
    def rating_told(self, response: Response) -> str:
        """Show the rating with its scale."""
        if response.rating is None or response.instrument is None:
            return ""
        return f"{response.rating:g} (of {response.instrument.lowest:g} to {response.instrument.highest:g})"

    @admin.display(description="Feeling")
    def felt(self, response: Response) -> str:
        """Show the rating on the map's scale, or what the words tell."""
        if response.feeling is None:
            return (
                format_html("{} {}", _feeling(response.sentiment), quiet("words"))
                if response.sentiment is not None
                else ""
            )
        return _feeling(response.feeling)

    @admin.display(description="How the words feel")
    def sentiment_told(self, response: Response) -> str:
        """Show what was computed from the words."""
        return _feeling(response.sentiment)

    @admin.display(description="Stage or touchpoint")
    def where(self, response: Any) -> str:
        """Name where it belongs."""
        if not response.element_key:
            return quiet("no place yet")
        name = getattr(response, "element_name", None)
        if name is None:
            name = element_names({response.element_key}).get(response.element_key, "")
        return name or quiet("on no map any more")

    @admin.display(description="Given")
    def given(self, response: Response) -> str:
        """Show when."""
        return day(response.given_at)

    @admin.display(description="Study")
    def of_study(self, response: Response) -> str:
        """Name the study."""
        return response.study.name


def element_names(keys: set[str]) -> dict[str, str]:
    """Return what stages and touchpoints are called in their newest version; two queries."""
    names: dict[str, str] = {}
    for model in (Stage, Touchpoint):
        rows = model.objects.filter(key__in=keys).order_by("version_id").values_list("key", "name")
        names |= dict(rows)
    return names


def _feeling(value: float | None) -> str:
    if value is None:
        return ""
    kind = "done" if value > 0.5 else "failed" if value < -0.5 else ""
    return chip(f"{value:+.1f}".replace("-", "−"), kind)
