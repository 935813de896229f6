"""A long document is cut where pages begin, set by several processes, and joined whole."""

import io
from collections import Counter

import pytest
from pypdf import PdfReader

from journeys.reports import parts, pdf
from journeys.reports.own_files import AddressRefused
from journeys.reports.parts import CUT, FRAME

STYLE = """@page { size: 400px 300px; margin: 40px; @top-left { content: element(header) } }
section { break-before: page } .header { position: running(header) }"""


def document(*sections, head="<title>Long</title>"):
    body = CUT.join(f"<section>{section}</section>" for section in sections)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}<style>{STYLE}</style></head>'
        f'<body><div class="header">Header</div>{FRAME}{body}</body></html>'
    )


def section(number, rows=2):
    cells = "".join(
        f"<tr><th scope=row>Row {row}</th><td>{number}.{row}</td></tr>" for row in range(rows)
    )
    head = "<thead><tr><th scope=col>What</th><th scope=col>Value</th></tr></thead>"
    return f"<h2>Section {number}</h2><h3>Détail {number}</h3><table>{head}<tbody>{cells}</tbody></table>"


@pytest.fixture
def small_parts(monkeypatch):
    """Cut after every 60 or so tags, as 22,000 would take too long."""
    for name in ("MOST", "MOST_IN_PROCESS", "WORTH_CUTTING"):
        monkeypatch.setattr(parts, name, 60)


def test_cut_leaves_a_short_document_whole():
    html = document(section(1), section(2))

    assert parts.cut(html) == [html]


def test_cut_leaves_a_document_without_marks_whole(small_parts):
    html = document(section(1, rows=100))

    assert parts.cut(html) == [html]


def test_cut_repeats_the_frame_and_keeps_everything_in_order(small_parts):
    html = document(*(section(number) for number in range(6)))

    pages = parts.cut(html)

    frame = html[: html.index(FRAME)]
    assert len(pages) > 1
    assert all(page.startswith(frame) for page in pages)
    bodies = [page.removeprefix(frame).removesuffix("</body></html>") for page in pages]
    assert "".join(bodies) == html[len(frame + FRAME) :].replace(CUT, "").removesuffix(
        "</body></html>"
    )


def test_cut_keeps_what_fits_together(small_parts):
    html = document(*(section(number) for number in range(6)))

    assert all(parts.weight(page) < 2 * parts.MOST for page in parts.cut(html))


@pytest.fixture(scope="module")
def joined():
    """A document of three parts, joined, and what was told on the way."""
    told = []
    patch = pytest.MonkeyPatch()
    for name in ("MOST", "MOST_IN_PROCESS", "WORTH_CUTTING"):
        patch.setattr(parts, name, 100)
    html = document(
        *(section(number) for number in range(5)), head="<title>Lang &amp; länger</title>"
    )
    content = pdf.to_pdf(html, identifier="7", on_part=lambda *done: told.append(done))
    again = pdf.to_pdf(html, identifier="7")
    patch.undo()
    return html, content, again, told


@pytest.mark.slow
def test_joined_parts_are_one_document_with_pages_numbered_through(joined):
    pages = PdfReader(io.BytesIO(joined[1]), strict=True).pages

    assert [page.extract_text().split("\n")[:3] for page in pages] == [
        [f"Page {number} of 5", f"Section {number - 1}", f"Détail {number - 1}"]
        for number in range(1, 6)
    ]


@pytest.mark.slow
def test_joined_parts_say_the_same_as_the_document_set_whole(joined, monkeypatch):
    monkeypatch.setattr(parts, "MOST_IN_PROCESS", 10**6)
    whole = PdfReader(io.BytesIO(pdf.to_pdf(joined[0])))
    pages = PdfReader(io.BytesIO(joined[1])).pages

    def words(page):
        return sorted(page.extract_text().split())

    assert [words(page) for page in pages] == [words(page) for page in whole.pages]


