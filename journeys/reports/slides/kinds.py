"""Presentations as kinds of reports: checked when asked for, made by a worker."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from journeys.comparison import compare
from journeys.rendering import comparison_picture
from journeys.reporting import Subject
from journeys.reports import map_report, reading, version_comparison
from journeys.reports.map_report import report_kind as of_maps
from journeys.reports.version_comparison import sources as reading_both

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import User

    from journeys.models import Report


class _Slides:
    suffix = ".pptx"
    #: The document that says the same on paper, and how its titles begin.
    document: Any
    begins: str

    def check(self, parameters: dict[str, Any], user: User) -> Subject:
        """Return what the document of the same parameters is about; `ValidationError` names what is wrong."""
        subject: Subject = self.document.check(parameters, user)
        title = f"{self.begins}: {subject.title.partition(': ')[2]}"
        return Subject(subject.program, title[:240], subject.parameters)


class MapSlides(_Slides):
    """One version of a map, as a presentation."""

    label = "Map as slides"
    document = map_report.kind
    begins = "Slides of the map"

    def make(self, report: Report, progress: Callable[[int, str], None]) -> bytes:
        """Return the PPTX; the same contents and the same row give the same bytes."""
        from journeys.reports.slides import map_deck

        settled = of_maps.read(report, progress)
        progress(40, "Making slides")
        read_at = datetime.fromisoformat(report.parameters["read"]["at"])
        return map_deck.make(settled.said, read_at)


class ComparisonSlides(_Slides):
    """What changed between two versions, as a presentation."""

    label = "Comparison as slides"
    document = version_comparison.kind
    begins = "Slides of the comparison"

    def make(self, report: Report, progress: Callable[[int, str], None]) -> bytes:
        """Return the PPTX; the same contents and the same row give the same bytes."""
        from journeys.reports.slides import comparison_deck

        progress(5, "Reading both versions")
        sources = reading_both.read(report)
        said = version_comparison.build(
            sources, made_by=reading.person(report), report_id=report.pk, progress=progress
        )
        before, after = sources.before.contents, sources.after.contents
        picture = comparison_picture.draw(
            before, after, compare(before, after, sources.judgements),
            before_name=said.before.name, after_name=said.after.name,
        )  # fmt: skip
        progress(60, "Making slides")
        return comparison_deck.make(said, picture, sources.read_at)
