"""Experiments in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin

from improvements.admin import experiment_page
from improvements.admin.experiment_page import ROUND_MARKS
from improvements.models import Experiment, Round
from journeys.admin.base import ProgramOwnedAdmin
from journeys.admin.chips import chip
from journeys.admin.pages.urls import Pages

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLPattern


@admin.register(Experiment)
class ExperimentAdmin(Pages, ProgramOwnedAdmin):
    """The experiments of a program, newest first."""

    list_display = ["name", "of_action", "kind", "on_kpi", "stands"]
    list_filter = ["kind"]
    list_select_related = ["action", "kpi"]
    search_fields = ["name", "hypothesis"]
    ordering = ["-id"]
    sortable_by = ()
    empty_icon = "science"
    empty_words = "Test an action before it is rolled out: what would count as success is fixed before the data."
    add_words = "Plan a test"
    fieldsets = [(None, {"fields": ["name", ("action", "kpi"), "kind", "hypothesis"]})]

    def pages(self) -> list[URLPattern]:
        """Return the addresses of an experiment and its rounds."""
        return [
            self.page("<int:pk>/page/", experiment_page.page, "improvements_experiment_page"),
            self.page("round/<int:pk>/take/", experiment_page.take, "improvements_round_take"),
            self.page(
                "round/<int:pk>/<str:verb>/do/", experiment_page.verb, "improvements_round_verb"
            ),
            self.page(
                "guardrail/<int:pk>/remove/",
                experiment_page.unguard,
                "improvements_guardrail_remove",
            ),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Bring the rounds along."""
        return super().get_queryset(request).prefetch_related("rounds")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep what is tested on what."""
        return ["action", "kpi"] if obj else []

    def landing(self, obj: Any) -> str:
        """Lead to the page with its rounds."""
        return self.address("page", obj.pk)

    def after_save(self, request: HttpRequest, obj: Any) -> str:
        """Go on with planning its first round."""
        return self.landing(obj)

    @admin.display(description="Action")
    def of_action(self, experiment: Experiment) -> str:
        """Name the action."""
        return experiment.action.title

    @admin.display(description="KPI")
    def on_kpi(self, experiment: Experiment) -> str:
        """Name the KPI."""
        return experiment.kpi.name

    @admin.display(description="Stands")
    def stands(self, experiment: Experiment) -> str:
        """Show the newest round's state."""
        newest = max(experiment.rounds.all(), key=lambda row: row.number, default=None)
        if newest is None:
            return chip("Not planned yet", "draft", "event")
        words = newest.get_decision_display() if newest.decision else newest.get_state_display()
        return chip(f"Round {newest.number}: {words}", *ROUND_MARKS[Round.State(newest.state)])
