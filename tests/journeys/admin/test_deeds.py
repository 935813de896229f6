"""The history page: who did what, when, through which door, and what changed."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry

from journeys import history, versions
from journeys.models import Channel, JourneyMap, MapVersion, Objective, Persona, Report
from tests.factories import PersonaFactory
from tests.journeys.admin.conftest import address, fields_of


def lines(client, model, row):
    return client.get(address(model, "history", row.pk)).context["lines"]


def test_a_change_is_told_with_person_door_and_fields(client_of, manager, rows):
    row = rows[Objective]
    url = address(Objective, "change", row.pk)
    manager.post(url, fields_of(manager.get(url)) | {"aspect": "churn", "target_date": "2026-12-20"})  # fmt: skip

    line = lines(client_of("viewer"), Objective, row)[0]

    assert (line.who, line.did, line.door) == ("mara", "Changed", "in the workplace")
    assert {(change.field, change.before, change.after) for change in line.changes} == {
        ("Aspect", "Satisfaction", "Churn"),
        ("Target date", "nothing", "20 Dec 2026"),
    }


def test_a_verb_is_told_with_its_note(manager, people, rows):
    with history.through("task"):
        versions.submit(rows[MapVersion], by=people["contributor"], note="Please look")

    line = lines(manager, MapVersion, rows[MapVersion])[0]

    assert (line.who, line.did, line.note, line.door) == (
        "tomas", "Submitted for review", "Please look", "by a task",
    )  # fmt: skip
    assert [(change.field, change.after) for change in line.changes] == [("State", "In review")]


def test_chosen_rows_are_named(manager, rows):
    journey = rows[JourneyMap]
    extra = PersonaFactory(program=rows.program, name="Omar")
    url = address(JourneyMap, "change", journey.pk)
    chosen = [*journey.personas.values_list("pk", flat=True), extra.pk]

    manager.post(url, fields_of(manager.get(url)) | {"personas": chosen})

    told = [change for line in lines(manager, JourneyMap, journey) for change in line.changes]
    newest = next(change for change in told if change.field == "Personas")
    assert newest.before == "Ours Lena"
    assert set(newest.after.split(", ")) == {"Ours Lena", "Omar"}


def test_deeds_outlive_the_account(manager, people, rows):
    row = rows[Persona]
    history.deed(row, by=people["contributor"], verb="change")
    row.save()
    people["contributor"].delete()

    assert lines(manager, Persona, row)[0].who == "tomas"


def test_people_are_called_by_their_full_name(manager, people, rows):
    people["contributor"].first_name, people["contributor"].last_name = "Tomas", "Keller"
    people["contributor"].save()
    row = rows[Channel]
    history.deed(row, by=people["contributor"], verb="change")
    row.save()

    assert lines(manager, Channel, row)[0].who == "Tomas Keller"


def test_long_histories_are_told_page_by_page(manager, rows):
    row = rows[Channel]
    for number in range(60):
        row.name = f"Channel {number}"
        row.save()

    newest = manager.get(address(Channel, "history", row.pk)).context
    oldest = manager.get(address(Channel, "history", row.pk), {"p": "2"}).context

    assert len(newest["lines"]) == 50
    # The last line of a page is told against the first of the next.
    assert [(c.before, c.after) for c in newest["lines"][-1].changes] == [("Channel 9", "Channel 10")]  # fmt: skip
    assert oldest["lines"][-1].changes == ()


def test_a_report_has_no_history_of_its_own(manager, rows):
    assert lines(manager, Report, rows[Report]) == []


@pytest.mark.parametrize("name", ("<b>bold</b>", "x" * 400))
def test_values_are_shown_as_text_and_cut(manager, rows, name):
    row = rows[Persona]
    row.portrait = name
    row.save()

    page = manager.get(address(Persona, "history", row.pk))

    assert "<b>bold</b>" not in page.content.decode()
    assert len(page.context["lines"][0].changes[0].after) <= 160


def test_djangos_own_log_stays_empty(manager, rows):
    url = address(Objective, "change", rows[Objective].pk)
    manager.post(url, fields_of(manager.get(url)) | {"aspect": "churn"})

    assert not LogEntry.objects.exists()
