"""A report from asking for it to holding the file: progress, cancel, try again, download."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from journeys import jobs, reporting
from journeys.admin.pages.files import plain_name
from journeys.admin.pages.frame import find, find_version, require, show, way_to_reports
from journeys.ids import id_in
from journeys.models import MapVersion, Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

COMPARISON = "version_comparison"
#: After this long in the queue the page says that perhaps nobody is working.
LONG_WAIT = timedelta(seconds=30)

VERBS: dict[str, Callable[[Report], Report]] = {"cancel": jobs.cancel, "retry": reporting.retry}
ENDED = {"cancel": "The report is cancelled.", "retry": "The report is queued again."}


def ask(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Ask for the report that compares this version with another (POST), and lead to its page."""
    version = find_version(request, pk)
    require(request, "add_report", version)
    if request.method != "POST":  # signing in again in between turns a POST into a GET
        return redirect("admin:journeys_mapversion_compare", version.pk)
    parameters: dict[str, Any] = {"version": version.pk}
    against = id_in(request.POST.get("against"))
    if against is not None:
        parameters["against"] = against
    try:
        subject = reporting.check(COMPARISON, parameters, request.user)  # type: ignore[arg-type]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("admin:journeys_mapversion_map", version.pk)
    report = reporting.request(COMPARISON, subject, by=request.user)  # type: ignore[arg-type]
    return redirect("admin:journeys_report_page", report.pk)


@never_cache
def view(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show how far a report is, and the file once it is there."""
    report = find(request, Report.objects.select_related("program"), pk)
    require(request, "view_report", report)
    version, against = _versions(report)
    return show(
        request,
        site,
        "report",
        title=str(report),
        crumbs=way_to_reports(report.program),
        report=report,
        version=version,
        against=against,
        waits_long=_waits_long(report),
        is_pdf=reporting.suffix(report) == ".pdf",
        can_change=request.user.has_perm("journeys.change_report", report),
    )


@never_cache
def status(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Answer the page's script: how far it is."""
    report = find(request, Report, pk)
    require(request, "view_report", report)
    return JsonResponse(
        {
            "status": report.status,
            "label": report.get_status_display(),
            "progress": report.progress,
            "step": report.step,
            "finished": report.is_finished,
            "waits_long": _waits_long(report),
        }
    )


def verb(request: HttpRequest, site: AdminSite, pk: int, verb: str) -> HttpResponse:
    """Cancel a report or try it again (POST)."""
    report = find(request, Report, pk)
    require(request, "change_report", report)
    if verb not in VERBS:
        raise Http404
    if request.method != "POST":
        return redirect("admin:journeys_report_page", report.pk)
    try:
        VERBS[verb](report)
    except jobs.NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, ENDED[verb])
    return redirect("admin:journeys_report_page", report.pk)


@never_cache
def file(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse | FileResponse:
    """Give the file to who may see the report; `?open=1` shows it in the browser."""
    report = find(request, Report, pk)
    require(request, "view_report", report)
    if report.status != Report.Status.DONE:
        messages.info(request, "The report is not ready yet.")
        return redirect("admin:journeys_report_page", report.pk)
    try:
        content = report.file.open("rb")
    except FileNotFoundError:
        messages.error(
            request, "The file of this report is gone from the server. Make the report again."
        )
        return redirect("admin:journeys_report_page", report.pk)
    suffix = reporting.suffix(report)
    response = FileResponse(
        content,
        as_attachment="open" not in request.GET or suffix != ".pdf",
        filename=f"{plain_name(str(report))}{suffix}",
        content_type=reporting.MEDIA_TYPES[suffix],
    )
    response["X-Content-Type-Options"] = "nosniff"
    # The pages' own policy forbids objects, and browsers show a PDF as one.
    response["Content-Security-Policy"] = "frame-ancestors 'none'"
    return response


def _versions(report: Report) -> tuple[MapVersion | None, MapVersion | None]:
    """Return the two versions a comparison is about, as far as they are in the report's program."""
    numbers = [report.parameters.get(name) for name in ("version", "against")]
    rows = MapVersion.objects.filter(program_id=report.program_id).select_related("map")
    found = rows.in_bulk([number for number in numbers if isinstance(number, int)])
    version, against = (found.get(number) for number in numbers)  # type: ignore[call-overload]
    return version, against


def _waits_long(report: Report) -> bool:
    waiting = timezone.now() - report.updated_at
    return report.status == Report.Status.QUEUED and waiting > LONG_WAIT
