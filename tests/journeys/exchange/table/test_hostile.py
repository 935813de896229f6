"""Files made to harm are refused by name, with the place, and quickly."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from journeys.exchange import archives, cell_counts, document, sizes
from journeys.exchange.preview import preview
from journeys.exchange.table import text_files, workbooks


def workbook(*rows, **parts):
    """Return a workbook's bytes: rows in one sheet, and parts of it replaced."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return packed(saved.getvalue(), parts)


def packed(data, parts):
    """Return an archive with some of its parts replaced or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry.filename, old.read(entry))
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


def messages(data, name="a.xlsx"):
    return [str(problem) for problem in preview(data, name).errors]


HEADS = ["Stage", "Touchpoint", "Lane", "Text", "Emotion"]
SHEET = "xl/worksheets/sheet1.xml"


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    data = workbook(HEADS, **{"xl/media/a.xml": b"a" * 20_000_000})

    assert messages(data) == [
        "Its part xl/media/a.xml is packed far tighter than any writing: a zip bomb."
    ]


def test_a_zip_that_lies_about_its_size_is_refused():
    data = bytearray(workbook(HEADS, **{"xl/media/a.xml": b"a" * 20_000_000}))
    size = (20_000_000).to_bytes(4, "little")
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = (1_000).to_bytes(4, "little")

    assert preview(bytes(data), "a.xlsx").maps == ()
    assert messages(bytes(data)) != []


def test_parts_together_are_limited(monkeypatch):
    monkeypatch.setattr(archives, "LARGEST_WHOLE", 1_000)

    assert messages(workbook(HEADS)) == ["Unpacked, the file is larger than 0 MB."]


@pytest.mark.parametrize(
    "xml",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>',
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>',
    ],
)
def test_entities_are_refused(xml):
    assert messages(workbook(HEADS, **{SHEET: xml})) == [
        f"Its part {SHEET} defines XML entities; no workbook needs them."
    ]


def test_entities_in_another_encoding_are_refused():
    xml = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'

    assert messages(workbook(HEADS, **{SHEET: xml.encode("utf-16")})) == [
        f"Its part {SHEET} is not written in UTF-8, as a workbook's are."
    ]


def test_an_encoding_nobody_knows_is_an_error_not_a_crash():
    xml = b'<?xml version="1.0" encoding="klingon"?><worksheet/>'

    (message,) = messages(workbook(HEADS, **{SHEET: xml}))

    assert message.startswith(f"The workbook cannot be read: its part {SHEET} is no XML")


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml"])
def test_a_damaged_workbook_is_an_error_not_a_crash(part):
    assert messages(workbook(HEADS, ["A", "B", "Notes", "c"], **{part: b"<broken"})) != []


def test_a_cell_too_long_is_named():
    book = workbook(HEADS, ["Buy", "Shop", "Notes", "x"])
    long = f'<c r="D2" t="inlineStr"><is><t>{"y" * 40_000}</t></is></c>'.encode()
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        xml = archive.read(SHEET)
    start = xml.index(b'<c r="D2"')
    end = xml.index(b"</c>", start) + 4

    assert messages(packed(book, {SHEET: xml[:start] + long + xml[end:]})) == [
        "Sheet Sheet, row 2, column D: The cell has 40,000 characters; 32,767 is the most. It stays out."
    ]


def test_ten_megabytes_in_a_csv_cell_are_named():
    text = "Stage,Touchpoint,Lane,Text\nBuy,Shop,Notes,a\nBuy,Shop,Notes," + "x" * 10_000_000

    found = preview(text.encode(), "a.csv")

    assert [str(problem) for problem in found.errors] == [
        "Row 3, column D: The cell has 10,000,000 characters; 32,767 is the most. It stays out."
    ]
    assert found.maps[0].cards == 1


def test_a_text_longer_than_a_card_is_named():
    found = preview(f"Stage,Touchpoint,Lane,Text\nBuy,Shop,Notes,{'x' * 20_001}".encode(), "a.csv")

    assert [str(problem) for problem in found.errors] == [
        "Row 2, column D: The text has 20,001 characters; 20,000 is the most. It stays out."
    ]


def test_a_million_rows_are_named(monkeypatch):
    monkeypatch.setitem(sizes.MOST, "cards", 1_000)
    monkeypatch.setattr(text_files, "MOST_ROWS", 3_000)
    text = "Stage,Touchpoint,Lane,Text\n" + "Buy,Shop,Notes,a\n" * 1_000_000

    found = preview(text.encode(), "a.csv")

    assert [str(problem) for problem in found.errors] == [
        "Row 1002, column D: More than 1,000 cards: from here on they stay out.",
        "Row 3001: More than 3,000 rows: from here on they stay out.",
    ]


def test_a_cell_at_the_far_end_of_a_sheet_costs_nothing():
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Stage</t></is></c></row><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    xml = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + rows
        + b"</sheetData></worksheet>"
    )

    found = preview(workbook(HEADS, **{SHEET: xml}), "a.xlsx")

    assert (
        str(found.errors[0])
        == "Sheet Sheet, row 60001: More than 60,000 rows: from here on they stay out."
    )


def in_one_row(cells, each=0):
    """Return a sheet's XML with cells in one row, or each in a row of its own."""
    if each:
        cells = cells.replace(b"</c>", b"</c></row><row>")
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return head + b'<sheetData><row r="1">' + cells + b"</row></sheetData></worksheet>"


