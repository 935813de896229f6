"""Sentiment of a plain file, by command."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def run(path, tmp_path, **options):
    out, printed = tmp_path / "out.csv", StringIO()
    call_command("score_sentiment", str(path), output=out, stdout=printed, **options)
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file)), printed.getvalue()


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "comments.csv"
    path.write_text("id,comment,about\n1,I love it,app\n2,,app\n3,=awful and terrible,\n")
    return path


def test_score_sentiment_keeps_the_columns_and_adds_three(path, tmp_path):
    rows, printed = run(path, tmp_path, text="comment")
    assert list(rows[0]) == ["id", "comment", "about", "sentiment", "label", "confidence"]
    assert [row["label"] for row in rows] == ["positive", "", "negative"]
    assert float(rows[0]["sentiment"]) > 1
    assert rows[2]["comment"] == "'=awful and terrible"
    assert printed == "1 negative, 0 neutral, 1 positive, 1 blank.\n"


def test_score_sentiment_about_a_column(path, tmp_path):
    rows, _ = run(path, tmp_path, text="comment", aspect="about")
    assert [bool(row["label"]) for row in rows] == [True, False, False]


def test_score_sentiment_takes_corrections(path, tmp_path):
    taught = tmp_path / "right.csv"
    taught.write_text("text,label\n" + "I love it,negative\nfine,positive\nso so,neutral\n" * 10)
    rows, _ = run(path, tmp_path, text="comment", corrections=taught)
    assert rows[0]["label"] == "negative"
    taught.write_text("text,label\nfine,good\n")
    with pytest.raises(CommandError, match="Row 2: “good” is none of negative, neutral, positive"):
        run(path, tmp_path, text="comment", corrections=taught)


def test_score_sentiment_says_what_is_wrong(path, tmp_path):
    with pytest.raises(CommandError, match="There is no column “words”"):
        run(path, tmp_path, text="words")
    with pytest.raises(CommandError, match="cannot be opened"):
        run(tmp_path / "none.csv", tmp_path, text="comment")
