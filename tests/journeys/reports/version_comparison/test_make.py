"""The report as a file: made by the worker's own way, and read back by others' libraries."""

import io
import shutil
import subprocess

import pytest
from pypdf import PdfReader

from journeys import reporting, tasks
from journeys.models import Report
from journeys.reports import parts, pdf
from journeys.reports.version_comparison import kind
from tests.factories import member
from tests.journeys.sample import edited, small_map

pytestmark = pytest.mark.slow


@pytest.fixture
def report(pair, program):
    after = edited(small_map(), "Prove identity", emotion=-0.4, name="Identify by video")
    first, second = pair(small_map(), edited(after, "Call drops", severity=2))
    mara = member(program, "viewer", first_name="Mara", last_name="Ruiz")
    subject = kind.check({"version": second.pk, "against": first.pk}, mara)
    return reporting.request("version_comparison", subject, by=mara)


@pytest.fixture
def made(report):
    """The bytes a worker makes of the report, and the steps it told."""
    steps = []
    content = kind.make(reporting.claim(report.pk), lambda *step: steps.append(step))
    return content, steps


def test_the_task_makes_the_file_and_keeps_what_it_was_made_from(report):
    tasks.make_report(report.pk)

    done = Report.objects.get(pk=report.pk)
    assert (done.status, done.error, done.progress) == ("done", "", 100)
    with done.file as file:
        assert file.read().startswith(b"%PDF-1.7")
    assert set(done.parameters["read"]) == {"version", "against", "at"}


def test_progress_tells_what_is_being_done(made):
    assert made[1] == [
        (5, "Reading both versions"),
        (15, "Comparing"),
        (25, "Drawing"),
        (35, "Writing"),
        (45, "Setting pages"),
    ]


def test_the_file_is_tagged_and_says_what_it_is(made):
    document = PdfReader(io.BytesIO(made[0]), strict=True)

    root = document.trailer["/Root"]
    assert root["/MarkInfo"] == {"/Marked": True}
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert document.metadata.title == "Open an account: Version 1 and Version 2 compared"
    assert document.metadata.author == "Mara Ruiz"


def test_the_file_has_a_bookmark_for_every_section(made):
    outline = PdfReader(io.BytesIO(made[0])).outline

    def titles(entries):
        return [titles(entry) if isinstance(entry, list) else entry.title for entry in entries]

    assert titles(outline) == [
        "Summary",
        [
            "Side by side",
            "What changed, stage by stage",
            ["Apply"],
            "Feelings, before and after",
            "Pain points",
            "Version 2 in full",
            "Version 1 in full",
            "Method and provenance",
            ["Comparison", "Feelings", "Made from"],
        ],
    ]


def test_every_page_has_its_number_and_both_versions(made):
    pages = PdfReader(io.BytesIO(made[0])).pages

    assert len(pages) == 8
    for number, page in enumerate(pages, start=1):
        text = " ".join(page.extract_text().split())
        assert f"Page {number} of {len(pages)}" in text
        assert "Version 1 · " in text
        assert "Version 2 · " in text


def test_no_page_is_empty(made):
    for page in PdfReader(io.BytesIO(made[0])).pages:
        assert len(page.extract_text()) > 300


def test_making_it_again_gives_the_same_bytes(made, report):
    Report.objects.filter(pk=report.pk).update(status="queued")

    again = kind.make(reporting.claim(report.pk), lambda *step: None)

    assert again == made[0]


def test_the_file_says_its_words_to_poppler(made, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not here")
    file = tmp_path / "report.pdf"
    file.write_bytes(made[0])

    done = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True
    )

    assert done.stderr == ""
    for words in (
        "Identify by video",
        "Cannot tell",
        "Nobody yet.",
        "What changed, stage by stage",
    ):
        assert words in done.stdout


def test_weasyprint_has_nothing_to_complain_of(report, caplog, monkeypatch):
    monkeypatch.setattr(parts, "MOST_IN_PROCESS", 10**6)  # so that it says it here

    kind.make(reporting.claim(report.pk), lambda *step: None)

    assert [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith(("weasyprint", "fontTools")) and record.levelno >= 30
    ] == []


def test_a_machine_without_libraries_says_what_to_install(report, monkeypatch):
    def missing():
        raise pdf.PdfUnavailable("PDFs need the Pango libraries")

    monkeypatch.setattr(pdf, "_weasyprint", missing)

    tasks.make_report(report.pk)

    failed = Report.objects.get(pk=report.pk)
    assert (failed.status, failed.error) == (
        "failed",
        "PdfUnavailable: PDFs need the Pango libraries",
    )
