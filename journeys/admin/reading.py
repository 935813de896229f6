"""Readings: counts of one KPI over a period; the form asks only for those its kind is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from journeys.admin import current
from journeys.admin.base import Link, ProgramOwnedAdmin
from journeys.admin.chips import day
from journeys.admin.pages import ReadingPages
from journeys.admin.seen import SeenForm
from journeys.admin.spreadsheets import Spreadsheets, column
from journeys.ids import id_in
from journeys.models import Kpi, Reading
from journeys.standing import figures

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

#: KPIs offered when none was named.
MOST_OFFERED = 100
#: What the counts are, beside their names.
HELP: dict[str, dict[str | None, str]] = {
    "numerator": {
        Kpi.Kind.COUNT: "How often it happened in the period.",
        None: "How many of them: the part.",
    },
    "denominator": {None: "How many people or cases there were: the whole."},
    "promoters": {None: "Answers of 9 and 10."},
    "passives": {None: "Answers of 7 and 8."},
    "detractors": {None: "Answers of 0 to 6."},
    "n": {None: "How many people the mean is of."},
    "sd": {None: "How far the values lie apart. Spreadsheets call it STDEV.S."},
}
LABELS: dict[str, dict[str | None, str]] = {
    "numerator": {Kpi.Kind.COUNT: "Count", None: "Part"},
    "denominator": {None: "Whole"},
}


class ReadingForm(SeenForm):
    """A reading of the KPI it is opened for."""

    also_validated = frozenset({"program", "kpi"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.instance.kpi.kind
        for name, words in HELP.items():
            if name in self.fields:
                self.fields[name].help_text = words.get(kind, words[None])
        for name, words in LABELS.items():
            if name in self.fields:
                self.fields[name].label = words.get(kind, words[None])
        for name in self.instance.kpi.counts:
            if name in self.fields:
                self.fields[name].required = True


@admin.register(Reading)
class ReadingAdmin(ReadingPages, Spreadsheets, ProgramOwnedAdmin):
    """The readings of a program's KPIs, newest first."""

    form = ReadingForm
    deletable = True
    list_display = ["period", "of_kpi", "whom", "value", "interval", "people", "source"]
    list_display_links = ["period"]
    list_filter = ["kpi__kind"]
    search_fields = ["kpi__name", "segment", "source"]
    list_select_related = ["kpi"]
    ordering = ["-id"]
    sortable_by = ()
    adds_several = True
    empty_icon = "add_chart"
    empty_words = "A reading is the counts of one KPI over a period: value and interval are worked out from them."
    add_words = "Add reading"

    sheet_columns = (
        column("KPI", lambda reading: reading.kpi.name, 40),
        column("From", "period_from", 12),
        column("To", "period_to", 12),
        column("Segment", "segment"),
        *(column(name.capitalize(), name, 12) for name in Reading.COUNT_FIELDS),
        column("Value", lambda reading: reading.told.value, 12),
        column("95 % from", lambda reading: reading.told.low, 12),
        column("95 % to", lambda reading: reading.told.high, 12),
        column("People", lambda reading: reading.told.n, 10),
        column("Method", lambda reading: reading.told.method, 26),
        column("Source", "source", 30),
    )

    def sheet_rows(self, rows: list[Any]) -> list[Any]:
        """Work out each reading's value and interval once."""
        for reading in rows:
            reading.told = reading.estimate
        return rows

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring the KPI along: everything about a reading is asked of it."""
        return super().get_queryset(request).select_related("kpi")

    def list_links(self, request: HttpRequest) -> list[Link]:
        """Offer readings as a table, out and in."""
        links = [Link("As CSV", self.address("export"), "download")]
        if self.has_add_permission(request):
            links.append(Link("Import readings", self.address("import"), "upload"))
        return links

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask for the counts the KPI's kind is made of, no others."""
        kpi = obj.kpi if obj else getattr(request, "_kpi", None)
        if kpi is None:
            return []
        return [
            ("When and whom", {"fields": [("period_from", "period_to"), ("segment", "source")]}),
            (f"Counts of {kpi.name}", {"fields": [tuple(kpi.counts)]}),
        ]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Give a new reading its KPI before it is validated."""
        form = super().get_form(request, obj, change, **kwargs)
        kpi = getattr(request, "_kpi", None)
        if obj is not None or kpi is None:
            return form

        class OfKpi(form):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                kwargs["instance"] = kwargs.get("instance") or Reading()
                kwargs["instance"].kpi = kpi
                kwargs["instance"].program_id = kpi.program_id
                super().__init__(*args, **kwargs)

        OfKpi.__name__ = form.__name__
        return OfKpi

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Ask which KPI first, if none is named."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        named = id_in(request.GET.get("kpi"))
        kpi = Kpi.objects.visible_to(request.user).filter(pk=named).first()
        if kpi is None or current.enter(request, kpi.program_id) is None:
            return self._choose(request)
        request._kpi = kpi  # type: ignore[attr-defined]
        context = {"page_title": f"New reading of {kpi.name}"} | (extra_context or {})
        return super().add_view(request, form_url, context)

    def _choose(self, request: HttpRequest) -> HttpResponse:
        program = current.program(request)
        kpis = Kpi.objects.visible_to(request.user).order_by("name", "id")
        context = {
            **self.admin_site.each_context(request),
            "title": "Which KPI did you measure?",
            "crumbs": self.list_crumbs(request),
            "kpis": kpis.filter(program=program)[:MOST_OFFERED] if program else [],
            "may_add_kpi": program is not None
            and request.user.has_perm("journeys.add_kpi", program),
        }
        return TemplateResponse(request, "journeys/home/choose_kpi.html", context)

    def list_crumbs(self, request: HttpRequest) -> list[Any]:
        """Come from the KPIs."""
        home = super().list_crumbs(request)[:-1]
        return [*home, ("KPIs", reverse("admin:journeys_kpi_changelist"))]

    def crumbs(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Come from the reading's KPI."""
        kpi = (obj.kpi.name, reverse("admin:journeys_kpi_page", args=[obj.kpi_id]))
        return [*self.list_crumbs(request), kpi, (_period(obj), self.address("change", obj.pk))]

    def after_save(self, request: HttpRequest, obj: Any) -> str:
        """Show what the reading says: it is on the KPI's page."""
        return reverse("admin:journeys_kpi_page", args=[obj.kpi_id])

    def after_delete(self, request: HttpRequest) -> str:
        """Go back to the KPI."""
        return reverse("admin:journeys_kpi_page", args=[request._object.kpi_id])  # type: ignore[attr-defined]

    @admin.display(description="Period")
    def period(self, reading: Reading) -> str:
        """Show the period."""
        return _period(reading)

    @admin.display(description="KPI")
    def of_kpi(self, reading: Reading) -> str:
        """Lead to the KPI."""
        address = reverse("admin:journeys_kpi_page", args=[reading.kpi_id])
        return format_html('<a class="link" href="{}">{}</a>', address, reading.kpi.name)

    @admin.display(description="Whom")
    def whom(self, reading: Reading) -> str:
        """Name the segment."""
        return reading.segment or "All customers"

    @admin.display(description="Value")
    def value(self, reading: Reading) -> str:
        """Show the value."""
        return format_html("<b>{}</b>", figures.value(reading.kpi, reading.estimate.value))

    @admin.display(description="95 % interval")
    def interval(self, reading: Reading) -> str:
        """Show the interval."""
        return figures.interval(reading.kpi, reading.estimate)

    @admin.display(description="n")
    def people(self, reading: Reading) -> str:
        """Show how many were asked."""
        return f"{reading.estimate.n:,}"


def _period(reading: Reading) -> str:
    return f"{day(reading.period_from)} – {day(reading.period_to)}"
