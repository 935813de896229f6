"""One preview for every format, whatever the bytes are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.exchange import document
from journeys.exchange.preview import LARGEST_FILE, ImportPreview, Problem, preview
from tests.journeys.sample import small_map

COMES_IN = (
    " What comes in: Excel workbook (.xlsx), CSV table (.csv), Markdown page (.md), Mermaid journey (.mmd), "
    "Journeyloop document (.json), UJG document (.jsonld), CJML document (.xml) and "
    "Enablement Map Studio file (.yaml)."
)
JOURNEY = b"journey\n section Pay\n  Ask: 3: Ann\n"


@pytest.mark.parametrize(
    ("data", "filename", "format_", "names"),
    [
        (document.export(small_map()), "map.json", "json", ["Open an account"]),
        (document.export(small_map()), "map.mmd", "json", ["Open an account"]),
        (b"\xef\xbb\xbf \n" + document.export(small_map()), "", "json", ["Open an account"]),
        (JOURNEY, "My journey.mmd", "mermaid", ["My journey"]),
        (JOURNEY, "C/x/My\x07 journey\ud800.mmd", "mermaid", ["My journey"]),
        (JOURNEY, "data.json", "mermaid", ["data"]),
        (JOURNEY, "", "mermaid", ["Untitled journey"]),
        (b"```mermaid\n" + JOURNEY + b"```\n", "page.md", "mermaid", ["page"]),
        (b"just words", "page.md", "markdown", []),
        (b"just words", "page.csv", "csv", []),
        (b"Stage;Touchpoint\nPay;Till", "", "csv", ["Untitled journey"]),
        (b"just words", "page.json", "json", []),
        (b"just words", "page.txt", "", []),
        (b"pie title Cakes", "", "mermaid", []),
    ],
)
def test_format_is_found_by_content_and_then_by_name(data, filename, format_, names):
    found = preview(data, filename)

    assert (found.format, [one.name for one in found.maps]) == (format_, names)
    assert found.can_come_in is bool(names)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty."),
        (b" \r\n\t\0", "The file is empty."),
        (b"x" * (LARGEST_FILE + 1), "The file is larger than 20 MB."),
        (b"PK\x03\x04....", "This looks like a document or a zip archive; a spreadsheet comes in as .xlsx." + COMES_IN),
        (b"%PDF-1.7", "This looks like a PDF." + COMES_IN),
        (b"\x00\x01\x02", "This is not a text file." + COMES_IN),
        ("journey\n section A\0".encode("utf-16"), "This is not a text file." + COMES_IN),
        ("journey\n section A\0".encode("utf-8-sig"), "This is not a text file." + COMES_IN),
        (b"\x81\x8d\x8f\x90", "This is not a text file." + COMES_IN),
        (b"Order;Amount", "This is no format we know." + COMES_IN),
    ],
    ids=["empty", "blank", "large", "zip", "pdf", "binary", "NUL in UTF-16", "NUL in UTF-8", "no letters", "csv"],
)  # fmt: skip
def test_file_that_cannot_come_in_is_refused_in_one_sentence(data, message):
    assert preview(data, "file.x") == ImportPreview(filename="file.x", problems=(Problem(message),))


def test_found_map_says_what_it_has():
    (one,) = preview(document.export(small_map())).maps

    assert one.summary == "2 stages, 3 touchpoints, 2 lanes, 3 cards"


def test_problem_says_where_it_is():
    assert [
        str(Problem("Wrong.")),
        str(Problem("Wrong.", line=3)),
        str(Problem("Wrong.", line=3, column=7, path="map.name")),
        str(Problem("Wrong.", line=3, column=28, sheet="Journey")),
        str(Problem("Wrong.", line=3, sheet="")),
    ] == [
        "Wrong.",
        "Line 3: Wrong.",
        "Line 3, column 7, map.name: Wrong.",
        "Sheet Journey, row 3, column AB: Wrong.",
        "Row 3: Wrong.",
    ]


@given(st.binary(max_size=300), st.text(max_size=12))
def test_any_bytes_give_a_preview(data, filename):
    assert preview(data, filename).filename == filename


@given(st.text(max_size=200).map(lambda text: text.encode(errors="surrogatepass")))
def test_any_text_gives_a_preview(data):
    assert isinstance(preview(data, "a.mmd"), ImportPreview)


@given(st.text("#;:%<>&{}, \n\r\tjourneytitlesection0123`~-\"'>.\ufeff", max_size=200))
def test_any_journey_gives_sound_maps(text):
    found = preview(f"journey\n{text}".encode(), "a.mmd")

    for one in found.maps:
        assert document.check(document.export(one.contents)).contents == one.contents


@given(st.text('{}[]":,0123456789.eE-+nultrfas\\d x\n', max_size=200))
def test_anything_like_json_gives_a_preview(text):
    assert preview(f"{{{text}".encode(), "a.json").format == "json"
