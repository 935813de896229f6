"""`coder_agreement`, as people run it."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

#: Krippendorff 2011, section B: two coders, twelve units, alpha 0.692.
BEN, GERRY = "aabbdcccedda", "babbbccceddd"


def run(path, *arguments):
    out = StringIO()
    call_command("coder_agreement", path, *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def table(tmp_path):
    def write(rows, heads="unit,coder,code"):
        path = tmp_path / "codings.csv"
        path.write_text("\n".join([heads, *rows]) + "\n")
        return path

    return write


def test_alpha_of_a_table(table, tmp_path):
    rows = [f"{n},{who},{code}" for who, codes in (("Ben", BEN), ("Gerry", GERRY)) for n, code in enumerate(codes)]  # fmt: skip
    told = run(table(rows), "--output", tmp_path / "out.json")

    assert round(json.loads((tmp_path / "out.json").read_text())["value"], 3) == 0.692
    assert "2 coders, 12 units" in told


@pytest.mark.parametrize(
    ("rows", "arguments", "words"),
    [
        (["1,a,x"], (), "Two coders"),
        (["1,a,x", "1,a,y"], (), "Row 3: “a” coded “1” before"),
        (["1,,x", "1,b,y"], (), "Row 2 does not say who"),
        (["1,a,x", "1,b,y"], ("--level", "interval"), "is no number"),
        (["1,a,x", "1,b,y"], ("--code", "label"), "label"),
    ],
)
def test_what_is_wrong_is_said(table, rows, arguments, words):
    with pytest.raises(CommandError, match=words):
        run(table(rows), *arguments)
