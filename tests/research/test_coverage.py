"""What a map rests on: who was asked where, do they agree, what to ask next; and taking it over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from journeys import contents
from journeys.models import MapVersion
from research import adopting, coverage
from research.models import Response, Study
from tests.factories import (
    InstrumentFactory,
    ProgramFactory,
    StudyFactory,
    member,
    published_map,
    response_of,
    small_draft,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def draft():
    return small_draft(ProgramFactory())


def heard(version, key, feelings, *, method="survey", days_ago=10):
    study = StudyFactory(program=version.program, method=method)
    asked = InstrumentFactory(program=version.program)
    at = timezone.now() - timedelta(days=days_ago)
    Response.objects.bulk_create(
        Response(
            program=version.program, study=study, external_id=f"{n}", given_at=at, respondent=f"{method}{n}",
            element_key=key, instrument=asked, rating=3, feeling=feeling, checksum="x",
        )
        for n, feeling in enumerate(feelings)
    )  # fmt: skip


def key_of(version, place=0):
    return version.touchpoints.order_by("stage__order", "order", "pk")[place].key


def touchpoint(found, key):
    return next(one for one in found.touchpoints if one.key == key)


def test_map_nobody_was_asked_about_is_opinion(draft):
    found = coverage.of(draft)

    assert found.score == 0
    assert {one.lacks for one in found.touchpoints} == {("nobody",)}
    assert len(found.gaps) == len(found.touchpoints)
    assert {gap.people_needed for gap in found.gaps} == {35}


def test_touchpoint_heard_by_two_kinds_that_agree_lacks_nothing(draft):
    key = key_of(draft)
    heard(draft, key, [1.5, 0.0, 1.5] * 8)
    heard(draft, key, [1.5, 0.0, 1.5] * 8, method="interview")

    one = touchpoint(coverage.of(draft), key)

    assert (one.people, one.lacks, one.contradictions) == (48, (), ())
    assert {source.method for source in one.sources} == {"survey", "interview"}


def test_sources_that_contradict_each_other_are_named(draft):
    key = key_of(draft)
    heard(draft, key, [1.5, 3.0, 1.5] * 8)
    heard(draft, key, [-1.5, -3.0, -1.5] * 8, method="interview")

    found = coverage.of(draft)

    assert touchpoint(found, key).contradictions == (("interview", "survey"),)
    assert found.parts["agreeing"] == 0


@pytest.mark.parametrize(
    ("feelings", "days_ago", "lacks"),
    [([1.0] * 9, 10, ("few", "one_source")), ([1.0, 2.0] * 6, 400, ("old", "one_source"))],
)
def test_few_and_old_answers_are_gaps(draft, feelings, days_ago, lacks):
    key = key_of(draft)
    heard(draft, key, feelings, days_ago=days_ago)

    found = coverage.of(draft)

    assert touchpoint(found, key).lacks == lacks
    assert key in {gap.key for gap in found.gaps}


def test_moments_of_truth_are_asked_about_first(draft):
    found = coverage.of(draft)
    first = found.gaps[0].key

    assert touchpoint(found, first).is_moment_of_truth


def test_answers_outside_the_window_do_not_count(draft):
    key = key_of(draft)
    heard(draft, key, [1.0, 2.0] * 10, days_ago=30)
    MapVersion.objects.filter(pk=draft.pk).update(evidence_from=timezone.localdate())
    draft.refresh_from_db()

    assert touchpoint(coverage.of(draft), key).people == 0


def test_number_of_queries_does_not_grow(draft, django_assert_num_queries):
    heard(draft, key_of(draft), [1.0, 2.0])
    with django_assert_num_queries(9):
        coverage.of(draft)
    heard(draft, key_of(draft, 1), [1.0, 2.0] * 20)
    with django_assert_num_queries(9):
        coverage.of(draft)


def test_observed_feelings_are_taken_over_into_a_draft(draft):
    key, user = key_of(draft), member(draft.program)
    heard(draft, key, [1.5, 0.0, 1.5])

    assert adopting.adopt(draft, by=user) == 1

    row = draft.touchpoints.get(key=key)
    assert (float(row.emotion), row.basis) == (1.0, "observed")
    assert adopting.adopt(draft, by=user) == 0


def test_page_shows_gaps_and_plans_a_study_of_them(client, draft):
    client.force_login(member(draft.program, "contributor"))
    shown = client.get(f"{reverse('admin:research_coverage')}?version={draft.pk}")
    assert "What to ask next" in shown.content.decode()

    client.post(reverse("admin:research_coverage_plan", args=[draft.pk]))

    study = Study.objects.get()
    assert (study.planned_n, study.status) == (35, "planned")
    assert "nobody was asked" in study.questions


@pytest.mark.parametrize(("role", "answer"), [("viewer", 403), ("contributor", 302)])
def test_taking_over_needs_a_role(client, draft, role, answer):
    client.force_login(member(draft.program, role))

    assert (
        client.post(reverse("admin:research_coverage_adopt", args=[draft.pk])).status_code == answer
    )


def test_published_version_keeps_its_feelings(client):
    version = published_map(ProgramFactory())
    heard(version, key_of(version), [1.5, 0.0, 1.5])
    client.force_login(member(version.program))

    answer = client.post(reverse("admin:research_coverage_adopt", args=[version.pk]), follow=True)

    assert version.touchpoints.filter(basis="observed").count() == 0
    assert "published" in answer.content.decode()


def test_page_of_another_program_is_not_there(client, draft):
    client.force_login(member(ProgramFactory()))

    assert client.get(f"{reverse('admin:research_coverage')}?version={draft.pk}").status_code == 404
    assert client.post(reverse("admin:research_coverage_plan", args=[draft.pk])).status_code == 404


def test_a_single_answer_is_told_without_a_spread():
    version = published_map(ProgramFactory())
    _, touchpoint = next(iter(contents.read(version).touchpoints))
    Response.objects.filter(pk=response_of(version.program).pk).update(element_key=touchpoint.key)
    [one] = [one for one in coverage.of(version).touchpoints if one.people]
    assert (one.people, one.sources[0].mean, one.sources[0].low) == (1, -1.5, None)
