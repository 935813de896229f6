"""The map as a kind of report: checked when asked for, made by a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.reporting import Subject
from journeys.reports import asked, documents, reading
from journeys.reports.map_report.build import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.contrib.auth.models import User

    from journeys.models import Report
    from journeys.reports.map_report.report import MapReportSaid
    from journeys.reports.reading import Settled


class MapReport:
    """One version of a map, as a PDF for a board."""

    label = "Map"

    def check(self, parameters: dict[str, Any], user: User) -> Subject:
        """Return the version; `ValidationError` names what is wrong."""
        given = asked.known_only(parameters, ("version",), '{"version": 2}')
        version: Any = asked.version(given.get("version"), user)
        asked.found({"version": version})
        title = f"Map: {version.map.name}, version {version.number}"
        return Subject(version.program, title[:240], {"version": version.pk})

    def make(self, report: Report, progress: Callable[[int, str], None]) -> bytes:
        """Return the PDF; the same contents and the same row give the same bytes."""
        return documents.to_pdf(read(report, progress), "map_report", progress)


def read(report: Report, progress: Callable[[int, str], None]) -> Settled:
    """Return what a report on a map says, a `MapReportSaid`."""
    progress(5, "Reading the map")

    def said(read_at: datetime) -> MapReportSaid:
        source = reading.source(report, report.parameters["version"])
        progress(20, "Drawing and writing")
        made_by = reading.person(report)
        return build(source, read_at=read_at, made_by=made_by, report_id=report.pk)

    return reading.settle(report, said)
