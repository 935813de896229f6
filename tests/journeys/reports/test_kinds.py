"""Every kind of document as a file: tagged, numbered, and nothing for WeasyPrint to complain of."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from journeys import reporting
from journeys.models import Report
from journeys.reports import parts
from tests.factories import PersonaFactory, member

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", ["persona", "program_overview"])
def test_the_file_is_tagged_and_numbered(program, caplog, monkeypatch, kind):
    monkeypatch.setattr(parts, "MOST_IN_PROCESS", 10**6)  # so that complaints are heard here
    persona = PersonaFactory(program=program, name="Lena", goals="An account by tonight")
    parameters = {"persona": {"persona": persona.pk}, "program_overview": {"program": program.pk}}[
        kind
    ]
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
