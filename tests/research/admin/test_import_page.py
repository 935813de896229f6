"""Bringing answers in through the workplace, from choosing a file to its rows."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from research.imports import outcome
from research.models import ImportBatch, Response
from research.tasks import work_on_import
from tests.factories import InstrumentFactory, ProgramFactory, StudyFactory, member

pytestmark = pytest.mark.django_db

FILE = "Ticket,Message,Stars\na,Slow again,2\nb,Quick,5\nc,Broken,9\n"


@pytest.fixture
def study():
    study = StudyFactory(program=ProgramFactory())
    study.instruments.add(InstrumentFactory(program=study.program))
    return study


@pytest.fixture
def manager(client, study):
    client.force_login(member(study.program, "contributor"))
    return client


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    sent = []
    monkeypatch.setattr("journeys.jobs.send", lambda task, pk: sent.append(pk))
    return sent


def chosen(client, study, text=FILE, name="tickets.csv"):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(
        reverse("admin:research_study_import", args=[study.pk]), {"file": file}, follow=True
    )


def page(batch):
    return reverse("admin:research_importbatch_page", args=[batch.pk])


def done(batch, verb):
    return reverse("admin:research_importbatch_verb", args=[batch.pk, verb])


def worked():
    batch = ImportBatch.objects.latest("pk")
    work_on_import(batch.pk)
    batch.refresh_from_db()
    return batch


def test_file_is_looked_at_confirmed_and_brought_in(
    manager, study, queued, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        waiting = chosen(manager, study)
    assert "Waiting for a free worker" in waiting.content.decode()
    assert queued == [ImportBatch.objects.get().pk]

    looked_at = worked()
    shown = manager.get(page(looked_at)).content.decode()
    assert "2 new, 0 changed, 0 unchanged, 1 that cannot come in" in shown
    assert "Stars" in shown
    assert Response.objects.count() == 0

    manager.post(done(looked_at, "confirm"))
    brought_in = worked()
    assert (brought_in.status, brought_in.created, brought_in.invalid) == ("done", 2, 1)
    assert set(Response.objects.values_list("text", flat=True)) == {"Slow again", "Quick"}
    rows = b"".join(manager.get(reverse("admin:research_importbatch_errors", args=[brought_in.pk])))
    assert "Broken" in rows.decode("utf-8-sig")

    chosen(manager, study)
    again = worked()
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)


def test_other_columns_are_chosen_and_kept_for_the_next_file(manager, study):
    chosen(manager, study, "Ticket,Gist,Stars\na,Slow,2\n")
    guessed = worked()
    assert guessed.mapping.get("text", "") == ""

    manager.post(page(guessed), {"id": "Ticket", "text": "Gist", "rating": "Stars", "mask": "on"})
    looked_again = worked()
    assert looked_again.mapping["text"] == "Gist"
    manager.post(done(looked_again, "confirm"))
    worked()
    chosen(manager, study, "Ticket,Gist,Stars\nb,Fast,4\n")

    assert worked().mapping["text"] == "Gist"


def test_file_without_a_scale_says_so_and_lets_choose_the_question(manager, study):
    study.instruments.clear()
    chosen(manager, study)
    refused = worked()

    shown = manager.get(page(refused)).content.decode()
    assert refused.status == "failed"
    assert "Say which question they answer" in shown
    asked = study.program.instruments.get()
    manager.post(
        page(refused),
        {"id": "Ticket", "text": "Message", "rating": "Stars", "instrument": asked.pk},
    )

    assert worked().awaits_confirmation


def test_a_new_question_is_asked_where_the_file_is_looked_at(manager, study):
    study.instruments.clear()
    chosen(manager, study)
    batch = worked()
    columns = {"text": "Message", "rating": "Stars", "id": "Ticket", "mask": "on"}
    refused = manager.post(
        page(batch), columns | {"asked": "How was it?", "lowest": "5", "highest": "1"}
    )
    assert "needs both ends of its scale" in refused.content.decode()
    assert not study.instruments.exists()
    manager.post(page(batch), columns | {"asked": "How was it?", "lowest": "1", "highest": "5"})
    made = study.instruments.get()
    assert (made.question, made.lowest, made.highest) == ("How was it?", 1, 5)
    assert str(made) == "How was it? (1 to 5)"
    batch = worked()
    assert (batch.created, batch.invalid, batch.mapping["instrument"]) == (2, 1, made.pk)


@pytest.mark.parametrize(
    ("name", "words"), [("story.docx", "is of no kind that is read here"), ("a.csv", "empty")]
)
def test_what_is_no_table_is_refused_in_words(manager, study, name, words):
    shown = chosen(manager, study, "" if name == "a.csv" else "x", name).content.decode()
    if name == "a.csv":
        shown = manager.get(page(worked())).content.decode()

    assert words in shown


def test_cancelled_import_writes_nothing_and_can_be_taken_up_again(manager, study):
    chosen(manager, study)
    looked_at = worked()
    manager.post(done(looked_at, "confirm"))
    manager.post(done(looked_at, "cancel"))

    assert worked().status == "cancelled"
    assert Response.objects.count() == 0
    manager.post(done(looked_at, "retry"))
    assert worked().created == 2


def test_import_taken_away_in_the_middle_writes_nothing(manager, study, monkeypatch):
    chosen(manager, study)
    looked_at = worked()
    manager.post(done(looked_at, "confirm"))
    monkeypatch.setattr(outcome, "batch_of", _cancelling(looked_at, outcome.batch_of))
    assert worked().status == "cancelled"
    assert Response.objects.count() == 0


def _cancelling(batch, batch_of):
    def cancelled(*given):
        ImportBatch.objects.filter(pk=batch.pk).update(status="cancelled")
        return batch_of(*given)

    return cancelled


@pytest.mark.parametrize(("role", "answer"), [("viewer", 403), ("contributor", 302)])
def test_confirming_needs_a_role(client, study, role, answer):
    batch = ImportBatch.objects.create(
        program=study.program, study=study, file_name="a.csv", status="done"
    )
    client.force_login(member(study.program, role, username=role))

    assert client.post(done(batch, "confirm")).status_code == answer


def test_import_of_another_program_is_not_there(client, study):
    batch = ImportBatch.objects.create(program=study.program, study=study, file_name="a.csv")
    client.force_login(member(ProgramFactory(), "manager"))

    assert client.get(page(batch)).status_code == 404
    assert client.post(done(batch, "confirm")).status_code == 404
    assert client.get(reverse("admin:research_study_import", args=[study.pk])).status_code == 404
