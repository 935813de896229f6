"""The program's home: where it stands, what is due, what happened."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from journeys import drafts, history, versions
from journeys.admin.home import activity, due, page
from journeys.models import JourneyMap, Kpi, MapVersion, Program, Report
from journeys.standing import kpis as kpi_standing
from journeys.standing import maps as map_standing
from journeys.standing import sentences
from tests.factories import (
    KpiFactory,
    ObjectiveFactory,
    ProgramFactory,
    ReadingFactory,
    ReportFactory,
    member,
    published_map,
    small_draft,
)
from tests.journeys.sample import small_map

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory(name="Everyday banking", review_cadence_days=30)


@pytest.fixture
def mara(program):
    return member(program, "manager", username="mara", first_name="Mara", last_name="Ruiz")


def measured(program, numerator, *, target=50, **fields):
    """Return a KPI with a reading of 1,000 people in the month before this one."""
    kpi = KpiFactory(program=program, target=target, **fields)
    month = timezone.localdate().replace(day=1) - timedelta(days=31)
    ReadingFactory(kpi=kpi, period_from=month.replace(day=1), numerator=numerator, denominator=1000)
    return kpi


def test_the_sentence_sums_up_maps_and_kpis(program):
    published_map(program)
    versions.start_draft(published_map(program).map, by=None)
    for numerator in (700, 300, 310, 500):
        measured(program, numerator)
    KpiFactory(program=program, target=None)

    said = sentences.of_program(program, kpi_standing.of_kpis(Kpi.objects.all()).values())

    assert said == (
        "2 maps published, 1 draft open; 1 of 4 KPIs on target, 2 below, 1 we cannot tell."
    )


def test_the_sentence_of_an_empty_program_claims_nothing(program):
    assert sentences.of_program(program, []) == "No map yet; no KPI has a target yet."


def test_the_sentence_names_what_should_fall(program):
    measured(program, 900, better="lower")

    said = sentences.of_program(program, kpi_standing.of_kpis(Kpi.objects.all()).values())

    assert said == "No map yet; none of 1 KPI on target, 1 above."


def test_objectives_come_with_their_kpis_and_kpis_without_one_last(program, mara):
    wanted = ObjectiveFactory(program=program, statement="Be recommended")
    ObjectiveFactory(program=program, statement="Given up", status="dropped")
    unmeasured = ObjectiveFactory(program=program, statement="Cost less")
    first, second = measured(program, 300, name="A"), measured(program, 700, name="B")
    wanted.kpis.set([first, second])
    loose = measured(program, 500, name="C")

    rows = page.of(program, mara).kpis

    assert [(row.objective, row.standing and row.standing.kpi, row.is_first) for row in rows] == [
        (wanted, first, True),
        (wanted, second, False),
        (unmeasured, None, True),
        (None, loose, True),
    ]


def test_maps_in_work_come_before_overdue_ones(program, mara):
    calm = published_map(program)
    draft = small_draft(program)
    JourneyMap.objects.filter(pk=calm.map_id).update(name="A calm one")
    JourneyMap.objects.filter(pk=draft.map_id).update(name="Z in work")
    JourneyMap.objects.create(program=program, name="B put aside", is_archived=True)

    rows = page.of(program, mara).maps

    assert [row.standing.map.name for row in rows] == ["Z in work", "A calm one"]
    assert rows[0].curve is not None


def titles(user, program):
    maps = map_standing.of_maps(JourneyMap.objects.filter(program=program), program)
    kpis = kpi_standing.of_kpis(Kpi.objects.filter(program=program))
    return [item.title for item in due.of_person(user, program, maps=maps, kpis=kpis.values())]


def test_a_review_waits_for_who_may_approve_until_they_did(program, mara):
    draft = versions.submit(small_draft(program), by=None)

    assert titles(mara, program) == ["Review “Open an account” version 1"]
    assert titles(member(program, "contributor"), program) == []

    versions.approve(draft, by=mara)

    assert titles(mara, program) == []
    assert titles(member(program, "manager"), program) == ["Review “Open an account” version 1"]


def test_an_approval_of_what_was_changed_since_does_not_count(program, mara):
    draft = versions.submit(small_draft(program), by=None)
    versions.approve(draft, by=mara)
    versions.request_changes(draft, by=None, note="More")
    versions.submit(draft, by=None)

    assert titles(mara, program) == ["Review “Open an account” version 1"]


def test_an_overdue_map_waits_unless_somebody_is_at_it(program, mara):
    published = published_map(program)
    program.review_cadence_days = 1
    tomorrow = timezone.localdate() + timedelta(days=3)
    standing = map_standing.of_maps([published.map], program)[0]
    late = map_standing.MapStanding(standing.map, standing.newest, standing.published_at, standing.due, tomorrow)  # fmt: skip

    (waiting,) = due.of_person(mara, program, maps=[late], kpis=[])

    assert waiting.title == "Look again at “Open an account”"
    assert waiting.when == "2 days over"
    assert due.of_person(member(program, "viewer"), program, maps=[late], kpis=[]) == []


def test_only_ones_own_failed_report_waits(program, mara):
    ReportFactory(program=program, title="Mine", status="failed", requested_by=mara)
    ReportFactory(program=program, title="Not mine", status="failed")
    ReportFactory(program=program, title="On its way", requested_by=mara)

    assert titles(mara, program) == ["Report failed: Mine"]


def test_a_kpi_waits_for_a_reading_when_the_last_one_is_old(program, mara):
    ReadingFactory(kpi=KpiFactory(program=program, name="Old"), period_from=date(2020, 1, 1))
    measured(program, 500, name="Fresh")
    KpiFactory(program=program, name="Never measured")

    assert titles(mara, program) == [
        "Add a reading of Never measured",
        "Add a reading of Old",
    ]
    assert titles(member(program, "viewer"), program) == []


def test_activity_tells_one_deed_in_one_line(program, mara):
    with history.through("command"):
        draft = small_draft(program, by=mara)
        versions.publish(draft, by=mara, note="Good enough")

    published, created, *_ = activity.of_program(program)

    assert (created.who, created.did, created.kind, created.what) == (
        "Mara Ruiz", "created", "journey map", "Open an account",
    )  # fmt: skip
    assert (published.did, published.note, published.what) == (
        "published", "Good enough", "Open an account, version 1",
    )  # fmt: skip
    assert created.door == "by a command"


def test_activity_of_many_rows_is_told_as_their_number(program, mara):
    draft = small_draft(program)
    MapVersion.history.all().delete()
    JourneyMap.history.all().delete()
    for model in ("stages", "touchpoints", "lanes", "cards"):
        type(getattr(draft, model).first()).history.all().delete()
    for touchpoint in draft.touchpoints.all():
        history.deed(touchpoint, by=mara, verb="arrange")
        touchpoint.save()

    line = activity.of_program(program)[0]

    assert (line.who, line.did, line.what) == ("Mara Ruiz", "put in order", "3 touchpoints")
    assert line.url == reverse("admin:journeys_mapversion_map", args=[draft.pk])


def test_activity_outlives_people_and_rows(program, mara):
    draft = small_draft(program)
    card = draft.cards.order_by("order").first()
    history.deed(card, by=mara, verb="delete")
    card.delete()
    mara.delete()

    left, line, *_ = activity.of_program(program)

    assert (line.who, line.did, line.what, line.url) == ("mara", "deleted", str(card), "")
    assert (left.did, left.kind, left.what) == ("deleted", "membership", "what is gone now")


def test_activity_of_another_program_stays_there(program):
    small_draft(ProgramFactory())

    assert [line.what for line in activity.of_program(program)] == ["Everyday banking"]


def test_activity_takes_two_queries(program, mara, django_assert_num_queries):
    small_draft(program, by=mara)

    with django_assert_num_queries(2):
        activity.of_program(program)


# --- the page ---


@pytest.fixture
def as_mara(mara):
    client = Client()
    client.force_login(mara)
    return client


def home_of(program):
    return reverse("admin:journeys_program_home", args=[program.pk])


def test_signing_in_leads_to_the_only_program(as_mara, program):
    response = as_mara.get("/", follow=True)

    assert response.redirect_chain[-1][0] == home_of(program)
    assert response.context["subtitle"].startswith("No map yet")


def test_signing_in_leads_to_the_program_visited_last(as_mara, mara, program):
    other = ProgramFactory()
    other.memberships.create(user=mara, role="viewer")
    assert as_mara.get("/admin/").url == reverse("admin:journeys_program_changelist")
    as_mara.get(home_of(other))
    as_mara.post(reverse("admin:logout"))
    as_mara.force_login(mara)

    assert as_mara.get("/admin/").url == home_of(other)


def test_a_cookie_leads_nowhere_one_may_not_go(as_mara, mara, program):
    hidden = ProgramFactory()
    program.memberships.model.objects.create(program=ProgramFactory(), user=mara, role="viewer")
    as_mara.cookies["program"] = str(hidden.pk)

    assert as_mara.get("/admin/").url == reverse("admin:journeys_program_changelist")


@pytest.mark.parametrize("identifier", ("987654", "0"))
def test_the_home_of_another_program_is_not_there(as_mara, identifier):
    hidden = ProgramFactory()

    other = as_mara.get(home_of(hidden))
    missing = as_mara.get(f"/admin/journeys/program/{identifier}/home/")

    assert other.status_code == missing.status_code == 404
    assert other.content == missing.content


def test_a_viewer_is_offered_nothing_they_may_not_do(program):
    client = Client()
    client.force_login(member(program, "viewer"))

    text = client.get(home_of(program)).content.decode()

    for offer in ("New map", "Import a map", "Add reading", "Add an objective"):
        assert offer not in text


def test_a_manager_of_an_empty_program_is_told_what_to_do_next(as_mara, program):
    text = as_mara.get(home_of(program)).content.decode()

    for offer in ("New map", "Import a map", "Add reading", "Add an objective", "Nothing waits for you"):  # fmt: skip
        assert offer in text


def test_texts_of_people_are_shown_as_text(as_mara, program, mara):
    nasty = "<script>alert(1)</script>"
    small_draft(program, by=mara, map=small_map().map.__class__(name=nasty))
    ObjectiveFactory(program=program, statement=nasty)
    measured(program, 500, name=nasty)
    Report.objects.create(program=program, kind="x", title=nasty, status="failed", requested_by=mara)  # fmt: skip
    Program.objects.filter(pk=program.pk).update(name=nasty)

    text = as_mara.get(home_of(program)).content.decode()

    assert nasty not in text
    assert "&lt;script&gt;" in text


def test_replacing_a_document_is_one_line_of_activity(program, mara):
    draft = small_draft(program)
    MapVersion.history.all().delete()
    JourneyMap.history.all().delete()

    drafts.replace(draft, small_map(), by=mara, verb="import")

    line = activity.of_program(program)[0]
    assert (line.did, line.what) == ("imported", "Open an account, version 1")
