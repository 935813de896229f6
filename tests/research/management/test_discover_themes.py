"""Themes of a plain file, by command."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "comments.csv"
    path.write_text(
        "id,comment\n" + "1,my card was declined\n2,the app crashed\n" * 10 + "3,\n4,=1+1 app\n"
    )
    return path


def test_discover_themes_writes_a_row_for_each_row(path, tmp_path):
    out, printed = tmp_path / "out.csv", StringIO()
    call_command("discover_themes", str(path), text="comment", themes=2, output=out, stdout=printed)
    rows = rows_of(out)
    assert [row["row"] for row in rows] == [str(number) for number in range(2, 24)]
    assert (
        len({row["theme"] for row in rows[:20:2]})
        == len({row["theme"] for row in rows[1:20:2]})
        == 1
    )
    assert (rows[20]["theme"], rows[20]["confidence"]) == ("", "")
    assert rows[21]["text"] == "'=1+1 app"
    assert "22 comments, 2 themes (graph-v1, seed 0)" in printed.getvalue()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"text": "words"}, "There is no column “words”. The columns are “id”, “comment”"),
        ({"text": "comment", "themes": 0}, "1 or more"),
        ({"text": "comment", "themes": 99}, "3 different comments"),
        ({"text": "comment", "seed": -1}, "--seed"),
    ],
)
def test_discover_themes_says_what_is_wrong(path, tmp_path, options, reason):
    with pytest.raises(CommandError, match=reason):
        call_command(
            "discover_themes", str(path), output=tmp_path / "out.csv", stdout=StringIO(), **options
        )
