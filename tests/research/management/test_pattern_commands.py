"""Drivers, cohorts and saturation from plain files."""

import json

import pytest
from django.core.management import CommandError, call_command


def lines(path, *rows):
    path.write_text("\n".join(rows) + "\n")
    return path


def test_drivers_tell_what_goes_with_an_outcome(tmp_path, capsys):
    rows = [
        f"{'yes' if (place % 4 == 0) == (place % 10 != 0) else 'no'},{'a' if place % 4 == 0 else 'b'},{place}"
        for place in range(200)
    ]
    file = lines(tmp_path / "t.csv", "churn,plan,number", *rows)
    call_command("drivers", file, "--outcome", "churn", "--output", tmp_path / "o.json")
    found = json.loads((tmp_path / "o.json").read_text())
    assert found["drivers"][0]["column"] == "plan"
    assert "need not cause it" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no column"):
        call_command("drivers", file, "--outcome", "nothing")
    with pytest.raises(CommandError, match="No outcome is"):
        call_command("drivers", file, "--outcome", "churn", "--positive", "maybe")


def test_cohorts_tell_outcomes_and_returns(tmp_path):
    file = lines(
        tmp_path / "t.csv",
        "month,bought,who,when",
        "Jan,TRUE,a,2026-01-01",
        "Jan,FALSE,b,2026-01-02",
        "Feb,no,a,2026-02-01",
    )
    call_command(
        "cohorts", file, "--cohort", "month", "--outcome", "bought", "--output", tmp_path / "o.json"
    )
    assert [
        (one["cohort"], one["value"]) for one in json.loads((tmp_path / "o.json").read_text())
    ] == [("Feb", 0), ("Jan", 0.5)]
    call_command(
        "cohorts", file, "--case", "who", "--time", "when", "--output", tmp_path / "o.json"
    )
    assert json.loads((tmp_path / "o.json").read_text())[0]["shares"] == [1.0, 0.5]
    call_command(
        "cohorts",
        file,
        "--cohort",
        "when",
        "--period",
        "quarter",
        "--outcome",
        "bought",
        "--output",
        tmp_path / "o.json",
    )
    assert json.loads((tmp_path / "o.json").read_text())[0]["cohort"] == "2026-Q1"
    with pytest.raises(CommandError, match="Row 2: “Jan”"):
        call_command(
            "cohorts",
            file,
            "--cohort",
            "when",
            "--outcome",
            "month",
            "--output",
            tmp_path / "o.json",
        )
    with pytest.raises(CommandError, match="--cohort and --outcome"):
        call_command("cohorts", file, "--output", tmp_path / "o.json")


def test_saturation_is_told_by_group(tmp_path, capsys):
    rows = [f"{place},wait,{'Lena' if place < 7 else 'Jo'}" for place in range(9)]
    file = lines(tmp_path / "t.csv", "interview,theme,persona", *rows)
    call_command("saturation", file, "--group", "persona", "--output", tmp_path / "o.json")
    assert "Lena: Saturation after 4 interviews" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Base and run"):
        call_command("saturation", file, "--base", "0")
