"""When maps are due: the same day in Python and in the database, moved by finding a map still true."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from journeys import maps, reminders, versions
from journeys.models import JourneyMap, Membership, Notification, Program
from journeys.standing.maps import of_maps
from journeys.tasks import remind_of_due_maps
from tests.factories import MapFactory, ProgramFactory, member, small_draft

pytestmark = pytest.mark.django_db


def map_published(days_ago: float, program=None, **fields):
    """Return a map whose only version was published so many days ago."""
    program = program or ProgramFactory()
    at = timezone.now() - timedelta(days=days_ago)
    draft = small_draft(program)
    versions.publish(draft, by=None, at=at)
    JourneyMap.objects.filter(pk=draft.map_id).update(**fields)
    return JourneyMap.objects.get(pk=draft.map_id)


def in_database(journey):
    return JourneyMap.objects.with_due().get(pk=journey.pk).due_on


def in_python(journey):
    (standing,) = of_maps([JourneyMap.objects.get(pk=journey.pk)], journey.program)
    return standing.due


def ago(days):
    return timezone.now() - timedelta(days=days)


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ({}, -10),
        ({"review_cadence_days": 30}, -70),
        ({"review_cadence_days": 3650}, 3550),
        ({"reviewed_at": ago(5)}, 85),
        ({"reviewed_at": ago(500)}, -10),
        ({"reviewed_at": ago(5), "review_cadence_days": 4}, -1),
    ],
)
def test_a_map_is_due_a_cadence_after_it_was_looked_at_last(fields, days):
    journey = map_published(100, ProgramFactory(review_cadence_days=90), **fields)

    assert in_database(journey) == in_python(journey)
    assert (in_database(journey) - timezone.localdate()).days == days


def test_what_is_not_in_force_or_put_aside_is_never_due():
    never, archived, aside = MapFactory(), map_published(400), map_published(400, is_archived=True)
    versions.archive(archived.versions.get(), by=None)
    discarded = small_draft(ProgramFactory())
    versions.discard(discarded, by=None)

    found = [in_database(one) for one in (never, archived, aside, discarded.map)]

    assert found == [None] * 4
    assert [in_python(one) for one in (never, archived, aside, discarded.map)] == found


def test_the_newest_published_version_counts_even_if_an_older_one_was_published_later():
    journey = map_published(10)
    second = versions.start_draft(journey, by=None)
    versions.publish(second, by=None, at=ago(50))

    assert in_database(journey) == in_python(journey)
    assert (timezone.localdate() - in_database(journey)).days == 50 - 90


def test_days_begin_where_the_installation_is(settings):
    # 23:30 in London is the next day in Tokyo already.
    late_evening = datetime(2026, 3, 1, 23, 30, tzinfo=ZoneInfo("UTC"))
    journey = map_published(0)
    draft = versions.start_draft(journey, by=None)
    versions.publish(draft, by=None, at=late_evening)

    days = []
    for zone in ("UTC", "Asia/Tokyo"):
        settings.TIME_ZONE = zone
        with timezone.override(zone):
            assert in_database(journey) == in_python(journey)
            days.append(in_database(journey).isoformat())

    assert days == ["2026-05-30", "2026-05-31"]


def test_overdue_begins_the_day_after():
    journey = map_published(90)
    due = in_database(journey)

    kept = [list(JourneyMap.objects.overdue(due + timedelta(days=d))) for d in (-1, 0, 1)]

    assert kept == [[], [], [journey]]


def test_found_still_true_it_is_due_anew():
    journey, mara = map_published(200), member(ProgramFactory(), username="mara")

    maps.confirm(journey, by=mara)

    assert in_database(journey) == timezone.localdate() + timedelta(days=90)
    deed = journey.history.first()
    assert (deed.history_change_reason, deed.history_user_name) == ("confirm", "mara")


def test_a_map_without_a_published_version_cannot_be_found_still_true():
    draft = small_draft(ProgramFactory())

    with pytest.raises(versions.InvalidTransition, match="no published version"):
        maps.confirm(draft.map, by=None)

    assert JourneyMap.objects.get(pk=draft.map_id).reviewed_at is None


# --- reminders ---


def owned(days_ago, **fields):
    program = ProgramFactory()
    owner = member(program, "contributor", username="owner")
    return map_published(days_ago, program, owner=owner, **fields), owner


def test_the_owner_is_told_once_per_due_date():
    journey, owner = owned(91)

    assert [remind_of_due_maps(), remind_of_due_maps()] == [1, 0]

    note = Notification.objects.get()
    assert (note.recipient, note.kind, note.map, note.program) == (
        owner, "review_due", journey, journey.program,
    )  # fmt: skip
    assert (note.read_at, note.mailed_at, note.version) == (None, None, journey.versions.get())
    assert journey.name in note.text


def test_the_next_due_date_is_another_one():
    journey, _ = owned(91)
    reminders.remind_of_due_maps()
    maps.confirm(journey, by=None)

    assert reminders.remind_of_due_maps() == 0
    assert reminders.remind_of_due_maps(timezone.localdate() + timedelta(days=90)) == 1
    assert Notification.objects.count() == 2


def test_nobody_is_told_before_the_day_or_in_a_program_at_rest():
    journey, _ = owned(80)
    resting = map_published(300)
    Program.objects.filter(pk=resting.program_id).update(status=Program.Status.PAUSED)
    member(resting.program)

    assert reminders.remind_of_due_maps() == 0
    assert reminders.remind_of_due_maps(in_database(journey)) == 1


def test_a_kill_in_between_leaves_both_undone(monkeypatch):
    owned(91)

    def killed(*args, **kwargs):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("django.db.models.query.QuerySet.update", killed)
        with pytest.raises(SystemExit):
            reminders.remind_of_due_maps()
    assert not Notification.objects.exists()

    assert reminders.remind_of_due_maps() == 1
    assert Notification.objects.count() == 1


def test_who_left_is_not_told_but_the_programs_owner_is():
    journey, owner = owned(91)
    Membership.objects.filter(user=owner).delete()
    assert reminders.remind_of_due_maps() == 0

    boss = member(journey.program, username="boss")
    Program.objects.filter(pk=journey.program_id).update(owner=boss)

    assert reminders.remind_of_due_maps() == 1
    assert Notification.objects.get().recipient == boss


def test_telling_leaves_the_map_as_it_was():
    journey, _ = owned(91)
    before = JourneyMap.objects.get(pk=journey.pk)
    deeds = journey.history.count()

    reminders.remind_of_due_maps()

    after = JourneyMap.objects.get(pk=journey.pk)
    assert (after.updated_at, journey.history.count()) == (before.updated_at, deeds)


def test_a_version_published_meanwhile_ends_the_matter():
    journey, _ = owned(91)
    versions.publish(versions.start_draft(journey, by=None), by=None)

    assert reminders.remind_of_due_maps() == 0
