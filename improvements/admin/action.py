"""Actions: the list, the form, and the pages where they are scored, ranked and moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import reverse

from improvements.admin import (
    board_page,
    loops_page,
    outcome_page,
    pain_points_page,
    priorities_page,
    scoring_page,
    trace_page,
)
from improvements.models import Action, ActionKpi
from improvements.models.action import State
from journeys.admin.about import AboutElements
from journeys.admin.base import Link, ProgramOwnedAdmin, ProgramOwnedInline
from journeys.admin.chips import chip, day
from journeys.admin.names import name_of
from journeys.admin.pages.urls import Pages

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern

MARKS = {
    State.PROPOSED: ("", "radio_button_unchecked"),
    State.ACCEPTED: ("primary", "task_alt"),
    State.TESTING: ("other", "science"),
    State.IMPLEMENTING: ("other", "construction"),
    State.MONITORING: ("unsure", "visibility"),
    State.DONE: ("done", "check_circle"),
    State.DROPPED: ("", "cancel"),
}


class PredictionInline(ProgramOwnedInline):
    """What the action should do to KPIs."""

    model = ActionKpi
    fields = ["kpi", "low", "likely", "high"]
    verbose_name_plural = "What it should do to KPIs, in their unit; better is positive"


@admin.register(Action)
class ActionAdmin(AboutElements, Pages, ProgramOwnedAdmin):
    """The improvements of a program, newest first."""

    list_display = ["title", "state_chip", "owned_by", "team", "effort", "due"]
    list_filter = ["state", "team"]
    search_fields = ["title", "problem", "hypothesis"]
    list_select_related = ["owner"]
    ordering = ["-id"]
    adds_several = True
    inlines = [PredictionInline]
    empty_icon = "build"
    empty_words = (
        "An action takes on a pain point. It is scored by several people, tested before it is rolled out, and told by"
        " what it was worth."
    )
    add_words = "Propose an action"
    fieldsets = [
        (None, {"fields": ["title", "problem", "hypothesis", "element_keys"]}),
        ("Who and when", {"fields": [("owner", "team"), ("effort", "due_on"), "cycle"]}),
        ("Together with", {"fields": ["themes", "insights", "needs", "excludes"]}),
    ]

    def pages(self) -> list[URLPattern]:
        """Return the addresses of priorities, scoring and the board."""
        return [
            self.page("priorities/", priorities_page.view, "improvements_priorities"),
            self.page("scoring/", scoring_page.view, "improvements_scoring"),
            self.page("board/", board_page.view, "improvements_board"),
            self.page("pain-points/", pain_points_page.view, "improvements_pain_points"),
            self.page("loops/", loops_page.view, "improvements_loops"),
            self.page("trace/", trace_page.view, "improvements_trace"),
            self.page("trace/<str:kind>/<str:name>/", trace_page.of, "improvements_trace_of"),
            self.page("<int:pk>/outcome/", outcome_page.view, "improvements_action_outcome"),
            self.page("<int:pk>/move/", board_page.move, "improvements_action_move"),
        ]

    def list_links(self, request: HttpRequest) -> list[Link]:
        """Lead to where actions are scored, ranked and moved."""
        return [
            Link("Score", reverse("admin:improvements_scoring"), "rate_review"),
            Link("Priorities", reverse("admin:improvements_priorities"), "bubble_chart"),
            Link("Board", reverse("admin:improvements_board"), "view_kanban"),
        ]

    def page_links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Lead to the board, where it is moved, and to testing it."""
        links = [
            Link("Move on the board", reverse("admin:improvements_board"), "view_kanban"),
            Link(
                "Trace",
                reverse("admin:improvements_trace_of", args=["action", obj.pk]),
                "account_tree",
            ),
        ]
        if request.user.has_perm("improvements.add_experiment", obj):
            address = f"{reverse('admin:improvements_experiment_add')}?action={obj.pk}"
            links.append(Link("Plan a test", address, "science"))
        return links

    @admin.display(description="State", ordering="state")
    def state_chip(self, action: Action) -> str:
        """Show the state."""
        return chip(action.get_state_display(), *MARKS[State(action.state)])

    @admin.display(description="Owner", ordering="owner__username")
    def owned_by(self, action: Action) -> str:
        """Name the owner."""
        return name_of(action.owner) if action.owner else ""

    @admin.display(description="Due", ordering="due_on")
    def due(self, action: Action) -> str:
        """Show by when."""
        return day(action.due_on)
