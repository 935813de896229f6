"""Readings as tables in the workplace: look first, then write, and take them out again."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from journeys.models import Reading
from tests.factories import KpiFactory, ReadingFactory, member
from tests.factories.programs import ProgramFactory

pytestmark = pytest.mark.django_db

TABLE = b"kpi,period,part,whole\nCompleted,2026-Q1,81,263\nCompleted,2026-Q2,1,0\n"


@pytest.fixture
def kpi(program, media_folder):
    return KpiFactory(program=program, name="Completed")


def send(client, at, data=TABLE, name="q1.csv"):
    return client.post(at("reading_import"), {"file": SimpleUploadedFile(name, data)})


def test_nothing_is_written_before_it_is_confirmed(kpi, contributor, as_, at):
    client = as_(contributor)

    shown = client.get(send(client, at)["Location"])
    text = shown.content.decode()

    assert not Reading.objects.exists()
    assert "1 new, 0 changed, 0 unchanged, 1 that cannot come in" in text
    assert "line 3, column 4" in text
    assert "Bring in what is right" in text


def test_confirmed_it_is_written_once(kpi, contributor, as_, at):
    client = as_(contributor)
    waiting = send(client, at)["Location"]

    done = client.post(waiting, follow=True)
    again = client.post(waiting, follow=True)

    reading = Reading.objects.get()
    assert (reading.numerator, reading.kpi) == (81, kpi)
    assert reading.history.get().history_change_reason == "import: q1.csv"
    assert "1 reading came in, 0 changed." in done.content.decode()
    assert "not here any more" in again.content.decode()


def test_what_is_here_already_is_said(kpi, contributor, as_, at):
    client = as_(contributor)
    table = TABLE.rsplit(b"\n", 2)[0]
    client.post(send(client, at, table)["Location"])

    text = client.get(send(client, at, table)["Location"]).content.decode()

    assert "Everything in this file is here already" in text


def test_a_table_can_be_pasted(kpi, contributor, as_, at):
    client = as_(contributor)

    waiting = client.post(at("reading_import"), {"text": TABLE.decode()})["Location"]

    assert "1 new" in client.get(waiting).content.decode()


def test_names_from_a_file_are_never_markup(program, kpi, contributor, as_, at):
    table = b"kpi,period,part,whole\n<script>alert(1)</script>,2026,1,2\n"
    client = as_(contributor)

    text = client.get(send(client, at, table, "<b>.csv")["Location"]).content.decode()

    assert "<script>alert" not in text
    assert "<b>.csv" not in text


def test_a_file_is_for_who_sent_it(kpi, program, contributor, as_, at):
    waiting = send(as_(contributor), at)["Location"]

    answer = as_(member(program, "manager")).get(waiting, follow=True)

    assert "not here any more" in answer.content.decode()


@pytest.mark.parametrize("page", ["reading_import", "reading_template"])
def test_viewers_and_strangers_bring_nothing_in(kpi, viewer, stranger, as_, at, page):
    assert as_(viewer).get(at(page)).status_code == 403
    assert as_(stranger).get(at(page)).status_code == 403


def test_another_programs_import_cannot_be_opened(kpi, contributor, as_, at):
    elsewhere = ProgramFactory()

    answer = as_(contributor).get(f"{at('reading_import')}?program={elsewhere.pk}")

    assert answer.status_code == 403


def test_the_export_is_a_file_for_members(kpi, viewer, as_, at):
    ReadingFactory(kpi=kpi, segment="=cmd()")
    outsider = member(ProgramFactory(), "manager")
    address = f"{at('reading_export')}?kpi={kpi.pk}"

    answer = as_(viewer).get(address)

    text = answer.content.decode("utf-8-sig")
    assert "'=cmd()" in text
    assert answer["Content-Disposition"].startswith("attachment")
    assert as_(outsider).get(address).status_code == 404
    assert kpi.name not in as_(outsider).get(at("reading_export")).content.decode()


def test_the_template_has_a_row_per_kpi(kpi, contributor, as_, at):
    rows = as_(contributor).get(at("reading_template")).content.decode("utf-8-sig").splitlines()

    assert [row.split(",")[0] for row in rows] == ["kpi", "Completed"]
