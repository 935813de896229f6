"""Instruments: the questions a program asks, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin

from journeys.admin.archive import ArchivedFilter, Archives
from journeys.admin.base import ProgramOwnedAdmin
from research.models import Instrument

if TYPE_CHECKING:
    from django.http import HttpRequest


@admin.register(Instrument)
class InstrumentAdmin(Archives, ProgramOwnedAdmin):
    """The questions of a program, with their scales."""

    list_display = ["name", "kind", "question", "scale"]
    list_filter = [ArchivedFilter, "kind"]
    search_fields = ["name", "question"]
    ordering = ["name", "id"]
    adds_several = True
    list_title = "Questions"
    empty_icon = "help"
    empty_words = "A question is kept word for word with its scale, so that two waves are compared only if they asked the same."
    add_words = "Add a question"
    fieldsets = [
        (None, {"fields": [("name", "kind"), "question", "language"]}),
        (
            "Scale",
            {
                "fields": [("lowest", "highest"), ("low_label", "high_label"), "is_reversed"],
                "description": "Leave it empty for an open question.",
            },
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep what was asked as it was, once there are answers."""
        fixed = obj is not None and obj.responses.exists()
        return [*super().get_readonly_fields(request, obj), *(Instrument.ASKED if fixed else ())]

    @admin.display(description="Scale")
    def scale(self, instrument: Instrument) -> str:
        """Say from where to where answers go."""
        if instrument.lowest is None:
            return "Open answer"
        ends = f"{instrument.lowest:g} to {instrument.highest:g}"
        return f"{ends}, low is good" if instrument.is_reversed else ends
