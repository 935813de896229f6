"""Maps: newest version, last publication, when to look again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from journeys import versions
from journeys.standing.maps import due_on, of_maps
from tests.factories import MapFactory, ProgramFactory, published_map, small_draft

pytestmark = pytest.mark.django_db


def test_a_map_without_versions_is_never_due():
    journey = MapFactory()

    (standing,) = of_maps([journey], journey.program)

    assert (standing.newest, standing.published_at, standing.due) == (None, None, None)
    assert (standing.days_overdue, standing.is_in_work, standing.feelings) == (0, False, ())


def test_the_newest_version_is_shown_and_the_published_one_counts():
    published = published_map(ProgramFactory())
    draft = versions.start_draft(published.map, by=None)

    (standing,) = of_maps([published.map], published.program)

    assert standing.newest == draft
    assert standing.published_at == published.published_at
    assert standing.is_in_work
    assert standing.published_ago == "today"


def test_a_discarded_draft_is_no_news():
    published = published_map(ProgramFactory())
    versions.discard(versions.start_draft(published.map, by=None), by=None)

    (standing,) = of_maps([published.map], published.program)

    assert standing.newest == published
    assert not standing.is_in_work


def test_feelings_stand_in_journey_order_with_gaps_and_assumptions():
    draft = small_draft(ProgramFactory())
    touchpoints = list(draft.touchpoints.order_by("order"))
    touchpoints[0].emotion = None
    touchpoints[0].save()

    (standing,) = of_maps([draft.map], draft.program)

    assert [point is None for point in standing.feelings] == [True, False, False]
    assert [float(t.emotion) for t in touchpoints[1:]] == [p.value for p in standing.feelings[1:]]


@pytest.mark.parametrize(("own", "days"), ((None, 90), (30, 30)))
def test_a_map_is_due_by_its_own_cadence_or_else_the_programs(own, days):
    program = ProgramFactory(review_cadence_days=90)
    journey = MapFactory(program=program, review_cadence_days=own)
    published_at = timezone.now() - timedelta(days=100)

    due = due_on(published_at, journey, program)

    assert due == timezone.localdate(published_at) + timedelta(days=days)


def test_days_overdue_are_counted_from_the_due_day(settings):
    program = ProgramFactory(review_cadence_days=1)
    published = published_map(program)
    (standing,) = of_maps([published.map], program)

    late = type(standing)(map=standing.map, due=standing.due, today=standing.due + timedelta(days=18))  # fmt: skip

    assert late.days_overdue == 18
    assert standing.days_overdue == 0


def test_many_maps_take_two_queries(django_assert_num_queries):
    program = ProgramFactory()
    maps = [small_draft(program).map for _ in range(3)]

    with django_assert_num_queries(2):
        standings = of_maps(maps, program)

    assert [standing.map for standing in standings] == maps
