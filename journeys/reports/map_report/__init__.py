"""The map report: one version of a map, as a document a board can read without the tool."""

from journeys.reports.map_report.build import build
from journeys.reports.map_report.report_kind import MapReport

#: What `settings.REPORTS` names.
kind = MapReport()

__all__ = ["MapReport", "build", "kind"]
