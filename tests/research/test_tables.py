"""Rows of files from anywhere, and what is refused by name."""

import zipfile

import pytest
from openpyxl import Workbook

from research import tables


def read(path):
    with tables.opened(path) as table:
        return table.heads, [(row.number, row.cells) for row in table]


def written(tmp_path, content, name="answers.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_opened_guesses_the_separator(tmp_path, separator):
    path = written(tmp_path, f"id{separator}text\n1{separator}slow\n")
    assert read(path) == (("id", "text"), [(2, ["1", "slow"])])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "utf-16-le"]
)
def test_opened_finds_the_encoding(tmp_path, encoding):
    text = "id,text\n" + "1,Die Lieferung war für mich viel zu spät\n" * 20
    heads, rows = read(written(tmp_path, text.encode(encoding)))
    assert heads == ("id", "text")
    assert rows[0] == (2, ["1", "Die Lieferung war für mich viel zu spät"])


def test_opened_reads_lines_within_a_cell_and_skips_empty_rows(tmp_path):
    path = written(tmp_path, 'id,text\n1,"two\nlines"\n,\n2,short\n3\n')
    assert read(path)[1] == [(2, ["1", "two\nlines"]), (4, ["2", "short"]), (5, ["3", ""])]


def test_opened_reads_json_lines(tmp_path):
    path = written(tmp_path, '{"id": 1, "text": "a"}\n\n{"text": null, "id": "2"}\n', "a.jsonl")
    assert read(path) == (("id", "text"), [(1, ["1", "a"]), (3, ["2", ""])])


def test_opened_reads_a_workbook(tmp_path):
    book = Workbook()
    book.active.append(["id", "text"])
    book.active.append([7, "a"])
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx") == (("id", "text"), [(2, ["7", "a"])])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"id,text,text\n1,a,b\n", "Two columns are called"),
        (b"id,text\n1,a\0b\n", "NUL"),
        (b"id,text\n1,a,b\n", "Row 2: It has 3 cells; there are 2 columns"),
        (b"PK\x03\x04" + bytes(200), "zip"),
        (b"id,text\n" + b"1,fine\n" * 200_000 + b"2,sp\xe4t\n", "mixes two encodings"),
        (b"id,text\n1," + b"x" * 2_000_000 + b"\n", "Row 2"),
    ],
)
def test_opened_refuses_by_name(tmp_path, content, reason):
    with pytest.raises(tables.Refused, match=reason):
        read(written(tmp_path, content))


def test_opened_refuses_a_zip_bomb(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(50_000_000))
    with pytest.raises(tables.Refused, match="Unpacked it would be 50,000,000 bytes"):
        read(tmp_path / "a.xlsx")


def test_index_names_the_columns_there_are(tmp_path):
    with tables.opened(written(tmp_path, "Id,Text\n")) as table:
        assert table.index("text") == 1
        with pytest.raises(tables.Refused) as refused:
            table.index("comment")
    assert str(refused.value) == "There is no column “comment”. The columns are “Id”, “Text”."
