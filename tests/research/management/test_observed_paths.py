"""Observed paths of a plain file, by command."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("who;what;when\n1;A;2026-01-01\n1;B;2026-01-02\n2;A;2026-01-01\n2;C;soon\n")
    return path


COLUMNS = {"case": "who", "activity": "what", "time": "when"}


def test_observed_paths_writes_json_and_names_what_it_left_out(path, tmp_path):
    errors, out = StringIO(), tmp_path / "out.json"
    call_command(
        "observed_paths",
        str(path),
        **COLUMNS,
        stages="A,B",
        mapped="A,B",
        output=out,
        stdout=StringIO(),
        stderr=errors,
    )
    found = json.loads(out.read_text())
    assert [stage["cases"] for stage in found["funnel"]] == [2, 1]
    assert found["mapped"]["as_mapped"] == 1
    assert found["invalid_rows"] == 1
    assert "Row 5: the time cannot be read" in errors.getvalue()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (COLUMNS | {"case": None}, "--case"),
        (COLUMNS | {"case": "id"}, "There is no column “id”"),
        (COLUMNS | {"stages": "Z"}, "No event is called “Z”"),
        (COLUMNS | {"top": 0}, "1 or more"),
    ],
)
def test_observed_paths_says_what_is_wrong(path, tmp_path, options, reason):
    with pytest.raises(CommandError, match=reason):
        call_command(
            "observed_paths", str(path), output=tmp_path / "o.json", stdout=StringIO(), **options
        )
