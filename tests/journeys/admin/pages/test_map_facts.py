"""The bar above a map."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from msgspec import structs

from journeys.admin.pages import map_facts
from journeys.admin.pages.map_facts import Fact
from journeys.contents import PersonaContents, VersionFacts
from journeys.models import JourneyMap, MapVersion, Program, State
from tests.journeys.sample import edited, key, small_map, stage, touchpoint


def version(**fields):
    program = Program(name="Everyday banking", review_cadence_days=90)
    journey = JourneyMap(program=program, name="Open an account")
    fields = {
        "number": 1,
        "state": "draft",
        "created_at": datetime(2026, 11, 3, tzinfo=UTC),
    } | fields
    return MapVersion(program=program, map=journey, **fields)


def published(days_ago, **fields):
    at = timezone.now() - timedelta(days=days_ago)
    return version(state="published", published_at=at, published_by_name="mara", **fields)


def facts(contents, of=None, *, is_newest=True):
    return map_facts.of(of or version(), contents, is_newest=is_newest)


def test_a_draft_nobody_was_asked_about_says_so():
    assert facts(small_map()) == (
        Fact("person", "Lena"),
        Fact("south_east", "Prove identity", "−2.1", lead="Lowest"),
        Fact("edit_note", "Assumed by the team:", "nobody was asked yet", tone="assumed"),
        Fact("edit_square", "3 Nov 2026", lead="Started"),
    )


def test_observed_touchpoints_bring_the_evidence_window():
    contents = edited(small_map(), "First payment", basis="observed")
    contents = structs.replace(
        contents,
        version=VersionFacts(evidence_from=date(2026, 6, 1), evidence_to=date(2026, 10, 31)),
    )

    assert facts(contents)[2] == Fact(
        "calendar_today", "1 Jun 2026 – 31 Oct 2026", "2 of 3 touchpoints assumed", lead="Evidence"
    )


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (None, None, "without a time window"),
        (date(2026, 6, 1), None, "since 1 Jun 2026"),
        (None, date(2026, 6, 1), "until 1 Jun 2026"),
    ],
)
def test_window_says_what_is_known(start, end, words):
    assert map_facts.window(start, end) == words


def test_touchpoints_without_rating_are_counted():
    contents = edited(small_map(), "First payment", emotion=None)

    assert Fact("help", "1 of 3", "not rated yet") in facts(contents)


def test_many_personas_are_counted_and_a_share_is_shown():
    people = tuple(
        PersonaContents(key=key(name), name=name, share_of_customers=share)
        for name, share in (("A", 34.0), ("B", 12.5), ("C", None), ("D", None), ("E", None))
    )

    assert facts(small_map(personas=people))[:4] == (
        Fact("person", "A", "34 % of customers"),
        Fact("person", "B", "12.5 % of customers"),
        Fact("person", "C"),
        Fact("group", "and 2 more"),
    )


def test_a_single_rating_is_no_lowest():
    contents = small_map(
        stages=(stage("One", touchpoint("a", emotion=-1.0), touchpoint("b")),), cards=()
    )

    assert "Lowest" not in [fact.lead for fact in facts(contents)]


def test_no_persona_is_said():
    assert facts(small_map(personas=()))[0] == Fact("person", "No persona yet", tone="missing")


def test_a_draft_names_what_it_was_started_from():
    started = facts(small_map(), version(number=2, based_on=version()))[-1]

    assert started == Fact("edit_square", "3 Nov 2026, from version 1", lead="Started")


@pytest.mark.parametrize(
    ("days_ago", "fact"),
    [
        (80, Fact("schedule", "in 10 days", lead="Review due")),
        (89, Fact("schedule", "in 1 day", lead="Review due")),
        (90, Fact("schedule", "today", lead="Review due")),
        (108, Fact("schedule", "18 days", "overdue", lead="Review", tone="late")),
    ],
)
def test_a_published_version_is_due_for_review_by_the_programs_cadence(days_ago, fact):
    assert facts(small_map(), published(days_ago))[-1] == fact


def test_the_maps_own_cadence_wins():
    row = published(10)
    row.map.review_cadence_days = 30

    assert facts(small_map(), row)[-1] == Fact("schedule", "in 20 days", lead="Review due")


def test_only_the_newest_published_version_is_due():
    row = published(200)

    last = facts(small_map(), row, is_newest=False)[-1]

    assert (last.lead, last.rest) == ("Published", "by mara")


def test_an_empty_map_claims_nothing_about_evidence():
    assert [fact.icon for fact in facts(small_map(stages=(), cards=()))] == [
        "person",
        "edit_square",
    ]


def test_an_archived_version_is_not_due():
    row = published(200)
    row.state = State.ARCHIVED

    assert facts(small_map(), row)[-1].lead == "Published"
