"""The version comparison, complete: what changed, what customers felt, and what was done and what it was worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from improvements.reports import appendix, deeds
from journeys.reports.version_comparison import VersionComparison

if TYPE_CHECKING:
    from journeys.reports.version_comparison.sources import Sources


class CompleteVersionComparison(VersionComparison):
    """The comparison of `journeys` with a section on actions and outcomes."""

    template = "improvements/reports/version_comparison.html"
    quotes_people = True

    def beside(self, sources: Sources) -> dict[str, Any]:
        """Return what was done between the versions."""
        done = deeds.between(sources)
        return {"deeds": done, "appendix": appendix.of(sources, done)}


#: What `settings.REPORTS` names.
kind = CompleteVersionComparison()
