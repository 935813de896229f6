"""From a report's value to its page, and from its page to the PDF: what every kind of document does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from journeys.reports import own_files, pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from journeys.reports.reading import Settled

STYLES = ("picture.css", "report.css", "report_kinds.css")


def to_html(template: str, report: Any) -> str:
    """Return a report as a whole page, for the PDF, a browser, or a test."""
    stylesheet = "\n".join(own_files.stylesheet(name) for name in STYLES)
    return render_to_string(
        f"journeys/reports/{template}.html", {"report": report, "stylesheet": stylesheet}
    )


def to_pdf(settled: Settled, template: str, progress: Callable[[int, str], None]) -> bytes:
    """Return the PDF of what a report says, written with a template."""
    html = to_html(template, settled.said)
    progress(45, "Setting pages")
    return pdf.to_pdf(
        html,
        identifier=settled.identifier,
        on_part=lambda done, total: progress(
            45 + 50 * done // total, f"Setting pages: part {done} of {total} done"
        ),
    )
