"""The version comparison as a kind of report: checked when asked for, made by a worker."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from journeys.reporting import Subject
from journeys.reports import own_files, pdf
from journeys.reports.reading import person
from journeys.reports.version_comparison import parameters as asked
from journeys.reports.version_comparison import sources as reading
from journeys.reports.version_comparison.build import build

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import User

    from journeys.models import Report
    from journeys.reports.version_comparison.report import VersionComparisonReport
    from journeys.reports.version_comparison.sources import Sources

TEMPLATE = "journeys/reports/version_comparison.html"


class VersionComparison:
    """What changed between two versions, as a PDF for a board."""

    label = "Version comparison"
    template = TEMPLATE

    def beside(self, sources: Sources) -> dict[str, Any]:
        """Return what a template of an app above says beside the comparison: here nothing."""
        return {}

    def check(self, parameters: dict[str, Any], user: User) -> Subject:
        """Return the two versions, the older as `against`; `ValidationError` names what is wrong."""
        pair = asked.check(parameters, user)
        numbers = f"versions {pair.before.number} and {pair.after.number}"
        if pair.before.map_id != pair.after.map_id:
            numbers = (
                f"version {pair.after.number} against {pair.before.map.name} {pair.before.number}"
            )
        title = f"Version comparison: {pair.after.map.name}, {numbers}"
        return Subject(pair.after.program, title[:240], pair.parameters)

    def make(self, report: Report, progress: Callable[[int, str], None]) -> bytes:
        """Return the PDF; the same contents and the same row give the same bytes."""
        progress(5, "Reading both versions")
        sources = reading.read(report)
        built = build(sources, made_by=person(report), report_id=report.pk, progress=progress)
        beside = self.beside(sources)
        html = to_html(built, self.template, beside)
        progress(45, "Setting pages")
        made_of = (
            report.pk,
            sources.before.checksum,
            sources.after.checksum,
            sources.read_at,
            beside,
        )
        return pdf.to_pdf(
            html,
            identifier=sha256(repr(made_of).encode()).hexdigest()[:32],
            on_part=lambda done, total: progress(
                45 + 50 * done // total, f"Setting pages: part {done} of {total} done"
            ),
        )


def to_html(
    report: VersionComparisonReport, template: str = TEMPLATE, beside: dict[str, Any] | None = None
) -> str:
    """Return the report as a whole page, for the PDF, a browser, or a test."""
    styles = [own_files.stylesheet(name) for name in ("picture.css", "report.css")]
    said = {"report": report, "stylesheet": "\n".join(styles)}
    return render_to_string(template, said | (beside or {}))
