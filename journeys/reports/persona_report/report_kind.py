"""The persona as a kind of report: checked when asked for, made by a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from journeys import contents
from journeys.reporting import Subject
from journeys.reports import asked, documents, reading
from journeys.reports.persona_report.build import build
from journeys.reports.persona_report.sources import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.contrib.auth.models import User

    from journeys.models import MapVersion, Persona, Report
    from journeys.reports.persona_report.report import PersonaReportSaid


class PersonaReport:
    """A persona, as a PDF to hand around."""

    label = "Persona"

    def check(self, parameters: dict[str, Any], user: User) -> Subject:
        """Return the persona, and the version if one is given; `ValidationError` names what is wrong."""
        given = asked.known_only(parameters, ("persona", "version"), '{"persona": 3}')
        rows: dict[str, Any] = {"persona": asked.persona(given.get("persona"), user)}
        if given.get("version"):
            rows["version"] = asked.version(given["version"], user)
        asked.found(rows)
        persona, version = rows["persona"], rows.get("version")
        chosen = {"persona": persona.pk}
        title = f"Persona: {persona.name}"
        if version is not None:
            _require_on(version, persona)
            chosen["version"] = version.pk
            title += f", on {version.map.name}, version {version.number}"
        return Subject(persona.program, title[:240], chosen)

    def make(self, report: Report, progress: Callable[[int, str], None]) -> bytes:
        """Return the PDF; the same contents and the same row give the same bytes."""
        progress(5, "Reading the persona and their maps")

        def said(read_at: datetime) -> PersonaReportSaid:
            sources = read(report)
            progress(25, "Drawing and writing")
            made_by = reading.person(report)
            return build(sources, read_at=read_at, made_by=made_by, report_id=report.pk)

        return documents.to_pdf(reading.settle(report, said), "persona_report", progress)


def _require_on(version: MapVersion, persona: Persona) -> None:
    keys = {one.key for one in contents.read(version).personas}
    if version.program_id != persona.program_id or persona.key not in keys:
        raise ValidationError({"version": "This persona is not on that version's map."})
