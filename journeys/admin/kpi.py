"""KPIs: where each stands, its readings with interval and method, and its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from journeys.admin import current, measure_pages
from journeys.admin.about import OneElement
from journeys.admin.base import Link, ProgramChangeList, ProgramOwnedAdmin
from journeys.admin.home.page import trend_of
from journeys.admin.spreadsheets import Spreadsheets, column
from journeys.models import Kpi
from journeys.standing import kpis as standing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern


class KpiChangeList(ProgramChangeList):
    """Brings the standing of the page's KPIs along, in one query."""

    def get_results(self, request: HttpRequest) -> None:
        """Attach the standing to each row."""
        super().get_results(request)
        self.result_list = with_standing(list(self.result_list))


def with_standing(kpis: list[Any]) -> list[Any]:
    """Attach to each KPI where it stands."""
    standings = standing.of_kpis(kpis)
    for kpi in kpis:
        kpi.standing = standings[kpi.pk]
    return kpis


def _newest(name: str) -> Any:
    """Return a function that gives a figure of a KPI's newest reading."""
    return lambda kpi: getattr(kpi.standing.estimate, name) if kpi.standing.estimate else None


@admin.register(Kpi)
class KpiAdmin(Spreadsheets, OneElement, ProgramOwnedAdmin):
    """The KPIs of a program against their targets."""

    list_display = ["name", "kind", "trend", "newest", "aim", "verdict"]
    list_filter = ["kind"]
    search_fields = ["name"]
    ordering = ["name", "id"]
    adds_several = True
    empty_icon = "monitoring"
    empty_words = (
        "A KPI tells whether customers are better off. Give it a target, then add readings as "
        "counts: Journeyloop works out the value and how sure it is."
    )
    add_words = "Add a KPI"
    labels = {"better": "Which way is better"}
    fieldsets = [
        (
            None,
            {"fields": ["name", ("kind", "unit"), ("better", "target"), "objectives"]},
        ),
        (
            "Where it is measured",
            {
                "fields": ["element_key"],
                "description": "Only if it measures one stage or touchpoint of a map.",
            },
        ),
    ]

    sheet_columns = (
        column("KPI", "name", 40),
        column("Kind", "kind", 30),
        column("Unit", "unit", 12),
        column("Better", "better"),
        column("Target", "target", 12),
        column("Newest value", _newest("value"), 14),
        column("95 % from", _newest("low"), 12),
        column("95 % to", _newest("high"), 12),
        column("n", _newest("n"), 10),
        column("Method", _newest("method"), 26),
        column("Period ends", lambda kpi: kpi.standing.last_period),
        column("Against the target", lambda kpi: kpi.standing.words),
    )

    def sheet_rows(self, rows: list[Any]) -> list[Any]:
        """Bring where the KPIs stand, in one query."""
        return with_standing(rows)

    def get_urls(self) -> list[URLPattern]:
        """Add the page of one KPI."""
        page = path(
            "<int:pk>/page/", self.admin_site.admin_view(self.page_view), name="journeys_kpi_page"
        )
        return [page, *super().get_urls()]

    def page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show where the KPI stands, how it got there, and every reading with interval and method."""
        kpi = self.visible_or_404(request, pk)
        context = {
            **self.admin_site.each_context(request),
            **measure_pages.kpi_context(kpi),
            "title": kpi.name,
            "crumbs": self.list_crumbs(request),
            "kpi": kpi,
            "head_links": self._head_links(request, kpi),
            "may_add_reading": request.user.has_perm("journeys.add_reading", kpi),
            "history_url": self.address("history", kpi.pk),
        }
        request.current_app = self.admin_site.name  # type: ignore[attr-defined]
        return TemplateResponse(request, "journeys/home/kpi_page.html", context)

    def _head_links(self, request: HttpRequest, kpi: Kpi) -> list[Link]:
        links = []
        if self.has_change_permission(request, kpi):
            links.append(Link("Edit", self.address("change", kpi.pk), "edit"))
        if request.user.has_perm("journeys.add_reading", kpi):
            links.append(
                Link("Import readings", reverse("admin:journeys_reading_import"), "upload")
            )
            links += self.page_links(request, kpi)
        return links

    def landing(self, obj: Any) -> str:
        """Lead to the page that shows where it stands."""
        return self.address("page", obj.pk)

    def crumbs(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Come from its page."""
        return [*self.list_crumbs(request), (obj.name, self.landing(obj)), ("Edit", "")]

    def list_links(self, request: HttpRequest) -> list[Link]:
        """Offer to bring readings of many KPIs in at once."""
        program = current.program(request)
        if program is None or not request.user.has_perm("journeys.add_reading", program):
            return []
        return [Link("Import readings", reverse("admin:journeys_reading_import"), "upload")]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ProgramChangeList]:
        """Return the list that knows where KPIs stand."""
        return KpiChangeList

    def page_links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Lead on to the next reading."""
        if not request.user.has_perm("journeys.add_reading", obj):
            return []
        address = f"{reverse('admin:journeys_reading_add')}?kpi={obj.pk}"
        return [Link("Add reading", address, "add_chart", is_main=True)]

    def after_save(self, request: HttpRequest, obj: Any) -> str:
        """Show where it stands: its readings come next."""
        return self.landing(obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep the kind once there are readings: they are counts of that kind."""
        if obj is not None and obj.readings.exists():
            return [*super().get_readonly_fields(request, obj), "kind"]
        return super().get_readonly_fields(request, obj)

    @admin.display(description="Trend")
    def trend(self, kpi: Any) -> str:
        """Draw the trend."""
        drawn = trend_of(kpi.standing, width=96, height=32)
        if drawn is None:
            return ""
        return render_to_string("journeys/home/trend.html", {"trend": drawn, "standing": kpi.standing})  # fmt: skip

    @admin.display(description="Newest reading")
    def newest(self, kpi: Any) -> str:
        """Show value, interval and n."""
        return format_html(
            '<b>{}</b> <span class="muted nowrap">{}</span>',
            kpi.standing.value,
            kpi.standing.uncertainty,
        )

    @admin.display(description="Target", ordering="target")
    def aim(self, kpi: Any) -> str:
        """Show the target."""
        return str(kpi.standing.target)

    @admin.display(description="Verdict")
    def verdict(self, kpi: Any) -> str:
        """Show how it stands."""
        return render_to_string("journeys/home/verdict.html", {"standing": kpi.standing})
