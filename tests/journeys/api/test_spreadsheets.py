"""Spreadsheets through the API: a workbook in as a form's file, out as bytes, and back by key."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from journeys import contents
from journeys.models import JourneyMap, MapVersion


def send(client, program, content, name, **more):
    file = SimpleUploadedFile(name, content)
    return client.post(
        "/api/maps/import/", {"program": program.pk, "file": file, **more}, format="multipart"
    )


def test_a_workbook_goes_out_and_comes_back_as_the_same_map(manager, program, published):
    exported = manager.get(f"/api/versions/{published.pk}/export/?format=xlsx")

    answer = send(manager, program, exported.content, "map.xlsx")

    assert answer.status_code == 201, answer.content
    assert exported["Content-Type"].startswith("application/vnd.openxmlformats")
    before, after = (
        contents.read(MapVersion.objects.select_related("map").get(pk=pk))
        for pk in (published.pk, answer.json()["draft"])
    )
    assert (after.stages, after.lanes, after.personas) == (
        before.stages,
        before.lanes,
        before.personas,
    )
    assert sorted(after.cards, key=lambda card: card.key) == sorted(
        before.cards, key=lambda card: card.key
    )


def test_a_wrong_cell_is_named_by_row_and_column_and_keeps_the_file_out(manager, program):
    table = "Stage,Touchpoint,Pain points,Emotion\nPay,Till,Queue,2\nPay,Door,,9\nPay,Exit,,1\nPay,Car,,5\n"
    before = JourneyMap.objects.count()

    answer = send(manager, program, table.encode(), "map.csv")

    assert answer.status_code == 400
    (error, *_) = [one for one in answer.json()["errors"] if one["severity"] == "error"]
    assert (error["line"], error["column"], error["sheet"]) == (3, 4, "")
    assert JourneyMap.objects.count() == before


def test_without_the_wrong_cell_the_rest_comes_in(manager, program):
    table = "Stage,Touchpoint,Pain points,Emotion\nPay,Till,Queue,2\nPay,Door,,9\nPay,Exit,,1\nPay,Car,,5\n"

    answer = send(manager, program, table.encode(), "map.csv", skip_errors="true")

    assert answer.status_code == 201
    assert [problem["line"] for problem in answer.json()["skipped"]] == [3]
