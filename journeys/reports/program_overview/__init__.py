"""The program overview: where we stand, what changed, what is due, who does it."""

from journeys.reports.program_overview.build import build
from journeys.reports.program_overview.report_kind import ProgramOverview

#: What `settings.REPORTS` names.
kind = ProgramOverview()

__all__ = ["ProgramOverview", "build", "kind"]
