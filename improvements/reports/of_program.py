"""What the reports on a program's improvements share: asked with a program, made of sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.models import Program
from journeys.reporting import Subject
from journeys.reports import asked, documents, reading, remarks, sections, words
from journeys.reports.remarks import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from django.contrib.auth.models import User

    from journeys.models import Report
    from journeys.reports.sections import SectionsSaid


class OfProgram:
    """A report on a program, as a PDF for a board. A subclass says its `label` and builds it."""

    label: str
    asked_with = "program"

    def build(
        self, program: Program, read_at: datetime, made_by: str, report_id: int | None
    ) -> SectionsSaid:
        """Return all the report says."""
        raise NotImplementedError

    def check(self, parameters: dict[str, Any], user: User) -> Subject:
        """Return the program; `ValidationError` names what is wrong."""
        given = asked.known_only(parameters, ("program",), '{"program": 1}')
        program: Any = asked.program(given.get("program"), user)
        asked.found({"program": program})
        return Subject(program, f"{self.label}: {program.name}"[:240], {"program": program.pk})

    def make(self, report: Report, progress: Callable[[int, str], None]) -> bytes:
        """Return the PDF; the same contents and the same row give the same bytes."""
        progress(5, "Reading the program")

        def said(read_at: datetime) -> SectionsSaid:
            program = Program.objects.filter(pk=report.program_id).first()
            if program is None:
                raise reading.RowGone("The program is no longer there.")
            progress(20, "Writing")
            return self.build(program, read_at, reading.person(report), report.pk)

        return documents.to_pdf(reading.settle(report, said), sections.TEMPLATE, progress)


def provenance(
    program: Program, read_at: datetime, made_by: str, report_id: int | None
) -> Iterator[Said]:
    """Return what the report was made from."""
    yield Said("Program", words.clean(f"{program.name} (id {program.pk})"))
    yield from remarks.of_report(read_at, made_by, report_id)
