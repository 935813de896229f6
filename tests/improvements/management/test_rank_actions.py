"""`rank_actions`, as people run it."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

TABLE = (
    "Action,Scorer,Impact_low,Impact_likely,Impact_high,Feasibility,Effort,Needs,Excludes\n"
    "Show fees,Ana,3,4,5,4,3,,\n"
    "Show fees,Ben,2,4,5,5,3,,\n"
    "Resume calls,Ana,4,5,5,2,8,Show fees,\n"
    "New brochure,Ana,1,1,2,5,2,,Show fees\n"
)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "actions.csv"
    file.write_text(TABLE)
    return file


def run(*arguments):
    out = StringIO()
    call_command("rank_actions", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_table_is_ranked_and_told(path, tmp_path):
    told = run(path, "--capacity", 11, "--top", 1, "--json", tmp_path / "o.json", "--output", tmp_path / "o.csv")  # fmt: skip
    found = json.loads((tmp_path / "o.json").read_text())
    rows = list(csv.DictReader((tmp_path / "o.csv").read_text().splitlines()))

    assert [one["action"] for one in found["ranking"]["actions"]] == ["Show fees", "Resume calls", "New brochure"]  # fmt: skip
    assert set(found["portfolio"]["actions"]) == {"Show fees", "Resume calls"}
    assert found["portfolio"]["is_optimal"]
    assert [row["in_portfolio"] for row in rows] == ["yes", "yes", "no"]
    assert "Show fees  (quick win)" in told
    assert "the best there is" in told


def test_rice_with_per_cent(tmp_path):
    file = tmp_path / "rice.csv"
    file.write_text("title,reach,impact,confidence,effort\nA,500,2,80%,4\nB,100,1,50%,1\n")

    told = run(file, "--scorecard", "rice", "--capacity", 4)

    assert told.index("A") < told.index("B")
    assert "200" in told


def test_weighted_criteria(tmp_path):
    file = tmp_path / "w.csv"
    file.write_text("action;impact;fit\nA;5;2\nB;2;4\n")

    told = run(file, "--scorecard", "weighted", "--weights", "impact=1,fit=1")

    assert "With a weight of" in told


@pytest.mark.parametrize(
    ("table", "arguments", "words"),
    [
        ("name,impact\nA,1\n", (), "has no column “feasibility”"),
        ("x,impact,feasibility\nA,1,1\n", (), "has no column “action”"),
        ("action,impact,feasibility\nA,7,1\n", (), "Row 2, column “impact”: 7 is not on its scale"),
        ("action,impact,feasibility\nA,x,1\n", (), "Row 2, column “impact”: “x” is not a number"),
        ("action,impact,feasibility\nA,,1\n", (), "Row 2, column “impact” is empty"),
        ("action,impact,feasibility\nA,1,1\nA,1,1\n", (), "Row 3, column “action” “A” stands in row 2"),
        ("action,impact_low,impact_high,feasibility\nA,1,2,1\n", (), "needs three columns"),
        ("action,impact,feasibility\n", (), "has no actions"),
        ("action,impact,feasibility\nA,1,1\n", ("--capacity", "3"), "needs a column “effort”"),
        ("action,impact,feasibility\nA,1,1\n", ("--scorecard", "best"), "no scorecard “best”"),
        ("action,impact,feasibility\nA,1,1\n", ("--weights", "impact"), "--weights"),
        ("action,impact,feasibility\nA,1,1\n", ("--top", "0"), "--top"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(tmp_path, table, arguments, words):
    file = tmp_path / "t.csv"
    file.write_text(table)

    with pytest.raises(CommandError) as refused:
        run(file, *arguments)

    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
