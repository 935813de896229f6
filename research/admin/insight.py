"""Insights: what we make of what we heard, with the quotes it rests on and what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from journeys.admin.about import AboutElements
from journeys.admin.archive import ArchivedFilter, Archives
from journeys.admin.base import ProgramOwnedAdmin
from journeys.admin.chips import chip, quiet
from research.coding import is_over
from research.models import Insight

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

MARKS = {"pain": "failed", "gain": "done", "need": "unsure", "behaviour": "other"}


@admin.register(Insight)
class InsightAdmin(AboutElements, Archives, ProgramOwnedAdmin):
    """The insights of a program, newest first."""

    list_display = ["statement", "kind_chip", "basis", "rests_on", "owner"]
    list_filter = [ArchivedFilter, "kind", "basis"]
    search_fields = ["statement"]
    list_select_related = ["owner"]
    ordering = ["-id"]
    adds_several = True
    empty_icon = "lightbulb"
    empty_words = (
        "An insight is what you make of what people said: a fact or an interpretation, with the quotes it rests on. Read a"
        " response, mark its words, and gather them."
    )
    add_words = "Write an insight"
    fieldsets = [
        (None, {"fields": ["statement", ("kind", "basis"), "owner"]}),
        ("What it rests on", {"fields": ["words", "themes"]}),
        ("What it is about", {"fields": ["element_keys", "personas"]}),
    ]
    readonly_fields = ["words"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Count what it rests on."""
        counted = Count("quotes", distinct=True)
        people = Count(
            "quotes__response__respondent",
            distinct=True,
            filter=~Q(quotes__response__respondent=""),
        )
        return super().get_queryset(request).annotate(quoted=counted, people=people)

    @admin.display(description="Kind", ordering="kind")
    def kind_chip(self, insight: Insight) -> str:
        """Show the kind."""
        return chip(insight.get_kind_display(), MARKS.get(insight.kind, ""))

    @admin.display(description="Rests on")
    def rests_on(self, insight: Any) -> str:
        """Say how many quotes by how many people."""
        if not insight.quoted:
            return quiet("no quote yet")
        quotes = "1 quote" if insight.quoted == 1 else f"{insight.quoted:,} quotes"
        people = "1 person" if insight.people == 1 else f"{insight.people:,} people"
        return f"{quotes}, {people}" if insight.people else quotes

    @admin.display(description="In their words")
    def words(self, insight: Insight) -> str:
        """Show the quotes, each leading to where it was said."""
        if insight._state.adding:
            return quiet("Save it, then gather quotes from where they were said.")
        quotes = insight.quotes.select_related("response").order_by("id")
        lines = [
            (reverse("admin:research_response_code", args=[quote.response_id]), quote.response.text[quote.start : quote.end])
            for quote in quotes
            if not is_over(quote.response)
        ]  # fmt: skip
        if not lines:
            return quiet("No quote yet. Read a response, mark its words, and gather them here.")
        return format_html(
            "<ul class='plain'>{}</ul>",
            format_html_join(
                "", "<li><a class='link' href='{}'><q dir='auto'>{}</q></a></li>", lines
            ),
        )