@pytest.mark.slow
def test_joined_parts_have_the_metadata_of_the_document(joined):
    document = PdfReader(io.BytesIO(joined[1]), strict=True)

    root = document.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712  pypdf's own type
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    assert document.metadata.title == "Lang & länger"


@pytest.mark.slow
def test_joined_parts_keep_their_structure_tree(joined):
    document = PdfReader(io.BytesIO(joined[1]), strict=True)
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(document.pages)}
    tags, places = Counter(), set()

    def walk(element, parent):
        assert element["/P"].indirect_reference == parent
        tags[element["/S"]] += 1
        if "/Pg" in element:
            places.add(pages[element.raw_get("/Pg").idnum])
        for kid in element["/K"]:
            if not isinstance(kid, int):
                walk(kid.get_object(), element.indirect_reference)

    root = document.trailer["/Root"]["/StructTreeRoot"]
    (whole,) = root["/K"]
    walk(whole.get_object(), root.indirect_reference)

    assert places == {0, 1, 2, 3, 4}
    found = {
        name: tags[name] for name in ("/Document", "/Part", "/Sect", "/H2", "/H3", "/Table", "/TD")
    }
    assert found == {
        "/Document": 1, "/Part": 3, "/Sect": 5, "/H2": 5, "/H3": 5, "/Table": 5, "/TD": 10,
    }  # fmt: skip


@pytest.mark.slow
def test_joined_parts_map_each_page_to_its_own_structure(joined):
    document = PdfReader(io.BytesIO(joined[1]), strict=True)
    tree = document.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]
    owners = {}
    for leaf in (kid.get_object() for kid in tree["/Kids"]):
        numbers = leaf["/Nums"]
        keys = numbers[::2]
        assert list(leaf["/Limits"]) == [keys[0], keys[-1]]
        owners |= dict(zip(keys, numbers[1::2], strict=True))

    assert list(owners) == list(range(5))
    for page in document.pages:
        elements = [element.get_object() for element in owners[page["/StructParents"]]]
        assert {element.raw_get("/Pg").idnum for element in elements if "/Pg" in element} == {
            page.indirect_reference.idnum
        }


@pytest.mark.slow
def test_joined_parts_have_identifiers_that_are_used_once(joined):
    document = PdfReader(io.BytesIO(joined[1]), strict=True)
    objects = [document.get_object(number) for number in range(1, document.trailer["/Size"])]
    heads = [item["/ID"] for item in objects if isinstance(item, dict) and item.get("/S") == "/TH"]
    cells = [item for item in objects if isinstance(item, dict) and item.get("/S") == "/TD"]

    assert len(heads) == len(set(heads)) == 20
    assert {head for cell in cells for head in cell["/A"]["/Headers"]} <= set(heads)


@pytest.mark.slow
def test_joined_parts_have_the_outline_of_the_whole(joined):
    document = PdfReader(io.BytesIO(joined[1]), strict=True)

    outline = [
        entry.title if not isinstance(entry, list) else [child.title for child in entry]
        for entry in document.outline
    ]
    assert outline == [
        line for number in range(5) for line in (f"Section {number}", [f"Détail {number}"])
    ]
    tops = [entry for entry in document.outline if not isinstance(entry, list)]
    assert [document.get_destination_page_number(entry) for entry in tops] == [0, 1, 2, 3, 4]


@pytest.mark.slow
def test_joining_gives_the_same_bytes_and_tells_how_far_it_is(joined):
    _, content, again, told = joined

    assert content == again
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.slow
def test_a_part_that_cannot_be_set_says_why(small_parts):
    html = document(section(1), '<img src="file:///etc/passwd" alt="x">' + section(2), section(3))

    with pytest.raises(
        parts.PartFailed, match="A report shows only our own files, not file:///etc"
    ):
        pdf.to_pdf(html)


def test_a_short_page_that_reaches_out_is_refused_at_once():
    with pytest.raises(AddressRefused):
        pdf.to_pdf(document('<img src="file:///etc/passwd" alt="x">'))
