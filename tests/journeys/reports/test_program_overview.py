"""The program overview: where we stand, what changed since, what waits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from journeys import drafts, maps, versions
from journeys.models import JourneyMap, Kpi, MapVersion, Objective
from journeys.reports import documents
from journeys.reports.program_overview import build, kind
from tests.factories import KpiFactory, ObjectiveFactory, ReadingFactory, member
from tests.factories.programs import ProgramFactory
from tests.journeys.reports.hostile import HOSTILE, STRANGE, assert_harmless
from tests.journeys.reports.version_comparison.test_report_html import Page
from tests.journeys.sample import edited, small_map

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SINCE = date(2026, 9, 1)


def said(program, at=AT, since=SINCE):
    return build(program, since, read_at=at, made_by="Mara")


def published(program, contents=None, *, on=AT, **facts):
    """Return a map's version, published at that moment: it cannot be changed afterwards."""
    version = maps.create(program, contents or small_map(), by=None)
    if facts:
        JourneyMap.objects.filter(pk=version.map_id).update(**facts)
    with patch("django.utils.timezone.now", return_value=on):
        return versions.publish(MapVersion.objects.get(pk=version.pk), by=None)


@pytest.fixture
def kpi(program):
    kpi = KpiFactory(program=program, name="Completed", kind=Kpi.Kind.PROPORTION, target=50)
    for start, numerator in ((date(2026, 4, 1), 40), (date(2026, 10, 1), 70)):
        ReadingFactory(
            kpi=kpi, period_from=start, period_to=start + timedelta(days=30),
            numerator=numerator, denominator=100,
        )  # fmt: skip
    return kpi


def test_a_new_program_says_what_to_begin_with(program):
    told = Page(documents.to_html("program_overview", said(program)))

    assert told.text.count("No map yet; no KPI has a target yet.") == 1
    for words in ("no objective yet", "There is no map yet.", "No version was published since."):
        assert words in told.text


def test_objectives_stand_with_their_kpis_value_interval_n_and_target(program, kpi):
    objective = ObjectiveFactory(
        program=program, statement="Complete more", target_date=date(2026, 10, 31)
    )
    objective.kpis.add(kpi)
    ObjectiveFactory(program=program, statement="Unmeasured", status=Objective.Status.REACHED)

    first, second = said(program).objectives

    (now,) = first.kpis
    assert (first.is_late, second.is_late, second.kpis) == (True, False, ())
    assert (now.reading.value, now.reading.interval, now.reading.n) == (
        "70.0 %",
        "60.4 to 78.1",
        "100",
    )
    assert (now.words, now.target) == ("On target", "at least 50 %")


def test_a_kpi_since_the_day_has_a_difference_with_interval_and_verdict(program, kpi):
    (moved,) = said(program).moved_kpis

    assert (moved.difference, moved.interval, moved.verdict) == (
        "+30.0",
        "+16.3 to +42.2",
        "better",
    )


def test_a_reading_after_the_day_of_the_report_is_not_known_yet(program, kpi):
    told = said(program, at=datetime(2026, 8, 1, tzinfo=UTC), since=date(2026, 3, 1))

    assert told.other_kpis[0].reading.value == "40.0 %"


def test_maps_stand_by_stage_of_the_life_cycle_and_gaps_are_named(program):
    published(program, life_cycle_stage="support")
    told = said(program)

    assert [(stage.name, len(stage.maps)) for stage in told.stages] == [("Get help", 1)]
    assert "buy" in told.gaps
    assert "get help" not in told.gaps
    (one,) = told.stages[0].maps
    assert (one.version, one.state, one.due, one.is_late) == (
        "Version 1",
        "Published",
        "due 18 Feb 2027",
        False,
    )


def test_what_changed_is_told_by_version_against_the_one_before(program):
    first = published(program, on=AT - timedelta(days=200))
    second = versions.start_draft(first.map, by=None)
    second = drafts.replace(second, edited(small_map(), "First payment", emotion=0.5), by=None)
    with patch("django.utils.timezone.now", return_value=AT):
        versions.publish(second, by=None)

    (change,) = said(program).changes

    assert change.what == "Open an account, version 2"
    assert change.summary == "The team rates “First payment” 1.3 lower."


def test_due_are_late_maps_and_objectives_first_then_reviews_and_readings(program):
    published(program, on=AT - timedelta(days=200))
    draft = maps.create(program, small_map(), by=None)
    versions.submit(draft, by=None)
    ObjectiveFactory(program=program, statement="Complete more", target_date=date(2026, 10, 31))
    KpiFactory(program=program, name="Completed")

    due = said(program).due

    assert [(one.what.partition(" version")[0], one.is_late) for one in due] == [
        ("Look again at “Open an account”", True),
        ("Objective: Complete more", True),
        ("Review “Open an account”", False),
        ("Add a reading of Completed", False),
    ]
    assert due[0].when == "110 days overdue"


def test_people_come_by_role_with_what_is_theirs(program):
    member(program, "viewer", username="vera")
    mara = member(program, "manager", first_name="Mara", last_name="Ruiz")
    ObjectiveFactory(program=program, owner=mara)

    assert [(one.name, one.role, one.owns) for one in said(program).people] == [
        ("Mara Ruiz", "Manager", "1 objective"),
        ("vera", "Viewer", "–"),
    ]


def test_nothing_of_another_program_is_in_it(program):
    elsewhere = ProgramFactory(name="Zebrawood")
    published(elsewhere)
    KpiFactory(program=elsewhere, name="Zebrawood KPI")
    ObjectiveFactory(program=elsewhere, statement="Zebrawood objective")

    html = documents.to_html("program_overview", said(program))

    assert "Zebrawood" not in html


def test_nothing_in_a_program_can_be_turned_against_the_page(program, kpi):
    strange = STRANGE
    type(program).objects.filter(pk=program.pk).update(
        name=HOSTILE[:120], purpose=HOSTILE * 9, scope=strange * 40
    )
    program.refresh_from_db()
    KpiFactory(program=program, name=HOSTILE[:120])
    ObjectiveFactory(program=program, statement=f"{HOSTILE}{strange}"[:240])
    published(program, life_cycle_stage="use", name=HOSTILE[:160])

    assert_harmless(documents.to_html("program_overview", said(program)))


def test_the_number_of_queries_does_not_grow_with_the_program(
    program, django_assert_max_num_queries
):
    for number in range(4):
        published(program)
        KpiFactory(program=program, name=f"K{number}")
        ObjectiveFactory(program=program)

    with django_assert_max_num_queries(11 + 3 * 4):  # three for each version published since
        said(program)


def test_parameters_name_what_is_wrong(program):
    vera = member(program, "viewer")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()

    for parameters, field in (
        ({}, "program"),
        ({"program": ProgramFactory().pk}, "program"),
        ({"program": program.pk, "since": "soon"}, "since"),
        ({"program": program.pk, "since": 20260901}, "since"),
        ({"program": program.pk, "since": tomorrow}, "since"),
        ({"program": program.pk, "version": 1}, "version"),
    ):
        with pytest.raises(ValidationError) as refused:
            kind.check(parameters, vera)
        assert list(refused.value.message_dict) == [field]


def test_without_a_day_changes_are_told_of_one_review_cadence(program):
    subject = kind.check({"program": program.pk}, member(program, "viewer"))

    expected = timezone.localdate() - timedelta(days=program.review_cadence_days)
    assert subject.parameters == {"program": program.pk, "since": expected.isoformat()}
