"""The program overview as a kind of report: checked when asked for, made by a worker."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from journeys.models import Program
from journeys.reporting import Subject
from journeys.reports import asked, documents, reading, words
from journeys.reports.program_overview.build import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.contrib.auth.models import User

    from journeys.models import Report
    from journeys.reports.program_overview.report import ProgramOverviewSaid


class ProgramOverview:
    """Where a program stands, as a PDF for a board."""

    label = "Program overview"

    def check(self, parameters: dict[str, Any], user: User) -> Subject:
        """Return the program and since when changes are told; `ValidationError` names what is wrong.

        Without a date, changes are told of as many days as the program looks at its maps again in.
        """
        given = asked.known_only(parameters, ("program", "since"), '{"program": 1}')
        program: Any = asked.program(given.get("program"), user)
        asked.found({"program": program})
        since = _since(given.get("since"), program)
        title = f"Program overview: {program.name}, since {words.day(since)}"
        return Subject(program, title[:240], {"program": program.pk, "since": since.isoformat()})

    def make(self, report: Report, progress: Callable[[int, str], None]) -> bytes:
        """Return the PDF; the same contents and the same row give the same bytes."""
        progress(5, "Reading the program")
        since = date.fromisoformat(report.parameters["since"])

        def said(read_at: datetime) -> ProgramOverviewSaid:
            program = Program.objects.filter(pk=report.program_id).select_related("owner").first()
            if program is None:
                raise reading.RowGone("The program is no longer there.")
            progress(20, "Comparing and writing")
            made_by = reading.person(report)
            return build(program, since, read_at=read_at, made_by=made_by, report_id=report.pk)

        return documents.to_pdf(reading.settle(report, said), "program_overview", progress)


def _since(given: Any, program: Program) -> date:
    today = timezone.localdate()
    if given is None or given == "":
        return today - timedelta(days=program.review_cadence_days)
    try:
        since = date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        since = None
    if since is None:
        raise ValidationError({"since": "Give a date, as in 2026-09-01."})
    if not date(1970, 1, 1) <= since <= today:
        raise ValidationError({"since": "Give a date in the past."})
    return since