@pytest.mark.parametrize(
    "cells",
    [
        b"<c/>" * 20_001,
        b'<c s="1"></c>' * 20_001,
        b"<x/>" * 20_001,
        b"<x:c xmlns:x='a'/>" * 20_001,
        (b"<c/>" * 10_000 + b'<!-- <row r="2"> --><row/>') * 3,
    ],
)
def test_a_row_of_very_many_cells_is_refused_before_it_is_built(monkeypatch, cells):
    monkeypatch.setattr(workbooks, "load_workbook", None)

    (message,) = messages(workbook(HEADS, **{SHEET: in_one_row(cells)}))

    assert message.startswith(f"Its part {SHEET} has more than 20,000 cells in ")


def test_a_row_of_very_many_cells_is_named():
    cells = b'<c r="A1"/></row><row r="7">' + b"<c/>" * 20_001

    assert messages(workbook(HEADS, **{SHEET: in_one_row(cells)})) == [
        f"Its part {SHEET} has more than 20,000 cells in row 7."
    ]


def test_cells_and_elements_are_counted_over_all_sheets(monkeypatch):
    two = {SHEET: in_one_row(b"<c/>" * 60), "xl/other.xml": in_one_row(b"<c/>" * 60)}

    monkeypatch.setattr(cell_counts, "MOST_CELLS", 100)
    assert messages(workbook(HEADS, **two)) == ["Its part xl/other.xml has more than 100 cells."]

    monkeypatch.setattr(cell_counts, "MOST_ELEMENTS", 10)
    assert messages(workbook(HEADS, **two))[0].endswith("has more than 10 XML elements.")


def test_a_sheet_under_a_name_that_is_not_looked_through_is_not_opened():
    links = "xl/_rels/workbook.xml.rels"
    book = workbook(HEADS, ["Buy", "Shop", "Notes", "a"])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        relations, xml = archive.read(links), archive.read(SHEET)
    renamed = {links: relations.replace(b"sheet1.xml", b"sheet1.bin"), SHEET[:-3] + "bin": xml}

    assert preview(book, "a.xlsx").maps != ()
    assert preview(packed(book, renamed), "a.xlsx").maps == ()


def test_nul_bytes_are_no_text():
    assert messages(b"Stage,Touchpoint\nBuy\0,Shop", "a.csv")[0].startswith(
        "This is not a text file."
    )


def test_a_head_that_stands_twice_is_named_and_its_column_stays_out():
    found = preview(b"Stage,Touchpoint,Emotion,Emotion\nBuy,Shop,1,2\n", "a.csv")

    assert [str(problem) for problem in found.errors] == [
        "Row 1, column D: The head “Emotion” stands here for the second time; the column stays out."
    ]


def test_formulas_give_their_cached_value_or_are_named_and_never_computed():
    book = Workbook()
    book.active.append(HEADS)
    book.active.append(["Buy", "Shop", "Notes", '="a"&"b"', "=1+1"])
    saved = io.BytesIO()
    book.save(saved)

    assert messages(saved.getvalue()) == [
        f"Sheet Sheet, row 2, column {column}: There is a formula here without a value. Open the file in a "
        "spreadsheet program, save it, and choose it again; formulas are not computed here."
        for column in "DE"
    ]


def test_of_very_many_formulas_without_a_value_a_hundred_are_named(monkeypatch):
    looked_up = []
    place_of = workbooks._place_of
    monkeypatch.setattr(
        workbooks, "_place_of", lambda *cell: looked_up.append(cell) or place_of(*cell)
    )
    cells = b"".join(b'<c r="D%d"><f>%d</f></c>' % (row, row) for row in range(1, 1_001))

    found = messages(workbook(HEADS, **{SHEET: in_one_row(cells, each=1)}))

    assert found[99].startswith("Sheet Sheet, row 100, column D: There is a formula here without")
    assert found[100].startswith(
        "Sheet Sheet, row 101, column D: From here on, formulas without a value are not named."
    )
    assert len(looked_up) == 101


def test_very_many_formulas_in_one_cell_are_one_problem():
    cells = b'<c r="D1">' + b"<f/>" * 10_000 + b'</c><c r="E1"/><c r="F1"><f>1</f><v>1</v></c>'

    found = messages(workbook(HEADS, **{SHEET: in_one_row(cells)}))

    assert [one for one in found if "formula" in one] == [
        f"Sheet Sheet, row 1, column D: {workbooks.NO_VALUE}"
    ]


def test_a_formula_with_its_value_counts_as_the_value():
    book = workbook(HEADS, ["Buy", "Shop", "Notes", "x"])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        xml = archive.read(SHEET)
    start = xml.index(b'<c r="D2"')
    end = xml.index(b"</c>", start) + 4
    cell = b'<c r="D2" t="str"><f>UPPER("saved")</f><v>SAVED</v></c>'

    found = preview(packed(book, {SHEET: xml[:start] + cell + xml[end:]}), "a.xlsx")

    assert [card.text for card in found.maps[0].contents.cards] == ["SAVED"]
    assert found.problems == ()


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_in_a_workbook_give_a_preview(data):
    assert preview(workbook(HEADS, **{SHEET: data}), "a.xlsx").format == "xlsx"


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "Stage",
                    "Touchpoint",
                    "Text",
                    "Lane",
                    "Emotion",
                    "Pain points",
                    "",
                    "a",
                    "3",
                    "9",
                    "\n",
                    "'=x",
                    '"',
                ]
            ),
            max_size=5,
        ),
        max_size=6,
    )
)
def test_any_table_gives_sound_maps(rows):
    text = "\n".join(
        ",".join(f'"{cell}"' if '"' not in cell else cell for cell in row) for row in rows
    )

    for one in preview(text.encode(), "a.csv").maps:
        assert document.check(document.export(one.contents)).contents == one.contents
