"""Tables of readings: whatever a spreadsheet makes of them, named by line and column where it is wrong."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys import readings
from journeys.exchange.readings import sheet, writing
from journeys.exchange.readings.cells import Unreadable, real, whole
from journeys.exchange.readings.preview import preview
from journeys.exchange.readings.sheet import Row
from journeys.models import Kpi, Reading
from tests.factories import KpiFactory, ProgramFactory, ReadingFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(db):
    """Return a program with a KPI of each way of counting."""
    program = ProgramFactory()
    for name, kind in (("Completed", "proportion"), ("NPS", "nps"), ("Hours", "duration"), ("Calls", "count")):  # fmt: skip
        KpiFactory(program=program, name=name, kind=kind)
    KpiFactory(name="Elsewhere")
    return program


TABLE = """kpi,period,segment,part,whole,promoters,passives,detractors,n,mean,sd,source
Completed,2026-Q1,,81,263,,,,,,,Survey
nps,2026-03,Students,,,50,30,20,,,,
Hours,2026,,,,,,,12,24.5,3,Log
Calls,2026-01-01/2026-01-31,All customers,1234,,,,,,,,
"""


def workbook(*rows, sheets=1):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for number in range(1, sheets):
        book.create_sheet(f"More {number}")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def told(found):
    """Return what would come in as plain values."""
    return [
        (
            one.difference.wanted.kpi.name,
            one.difference.wanted.period_from.isoformat(),
            one.difference.wanted.period_to.isoformat(),
            one.difference.wanted.segment,
            one.difference.wanted.counts,
            one.difference.fate,
        )
        for one in found.found
    ]


ALL = [
    ("Completed", "2026-01-01", "2026-03-31", "", {"numerator": 81, "denominator": 263}, "new"),
    ("NPS", "2026-03-01", "2026-03-31", "Students", {"promoters": 50, "passives": 30, "detractors": 20}, "new"),
    ("Hours", "2026-01-01", "2026-12-31", "", {"n": 12, "mean": 24.5, "sd": 3.0}, "new"),
    ("Calls", "2026-01-01", "2026-01-31", "", {"numerator": 1234}, "new"),
]  # fmt: skip


def test_a_table_is_read_by_the_names_of_its_columns(program):
    found = preview(program, TABLE.encode(), "q1.csv")

    assert found.problems == ()
    assert told(found) == ALL
    assert not Reading.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators_are_found(program, encoding, separator):
    table = TABLE.replace(",", separator).replace("Students", "Ältere Gäste")

    found = preview(program, table.encode(encoding))

    assert [row[0] for row in told(found)] == ["Completed", "NPS", "Hours", "Calls"]
    assert told(found)[1][3] == "Ältere Gäste"


def test_old_encodings_are_guessed_and_said(program):
    Kpi.objects.filter(program=program, name="NPS").update(name="Erklärung möglich – größer")
    table = TABLE.replace("nps", "Erklärung möglich – größer").replace("Students", "Ältere Gäste")

    found = preview(program, table.encode("cp1252"))

    assert told(found)[1][3] == "Ältere Gäste"
    assert [one.severity for one in found.problems] == ["warning"]


def test_a_workbook_gives_its_numbers_and_dates(program):
    data = workbook(
        ["KPI name", "Period", "From", "To", "Out of", "Part", "Comment"],
        ["Completed", datetime(2026, 3, 1), None, None, 263.0, 81, "x"],  # noqa: DTZ001  cells know no zone
        ["Completed", None, date(2026, 4, 1), datetime(2026, 4, 30), "1 263", "1.100", None],  # noqa: DTZ001  cells know no zone
        ["Completed", 2025, None, None, 10, 1, None],
        [None] * 7,
        sheets=2,
    )

    found = preview(program, data, "q.xlsx")

    assert [row[1:3] for row in told(found)] == [
        ("2026-03-01", "2026-03-31"), ("2026-04-01", "2026-04-30"), ("2025-01-01", "2025-12-31"),
    ]  # fmt: skip
    assert told(found)[1][4] == {"numerator": 1100, "denominator": 1263}
    assert [one.severity for one in found.problems] == ["warning"]
    assert found.not_held == ("The column “Comment” is not part of a reading.",)


WRONG = [
    ("Nobody,2026-Q1,,1,2", "kpi", 1, "no KPI called “Nobody”"),
    ("Elsewhere,2026-Q1,,1,2", "kpi", 1, "no KPI called"),
    (",2026-Q1,,1,2", "kpi", 1, "Name the KPI"),
    ("Completed,soon,,1,2", "period", 2, "“soon” is no period"),
    ("Completed,,,1,2", "period_from", None, "missing"),
    ("Completed,2026-Q1,,3,2", "numerator", 4, "part is larger"),
    ("Completed,2026-Q1,,1.5,2", "numerator", 4, "whole number"),
    ("Completed,2026-Q1,,-1,2", "numerator", 4, "never negative"),
    ("Completed,2026-Q1,,1,99999999999999999999", "denominator", 5, "more than can be kept"),
    ("Completed,2026-Q1,,1,", "denominator", 5, "needs this count"),
    ("Completed,2026-Q1,,0,0", "denominator", 5, "Nobody was counted"),
    ("Completed,2026-Q1,,x,2", "numerator", 4, "“x” is not a number"),
    (f"Completed,2026-Q1,{'s' * 81},1,2", "segment", 3, "81 characters; 80"),
    ("NPS,2026-Q1,,1,2", "numerator", 4, "not stored in this field"),
]


@pytest.mark.parametrize(("row", "path", "column", "words"), WRONG)
def test_a_wrong_row_is_told_by_line_and_column_and_keeps_none_else_out(
    program, row, path, column, words
):
    table = f"kpi,period,segment,part,whole\nCompleted,2025-Q1,,1,2\n{row}\n"

    found = preview(program, table.encode())

    problem = next(one for one in found.problems if one.path == path)
    assert (problem.line, problem.column, problem.is_error) == (3, column, True)
    assert words in problem.message
    assert (len(found.new), found.invalid) == (1, 1)


def test_the_same_reading_twice_in_one_file_is_refused(program):
    table = "kpi,period,part,whole\nCompleted,2026-Q1,1,2\ncompleted,Q1 2026,1,3\n"

    found = preview(program, table.encode())

    assert [str(one) for one in found.errors] == [
        "Line 3, column 1, kpi: Line 2 has the same KPI, period and segment already."
    ]


def test_a_name_two_kpis_have_needs_the_key(program):
    twin = KpiFactory(program=program, name="Completed")

    by_name = preview(program, b"kpi,period,part,whole\nCompleted,2026,1,2\n")
    by_key = preview(program, f"kpi,period,part,whole\n{twin.key},2026,1,2\n".encode())

    assert "2 KPIs are called" in by_name.errors[0].message
    assert by_key.found[0].difference.wanted.kpi == twin


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"kpi,part\nx,1\n", "lacks period"),
        (b"a,b\n1,2\n", "lacks kpi and period"),
        (b"kpi,period,part,Numerator\nx,2026,1,2\n", "mean the same"),
        (b"kpi,period\n", "no readings below"),
        (b"%PDF-1.7 ...", "looks like a PDF"),
        (b"PK\x03\x04 no archive", "damaged and cannot be opened"),
        (b"kpi,period\n" + b"x" * 3000 + b",2026\n", "more than 2,000 characters"),
        (b"kpi,period\n" + b"x,2026\n" * 20_002, "more than 20,000 rows"),
        (b"k" * (sheet.LARGEST_FILE + 1), "larger than 10 MB"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(program, data, words):
    found = preview(program, data)

    assert found.found == ()
    assert words in found.errors[0].message


def archive(**parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"xl__workbook.xml": b"<a/>", "xl__big.xml": b"0" * 26_000_000}, "larger than 25 MB"),
        ({"xl__workbook.xml": b"<a/>", "xl__big.xml": b"0" * 20_000_000}, "a zip bomb"),
        ({"xl__workbook.xml": b"<a/>", "xl__s.xml": b"<row r='3'>" + b"<c/>" * 20_001 + b"</row>"}, "xl/s.xml has more than 20,000 cells in row 3"),
        ({"letter.txt": b"x"}, "not an Excel workbook"),
        ({"xl__workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}, "defines XML entities"),
        ({"xl__workbook.xml": b"<a/>"}, "cannot be read"),
    ],
)  # fmt: skip
def test_a_hostile_archive_is_not_opened(program, parts, words):
    assert words in preview(program, archive(**parts)).errors[0].message


def test_reading_a_table_ends_where_it_is_too_long(monkeypatch):
    made = []
    monkeypatch.setattr(sheet, "Row", lambda *row: made.append(row) or Row(*row))
    data = b"kpi,period\n" + b"x,2026\n" * 100_000

    assert "more than 20,000 rows" in sheet.read(data).problems[0].message
    assert len(made) == 20_002


def test_empty_lines_are_not_rows_of_a_table():
    data = b"kpi,period\n" + b"\n,\n" * 50_000 + b"x,2026\n"

    table = sheet.read(data)

    assert [row.line for row in table.rows] == [1, 100_002]
    assert table.problems == ()


def test_rows_of_a_workbook_far_apart_are_refused():
    rows = b"".join(b'<row r="%d"><c t="n"><v>1</v></c></row>' % (at * 19_000 + 1) for at in range(20))  # fmt: skip
    xml = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["kpi"]))) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            is_sheet = name.endswith("sheet1.xml")
            new.writestr(name, xml + rows + b"</sheetData></worksheet>" if is_sheet else old.read(name))  # fmt: skip

    assert [str(one) for one in sheet.read(target.getvalue()).problems] == [
        "The sheet has more than 200,000 rows, most of them empty. Remove those."
    ]


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_bytes_make_the_reader_fail(data):
    table = sheet.read(data)

    assert table.rows or table.problems


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1,234", 1234), ("1.234.567", 1234567), ("1 234", 1234), ("1’234", 1234), (12.0, 12), ("12", 12),
        ("12.0", 12), (2**60 + 1, 2**60 + 1),
    ],
)  # fmt: skip
def test_counts_are_read_with_thousands_set_apart(cell, number):
    assert whole(cell) == number


@pytest.mark.parametrize(
    ("cell", "number"),
    [("24,5", 24.5), ("24.5", 24.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("−3", -3), (".5", 0.5), ("1e3", 1000)],
)  # fmt: skip
def test_means_are_read_with_a_point_or_a_comma(cell, number):
    assert real(cell) == number


@pytest.mark.parametrize("cell", ["", "nan", "inf", "1e999", float("inf"), True, date(2026, 1, 1), "1.2.3", "=1+1"])  # fmt: skip
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(Unreadable):
        real(cell)


# --- writing ---


def bring_in(program, table, by=None):
    return readings.bring_in(preview(program, table).wanted, by=by)


def test_the_same_file_twice_changes_nothing(program):
    bring_in(program, TABLE.encode())
    rows = list(Reading.objects.order_by("id").values())
    deeds = Reading.history.count()

    again = preview(program, TABLE.encode())
    bring_in(program, TABLE.encode())

    assert (len(again.unchanged), again.wanted) == (4, [])
    assert list(Reading.objects.order_by("id").values()) == rows
    assert Reading.history.count() == deeds


def test_what_differs_is_changed_with_its_history(program):
    by = member(program, username="mara")
    bring_in(program, TABLE.encode(), by=by)
    table = TABLE.replace("81,263", "90,263").encode()

    (changed,) = preview(program, table).changed
    written = readings.bring_in(preview(program, table).wanted, by=by, verb="import: q1.csv")

    assert changed.difference.before == {"numerator": 81}
    assert [one.fate for one in written] == ["changed"]
    reading = Reading.objects.get(kpi__name="Completed")
    assert (reading.numerator, reading.denominator, reading.source) == (90, 263, "Survey")
    deeds = [
        (deed.history_type, deed.history_change_reason, deed.history_user_name, deed.numerator)
        for deed in reading.history.order_by("history_id")
    ]
    assert deeds == [("+", "import", "mara", 81), ("~", "import: q1.csv", "mara", 90)]


def test_a_table_without_sources_leaves_them_as_they_are(program):
    bring_in(program, TABLE.encode())

    again = preview(program, b"kpi,period,part,whole\nCompleted,2026-Q1,81,263\n")

    assert [one.difference.fate for one in again.found] == ["unchanged"]


def test_what_leaves_comes_back_the_same_and_no_cell_is_a_formula(program):
    Kpi.objects.filter(name="Completed").update(name="=1+1")
    bring_in(program, TABLE.replace("Completed", "'=1+1").replace("Students", "'@home").encode())
    rows = Reading.objects.select_related("kpi").order_by("id")

    written = writing.to_csv(rows)
    again = preview(program, written)

    assert b"\n=" not in written
    assert b"'=1+1" in written
    assert b"'@home" in written
    assert again.problems == ()
    assert again.not_held == ()
    assert len(again.unchanged) == 4


def test_the_template_asks_for_what_each_kpi_needs(program):
    kpis = Kpi.objects.filter(program=program).order_by("name")

    filled = writing.template(kpis).decode("utf-8-sig").splitlines()
    completed = next(line for line in filled if line.startswith("Completed")).split(",")
    head = filled[0].split(",")
    empty = {name for name, cell in zip(head, completed, strict=True) if not cell}

    assert empty == {
        "period",
        "period_from",
        "period_to",
        "segment",
        "numerator",
        "denominator",
        "source",
    }
    completed[head.index("period")] = "2026-Q1"
    completed[head.index("numerator")], completed[head.index("denominator")] = "1", "2"
    found = preview(program, "\n".join([filled[0], ",".join(completed)]).encode())
    assert (len(found.new), found.problems) == (1, ())


def test_a_preview_takes_two_queries_whatever_the_table(program, django_assert_num_queries):
    for kpi in Kpi.objects.filter(name="Completed"):
        ReadingFactory.create_batch(5, kpi=kpi)

    with django_assert_num_queries(2):
        preview(program, TABLE.encode())
