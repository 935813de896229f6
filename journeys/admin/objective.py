"""Objectives: what a program wants to improve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join

from journeys.admin import measure_pages
from journeys.admin.base import Link, ProgramOwnedAdmin
from journeys.admin.chips import chip, day, quiet
from journeys.admin.names import name_of
from journeys.admin.spreadsheets import Spreadsheets, column
from journeys.models import Objective

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

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

    def get_urls(self) -> list[URLPattern]:
        """Add the page of one objective."""
        page = path(
            "<int:pk>/page/",
            self.admin_site.admin_view(self.page_view),
            name="journeys_objective_page",
        )
        return [page, *super().get_urls()]

    def page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show whether it gets better: its KPIs with trend, target and verdict, and the maps for it."""
        objective = self.visible_or_404(request, pk)
        edit = [Link("Edit", self.address("change", pk), "edit")]
        context = {
            **self.admin_site.each_context(request),
            **measure_pages.objective_context(objective),
            "title": objective.statement,
            "crumbs": self.list_crumbs(request),
            "objective": objective,
            "owner": name_of(objective.owner) if objective.owner else "",
            "status": self.status_chip(objective),
            "head_links": [
                *(edit if self.has_change_permission(request, objective) else []),
                *self.page_links(request, objective),
            ],
            "history_url": self.address("history", pk),
        }
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(request, "journeys/home/objective_page.html", context)

    def landing(self, obj: Any) -> str:
        """Lead to the page that shows whether it gets better."""
        return self.address("page", obj.pk)

    def after_save(self, request: HttpRequest, obj: Any) -> str:
        """Show what was saved."""
        return self.landing(obj)

    def crumbs(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Come from its page."""
        return [*self.list_crumbs(request), (obj.statement, self.landing(obj)), ("Edit", "")]

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
            ((reverse("admin:journeys_kpi_page", args=[kpi.pk]), kpi.name) for kpi in kpis),
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
