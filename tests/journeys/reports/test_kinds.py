"""Every kind of document as a file: tagged, numbered, and nothing for WeasyPrint to complain of."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from journeys import reporting
from journeys.models import Report
from journeys.reports import parts
from tests.factories import PersonaFactory, member, published_map

pytestmark = pytest.mark.slow


OF_PROGRAMS = ("program_overview", "priorities", "experiment_log", "program_review")


@pytest.mark.parametrize("kind", ["persona", "evidence", *OF_PROGRAMS])
def test_the_file_is_tagged_and_numbered(program, caplog, monkeypatch, kind):
    monkeypatch.setattr(parts, "MOST_IN_PROCESS", 10**6)  # so that complaints are heard here
    persona = PersonaFactory(program=program, name="Lena", goals="An account by tonight")
    parameters = {"program": program.pk}
    if kind == "persona":
        parameters = {"persona": persona.pk}
    elif kind == "evidence":
        parameters = {"version": published_map(program).pk}
    mara = member(program, "viewer", first_name="Mara", last_name="Ruiz")
    subject = reporting.check(kind, parameters, mara)
    report = Report(program=program, kind=kind, parameters=subject.parameters, requested_by=mara)

    content = reporting.kinds()[kind].make(report, lambda *step: None)

    document = PdfReader(io.BytesIO(content), strict=True)
    assert document.trailer["/Root"]["/MarkInfo"] == {"/Marked": True}
    assert document.metadata.author == "Mara Ruiz"
    for number, page in enumerate(document.pages, start=1):
        assert f"Page {number} of {len(document.pages)}" in page.extract_text()
    assert [
        one for one in caplog.records if one.name.startswith("weasyprint") and one.levelno >= 30
    ] == []
