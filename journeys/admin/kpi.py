"""KPIs: where each stands, its readings with interval and method, and its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from msgspec import Struct

from journeys.admin.base import Link, ProgramChangeList, ProgramOwnedAdmin
from journeys.admin.home.page import trend_of
from journeys.admin.spreadsheets import Spreadsheets, column
from journeys.models import Kpi, Reading
from journeys.standing import figures
from journeys.standing import kpis as standing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: Readings shown on a KPI's page; the list of readings has them all.
SHOWN = 24


class ReadingLine(Struct, frozen=True):
    """A reading as the KPI's page shows it."""

    reading: Reading
    value: str
    interval: str
    n: str
    method: str


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
class KpiAdmin(Spreadsheets, ProgramOwnedAdmin):
    """The KPIs of a program against their targets."""

    change_form_template = "journeys/home/kpi.html"
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
    labels = {"better": "Which way is better", "element_key": "Key of the stage or touchpoint"}
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

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ProgramChangeList]:
        """Return the list that knows where KPIs stand."""
        return KpiChangeList

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the readings above the form."""
        kpi = kwargs.get("obj")
        if kpi is not None:
            stands = standing.of_kpis([kpi])[kpi.pk]
            context |= {
                "standing": stands,
                "trend": trend_of(stands, width=360, height=96),
                "readings": [_line(kpi, r) for r in _readings(kpi)],
                "may_add_reading": request.user.has_perm("journeys.add_reading", kpi),
                "counts": _names_of_counts(kpi),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def page_links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Lead on to the next reading."""
        if not request.user.has_perm("journeys.add_reading", obj):
            return []
        address = f"{reverse('admin:journeys_reading_add')}?kpi={obj.pk}"
        return [Link("Add reading", address, "add_chart", is_main=True)]

    def after_save(self, request: HttpRequest, obj: Any) -> str:
        """Stay with the KPI: its readings come next."""
        return self.address("change", obj.pk)

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


def _readings(kpi: Kpi) -> list[Reading]:
    rows = list(kpi.readings.order_by("-period_to", "segment", "-id")[:SHOWN])
    for reading in rows:
        reading.kpi = kpi
    return rows


def _line(kpi: Kpi, reading: Reading) -> ReadingLine:
    estimate = reading.estimate
    return ReadingLine(
        reading=reading,
        value=figures.value(kpi, estimate.value),
        interval=figures.interval(kpi, estimate),
        n=f"{estimate.n:,}",
        method=estimate.method,
    )


def _names_of_counts(kpi: Kpi) -> str:
    names = [str(Reading._meta.get_field(name).verbose_name) for name in kpi.counts]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
