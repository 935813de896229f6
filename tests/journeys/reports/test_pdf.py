"""HTML becomes a tagged PDF that fetches nothing foreign and is the same every time."""

import gc
import io
import sys

import pytest
from pypdf import PdfReader
from pypdf.generic import NullObject

from journeys.reports import own_files, parts, pdf
from journeys.reports.own_files import AddressRefused

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>What changed</title>
<meta name="author" content="Mara Ruiz"><meta name="dcterms.created" content="2026-11-22T09:30:00Z">
<style>{style}</style></head><body><h1>Summary</h1><p>{body}</p></body></html>"""


def page(body="It is better.", style=""):
    return PAGE.format(body=body, style=style)


def reader(content):
    return PdfReader(io.BytesIO(content), strict=True)


def test_to_pdf_gives_a_tagged_document_with_language_title_author_and_date():
    document = reader(pdf.to_pdf(page()))

    root = document.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"] == {"/Marked": True}
    assert root["/ViewerPreferences"] == {"/DisplayDocTitle": True}
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    assert document.metadata.title == "What changed"
    assert document.metadata.author == "Mara Ruiz"
    assert document.metadata.creation_date_raw == "D:20261122093000Z"


def test_to_pdf_tags_headings_and_paragraphs():
    document = reader(pdf.to_pdf(page()))

    (whole,) = document.trailer["/Root"]["/StructTreeRoot"]["/K"]
    (part,) = whole.get_object()["/K"]
    tags = [child.get_object()["/S"] for child in part.get_object()["/K"]]
    assert tags == ["/H1", "/P"]


def test_to_pdf_numbers_pages_and_bookmarks_headings():
    document = reader(pdf.to_pdf(page('One</p><h1 style="break-before: page">Two</h1><p>End')))

    assert [entry.title for entry in document.outline] == ["Summary", "Two"]
    assert [sheet.extract_text().splitlines()[-1] for sheet in document.pages] == [
        "Page 1 of 2",
        "Page 2 of 2",
    ]


def test_to_pdf_gives_the_same_bytes_for_the_same_page():
    assert pdf.to_pdf(page(), identifier="7") == pdf.to_pdf(page(), identifier="7")


def test_to_pdf_tells_documents_apart_by_their_identifier():
    first, second = (reader(pdf.to_pdf(page(), identifier=name)) for name in ("7", "8"))

    assert first.trailer["/ID"][0] != second.trailer["/ID"][0]


def test_to_pdf_embeds_our_fonts_only():
    document = reader(pdf.to_pdf(page("Ω ა Wait", "body { font-family: Helvetica, Arial }")))

    fonts = document.pages[0]["/Resources"]["/Font"].values()
    names = {font.get_object()["/BaseFont"].partition("+")[2] for font in fonts}
    assert names == {"Inter", "Inter-Bold", "DejaVu-Sans"}


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="http://127.0.0.1:1/x.png" alt="x">',
        '<img src="../../../manage.py" alt="x">',
        '<img src="/static/../manage.py" alt="x">',
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="x">',
        '<link rel="stylesheet" href="http://127.0.0.1:1/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<object data="file:///etc/passwd"></object>',
        '<embed src="file:///etc/passwd">',
        '<base href="file:///etc/"><img src="passwd" alt="x">',
        '<p style="background: url(file:///etc/passwd)">x</p>',
        '<ul style="list-style-image: url(http://127.0.0.1:1/x)"><li>x</li></ul>',
        "<style>@import url(file:///etc/passwd);</style>",
        "<style>@font-face { font-family: x; src: url(http://127.0.0.1:1/x) }</style>",
        '<svg width="9" height="9"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
    ],
)
def test_to_pdf_refuses_a_page_that_reaches_for_anything(body):
    with pytest.raises(AddressRefused):
        pdf.to_pdf(page(body))


def test_to_pdf_shows_a_static_file_of_ours():
    content = pdf.to_pdf(page('<img src="/static/journeys/mark.svg" alt="Journeyloop">'))

    assert len(reader(content).pages) == 1


def test_to_pdf_lets_the_collector_work_again(monkeypatch):
    asleep = []
    monkeypatch.setattr(pdf, "lay_out", lambda *page: asleep.append(not gc.isenabled()) or 1 / 0)

    with pytest.raises(ZeroDivisionError):
        pdf.to_pdf(page())

    assert asleep == [True]
    assert gc.isenabled()


def test_to_pdf_leaves_a_collector_asleep_that_was_asleep():
    gc.disable()
    try:
        pdf.to_pdf(page())
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_to_pdf_says_what_to_install_when_libraries_are_missing(monkeypatch):
    def missing(name, *arguments):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *arguments)

    real = __import__
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr("builtins.__import__", missing)

    with pytest.raises(pdf.PdfUnavailable, match="apt-get install libpango"):
        pdf.to_pdf(page())


@pytest.mark.slow
def test_to_pdf_sets_what_is_longer_outside_this_process_with_the_same_result(monkeypatch):
    here = pdf.to_pdf(page(), identifier="7")
    monkeypatch.setattr(parts, "MOST_IN_PROCESS", 3)
    monkeypatch.setattr(pdf, "lay_out", None)  # would fail here

    assert pdf.to_pdf(page(), identifier="7") == here


def test_pictures_without_words_are_decoration():
    icon = '<svg width="9" height="9" aria-hidden="true"><rect width="9" height="9"/></svg>'
    plot = '<svg width="9" height="9"><title>A plot</title><rect width="9" height="9"/></svg>'

    document = reader(pdf.to_pdf(page(f"{icon} word {plot} end {icon}")))

    sheet = document.pages[0]
    marks = sheet.get_contents().get_data()
    owners = document.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Kids"][0]["/Nums"][1]
    elements = [owner for owner in owners if not isinstance(owner, NullObject)]
    figures = [element for element in elements if element["/S"] == "/Figure"]
    assert len(owners) - len(elements) == 2
    assert [figure["/Alt"] for figure in figures] == ["A plot"]
    assert marks.count(b"/Figure\n") == 1
    assert marks.count(b"/Artifact\n") >= 2


def test_stylesheet_of_reports_is_understood(caplog):
    pdf.to_pdf(page(style=own_files.stylesheet()))

    assert [record.getMessage() for record in caplog.records if record.levelno >= 30] == []
