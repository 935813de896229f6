"""Reports: what was asked for, how far it is, the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from journeys import reporting
from journeys.admin.base import ProgramOwnedAdmin
from journeys.admin.chips import minute
from journeys.admin.pages import ReportPages
from journeys.models import Report

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@admin.register(Report)
class ReportAdmin(ReportPages, ProgramOwnedAdmin):
    """The reports of a program, newest first; the list follows what is being made."""

    change_list_template = "journeys/home/reports.html"
    show_add_link = False
    deletable = True
    list_display = ["titled", "kind_name", "progress_chip", "asked_by", "asked_at", "what_to_do"]
    list_filter = ["status"]
    search_fields = ["title", "requested_by_name"]
    ordering = ["-id"]
    sortable_by = ()
    empty_icon = "description"
    empty_words = (
        "Compare two versions of a map and make a report of it: a document for people who will "
        "never open a map."
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask for reports where there is something to report on."""
        return False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Lead to the maps: reports are asked for there."""
        return HttpResponseRedirect(reverse("admin:journeys_journeymap_changelist"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Lead to the report's page: there is nothing in a report to edit."""
        report = self.get_object(request, object_id)
        if report is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return HttpResponseRedirect(self.landing(report))

    def landing(self, obj: Any) -> str:
        """Lead to the report's page."""
        return self.address("page", obj.pk)

    @admin.display(description="Report")
    def titled(self, report: Report) -> str:
        """Name the report."""
        return str(report)

    @admin.display(description="Kind")
    def kind_name(self, report: Report) -> str:
        """Name the kind as the report itself does."""
        kind = reporting.kinds().get(report.kind)
        return kind.label if kind else report.kind.replace("_", " ")

    @admin.display(description="Status")
    def progress_chip(self, report: Report) -> str:
        """Show how far it is."""
        return render_to_string("journeys/home/report_status.html", {"report": report})

    @admin.display(description="By")
    def asked_by(self, report: Report) -> str:
        """Name who asked."""
        return report.requested_by_name

    @admin.display(description="Asked for")
    def asked_at(self, report: Report) -> str:
        """Show when."""
        return minute(report.created_at)

    @admin.display(description="File")
    def what_to_do(self, report: Report) -> str:
        """Lead to the file."""
        if report.status != Report.Status.DONE:
            return ""
        return format_html(
            '<a class="button quiet" href="{}"><span class="icon" aria-hidden="true">download</span>'
            'Download<span class="sr-only"> {}</span></a>',
            self.address("file", report.pk),
            report,
        )
