"""Series and tables of readings, and when maps are due, through the API; and the command."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from journeys import versions
from journeys.models import Reading
from tests.factories import KpiFactory, ReadingFactory, member, published_map, small_draft

pytestmark = pytest.mark.django_db

TABLE = "kpi,period,part,whole\nCompleted,2026-Q1,81,263\n"


@pytest.fixture
def kpi(program):
    return KpiFactory(program=program, name="Completed", target=70)


def test_the_series_holds_value_interval_n_and_method_per_period(manager, kpi):
    reading = ReadingFactory(kpi=kpi, period_from=date(2026, 1, 1), numerator=81, denominator=263)
    ReadingFactory(kpi=kpi, period_from=date(2025, 1, 1))
    ReadingFactory(kpi=kpi, period_from=date(2026, 1, 1), segment="Students")

    answer = manager.get(f"/api/kpis/{kpi.pk}/series/").json()

    assert (answer["target"], answer["is_complete"], answer["kind"]) == (70.0, True, "proportion")
    assert [(one["segment"], len(one["points"])) for one in answer["series"]] == [
        ("", 2),
        ("Students", 1),
    ]
    newest = answer["series"][0]["points"][1]
    assert (newest["id"], newest["period_from"], newest["n"]) == (reading.pk, "2026-01-01", 263)
    # Newcombe 1998, Statistics in Medicine 17:857, table I: 81 of 263 gives 0.2553 to 0.3662.
    assert [round(newest[name], 2) for name in ("value", "low", "high")] == [30.8, 25.53, 36.62]
    assert newest["method"] == "Wilson score interval"


def test_the_series_can_be_narrowed_and_refuses_what_means_nothing(manager, kpi):
    ReadingFactory(kpi=kpi, period_from=date(2025, 1, 1))
    ReadingFactory(kpi=kpi, period_from=date(2026, 1, 1), segment="Students")
    address = f"/api/kpis/{kpi.pk}/series/"

    late = manager.get(f"{address}?period_from_after=2025-06-01").json()["series"]
    students = manager.get(f"{address}?segment=Students").json()["series"]

    assert [one["segment"] for one in late] == [one["segment"] for one in students] == ["Students"]
    assert manager.get(f"{address}?segmet=x").status_code == 400
    assert manager.get(f"{address}?period_from_after=soon").status_code == 400


def test_the_series_takes_the_same_queries_whatever_its_length(manager, kpi):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            manager.get(f"/api/kpis/{kpi.pk}/series/")
        return len(captured)

    before = queries()
    ReadingFactory.create_batch(4, kpi=kpi)

    assert queries() == before


def test_a_table_is_looked_at_then_brought_in_once(manager, program, kpi):
    body = {"program": program.pk, "content": TABLE}

    looked = manager.post("/api/readings/import/?preview=true", body)
    assert not Reading.objects.exists()
    answers = [manager.post("/api/readings/import/", body).json() for _ in range(2)]

    assert (looked.status_code, looked.json()["new"]) == (200, 1)
    assert [(one["new"], one["unchanged"]) for one in answers] == [(1, 0), (0, 1)]
    assert Reading.objects.get().history.count() == 1


def test_a_wrong_row_keeps_the_file_out_unless_one_does_not_mind(manager, program, kpi):
    body = {"program": program.pk, "content": f"{TABLE}Completed,2026-Q2,3,2\n"}

    refused = manager.post("/api/readings/import/", body)
    assert not Reading.objects.exists()
    taken = manager.post("/api/readings/import/", body | {"skip_errors": True})

    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["line"], error["column"], error["field"]) == (
        400,
        3,
        3,
        "numerator",
    )
    assert (taken.status_code, taken.json()["invalid"]) == (200, 1)
    assert Reading.objects.count() == 1


def test_a_workbook_comes_as_a_file(manager, program, kpi):
    sent = {"program": str(program.pk), "file": SimpleUploadedFile("q1.csv", TABLE.encode())}

    answer = manager.post("/api/readings/import/", sent, format="multipart")

    assert (answer.status_code, answer.json()["new"]) == (200, 1), answer.content


def test_the_export_keeps_to_what_one_may_see_and_asks_for(manager, program, kpi):
    ReadingFactory(kpi=kpi)
    ReadingFactory(kpi=KpiFactory(program=program, name="Other"))
    ReadingFactory(kpi=KpiFactory(name="Secret"))

    everything = manager.get("/api/readings/export/").content.decode("utf-8-sig")
    one = manager.get(f"/api/readings/export/?kpi={kpi.pk}").content.decode("utf-8-sig")

    assert sorted(line.split(",")[0] for line in everything.splitlines()[1:]) == [
        "Completed",
        "Other",
    ]
    assert [line.split(",")[0] for line in one.splitlines()[1:]] == ["Completed"]


# --- maps that are due ---


@pytest.fixture
def late(program):
    draft = small_draft(program)
    versions.publish(draft, by=None, at=timezone.now() - timedelta(days=100))
    return draft.map


def test_maps_say_when_they_are_due_and_can_be_asked_for(manager, program, late):
    fresh, never = published_map(program).map, small_draft(program).map

    listed = {one["id"]: one for one in manager.get("/api/maps/").json()["results"]}
    kept = {
        word: {one["id"] for one in manager.get(f"/api/maps/?overdue={word}").json()["results"]}
        for word in ("true", "false")
    }

    due = timezone.localdate() - timedelta(days=10)
    assert (listed[late.pk]["due_on"], listed[late.pk]["is_overdue"]) == (due.isoformat(), True)
    assert (listed[never.pk]["due_on"], listed[never.pk]["is_overdue"]) == (None, False)
    assert kept == {"true": {late.pk}, "false": {fresh.pk, never.pk}}
    assert manager.get("/api/maps/?overdue=maybe").status_code == 400


def test_a_map_is_found_still_true(manager, late):
    answer = manager.post(f"/api/maps/{late.pk}/confirm/")

    assert (answer.status_code, answer.json()["is_overdue"]) == (200, False), answer.content
    assert answer.json()["reviewed_at"] is not None
    deed = manager.get(f"/api/maps/{late.pk}/history/").json()["results"][0]
    assert (deed["verb"], deed["door"]) == ("confirm", "api")


def test_what_was_never_published_cannot_be_found_still_true(manager, program):
    answer = manager.post(f"/api/maps/{small_draft(program).map_id}/confirm/")

    assert answer.status_code == 409


def test_the_life_cycle_can_be_set_and_asked_for(manager, late):
    manager.patch(f"/api/maps/{late.pk}/", {"life_cycle_stage": "support"})

    found = manager.get("/api/maps/?life_cycle_stage=support,use").json()["results"]

    assert [one["id"] for one in found] == [late.pk]
    assert manager.patch(f"/api/maps/{late.pk}/", {"reviewed_at": "2026-01-01T00:00:00Z"}).json()["reviewed_at"] is None  # fmt: skip


# --- the command ---


def test_the_command_shows_then_writes(program, kpi, tmp_path, capsys):
    member(program, "contributor", username="tomas")
    member(program, "viewer", username="vera")
    file = tmp_path / "q1.csv"
    file.write_text(TABLE)
    told = {"program": str(program.pk)}

    call_command("import_readings", str(file), dry_run=True, **told)
    assert not Reading.objects.exists()
    with pytest.raises(CommandError, match="may not add readings"):
        call_command("import_readings", str(file), user="vera", **told)
    call_command("import_readings", str(file), user="tomas", **told)

    deed = Reading.objects.get().history.get()
    assert (deed.door, deed.history_user_name) == ("command", "tomas")
    assert deed.history_change_reason == "import: q1.csv"
    assert "1 new, 0 changed, 0 unchanged, 0 invalid." in capsys.readouterr().out


def test_the_command_names_what_is_wrong_and_writes_nothing(program, kpi, tmp_path, capsys):
    file = tmp_path / "q1.csv"
    file.write_text(f"{TABLE}Nobody,2026-Q1,1,2\n")

    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("import_readings", str(file), program=str(program.pk))

    assert not Reading.objects.exists()
    assert "Line 3, column 1, kpi: There is no KPI called “Nobody”" in capsys.readouterr().err
