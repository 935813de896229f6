"""The version-comparison report: what changed between two versions of a map, for a board to read."""

from journeys.reports.version_comparison.build import build
from journeys.reports.version_comparison.report import VersionComparisonReport
from journeys.reports.version_comparison.report_kind import VersionComparison, to_html

#: What `settings.REPORTS` names.
kind = VersionComparison()

__all__ = ["VersionComparison", "VersionComparisonReport", "build", "kind", "to_html"]
