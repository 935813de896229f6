"""Objectives: what a program wants to improve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html_join

from journeys.admin.base import Link, ProgramOwnedAdmin
from journeys.admin.chips import chip, day, quiet
from journeys.admin.names import name_of
from journeys.admin.spreadsheets import Spreadsheets, column
from journeys.models import Objective

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

MARKS = {
    Objective.Status.OPEN: ("primary", "flag"),
    Objective.Status.REACHED: ("done", "check"),
    Objective.Status.MISSED: ("failed", "close"),
    Objective.Status.DROPPED: ("", "remove"),
}


@admin.register(Objective)
class ObjectiveAdmin(Spreadsheets, ProgramOwnedAdmin):
    """The objectives of a program, with the KPIs that measure them."""

    list_display = ["statement", "aspect", "measured_by", "owned_by", "until", "status_chip"]
    list_filter = ["status", "aspect"]
    search_fields = ["statement"]
    list_select_related = ["owner"]
    ordering = ["status", "target_date", "id"]
    adds_several = True
    empty_icon = "flag"
    empty_words = (
        "An objective says in one sentence what should get better for customers. "
        "KPIs tell whether it did, maps show where."
    )
    add_words = "Add an objective"
    fieldsets = [
        (None, {"fields": ["statement", ("aspect", "status"), ("owner", "target_date")]}),
    ]

    sheet_columns = (
        column("Objective", "statement", 60),
        column("Aspect", "aspect"),
        column("Status", "status"),
        column("Owner", lambda row: name_of(row.owner) if row.owner else ""),
        column("By", "target_date", 12),
        column("KPIs", lambda row: "\n".join(sorted(kpi.name for kpi in row.kpis.all())), 40),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the KPIs along."""
        return super().get_queryset(request).prefetch_related("kpis")

    def page_links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Lead on to what measures it."""
        if not request.user.has_perm("journeys.add_kpi", obj):
            return []
        return [
            Link("Add a KPI", f"{reverse('admin:journeys_kpi_add')}?objectives={obj.pk}", "add")
        ]

    @admin.display(description="Measured by")
    def measured_by(self, objective: Objective) -> str:
        """Name the KPIs."""
        kpis = objective.kpis.all()
        if not kpis:
            return quiet("no KPI yet")
        return format_html_join(
            ", ",
            '<a class="link" href="{}">{}</a>',
            ((reverse("admin:journeys_kpi_change", args=[kpi.pk]), kpi.name) for kpi in kpis),
        )

    @admin.display(description="Owner", ordering="owner__username")
    def owned_by(self, objective: Objective) -> str:
        """Name the owner."""
        return name_of(objective.owner) if objective.owner else ""

    @admin.display(description="Target date", ordering="target_date")
    def until(self, objective: Objective) -> str:
        """Show by when."""
        return day(objective.target_date)

    @admin.display(description="Status", ordering="status")
    def status_chip(self, objective: Objective) -> str:
        """Show the status."""
        kind, icon = MARKS[Objective.Status(objective.status)]
        return chip(objective.get_status_display(), kind, icon)
