"""The persona report: who somebody is, what moves them, and how they feel along their journeys."""

from journeys.reports.persona_report.build import build
from journeys.reports.persona_report.report_kind import PersonaReport

#: What `settings.REPORTS` names.
kind = PersonaReport()

__all__ = ["PersonaReport", "build", "kind"]
