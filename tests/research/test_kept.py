"""Evidence that is kept: counted by the worker where a page would wait, told until it is old."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from journeys import alignments, contents, judging, versions
from journeys.models import Touchpoint
from research import evidence, kept, tasks
from research.models import Instrument, KeptEvidence, Study
from tests.factories import ProgramFactory, member, published_map
from tests.research.test_evidence import ASKED, answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked_of_worker(monkeypatch):
    sent = []
    monkeypatch.setattr("journeys.jobs.send", lambda task, pk: sent.append((task, pk)))
    return sent


@pytest.fixture
def draft(monkeypatch, asked_of_worker):
    """Return a draft in a program with more answers than are counted while somebody waits."""
    monkeypatch.setattr(kept, "MOST_COUNTED", 3)
    program = ProgramFactory()
    made = versions.start_draft(published_map(program).map, by=None)
    study = Study.objects.create(program=program, name="Wave")
    scale = Instrument.objects.create(program=program, name="1 to 7", **ASKED)
    part = Touchpoint.objects.filter(version=made).order_by("pk")[0]
    made.more = lambda feelings: answers(study, scale, feelings, key=part.key)
    made.more([1, 2, 3, 2])
    made.study = study
    return made


def test_few_answers_are_counted_when_they_are_asked_for(draft, monkeypatch, asked_of_worker):
    monkeypatch.setattr(kept, "MOST_COUNTED", 4)
    assert kept.of(draft) == evidence.of(draft)
    assert kept.live_notes(draft) == evidence.notes(draft)
    assert (KeptEvidence.objects.count(), asked_of_worker) == (0, [])


def test_the_map_has_them_once_the_worker_has_counted(draft, client, asked_of_worker):
    client.force_login(member(draft.program, "viewer"))
    page = reverse("admin:journeys_mapversion_map", args=[draft.pk])
    assert "4 people: +2.0" not in client.get(page).content.decode()
    assert asked_of_worker == [(kept.TASK, draft.pk)]
    assert tasks.count_evidence(draft.pk)
    shown = client.get(page).content.decode()
    assert "4 people: +2.0" in shown
    assert "customers were asked at 1 of" in shown
    assert "nobody was asked yet" not in shown
    assert kept.live_notes(draft) == evidence.notes(draft)


def test_what_was_counted_is_told_until_it_is_old_and_then_counted_once_more(
    draft, asked_of_worker, django_assert_num_queries
):
    first = kept.of(draft)
    assert first == evidence.of(draft)
    draft.more([3, 3])
    with django_assert_num_queries(3):
        assert kept.of(draft) == first
    assert asked_of_worker == []
    KeptEvidence.objects.update(counted_at=timezone.now() - timedelta(minutes=11))
    assert kept.of(draft) == kept.of(draft) == first
    assert asked_of_worker == [(kept.TASK, draft.pk)]
    tasks.count_evidence(draft.pk)
    assert max(one.n for one in kept.of(draft)) == 6


def test_that_nobody_said_anything_is_kept_as_well(draft, django_assert_num_queries):
    draft.evidence_from, draft.evidence_to = date(2030, 1, 1), date(2030, 12, 31)
    draft.save()
    assert kept.of(draft) == []
    with django_assert_num_queries(3):
        assert kept.of(draft) == []


def test_pages_that_wait_for_the_worker_ask_it_once(draft, asked_of_worker):
    assert kept.live_notes(draft) == kept.live_notes(draft) == {}
    assert asked_of_worker == [(kept.TASK, draft.pk)]
    KeptEvidence.objects.update(asked_at=timezone.now() - timedelta(minutes=6))
    kept.live_notes(draft)
    assert len(asked_of_worker) == 2
    tasks.count_evidence(draft.pk)
    assert kept.live_notes(draft) == evidence.notes(draft)


def test_another_window_or_another_stage_is_counted_at_once(draft):
    kept.of(draft)
    draft.evidence_from, draft.evidence_to = date(2030, 1, 1), date(2030, 12, 31)
    draft.save()
    assert kept.of(draft) == []
    draft.evidence_from = draft.evidence_to = None
    draft.save()
    kept.of(draft)
    part = Touchpoint.objects.filter(version=draft).order_by("pk")[0]
    part.stage = Touchpoint.objects.filter(version=draft).exclude(stage=part.stage)[0].stage
    part.save()
    assert {one.key for one in kept.of(draft) if one.rolled_up} == {part.stage.key}


def test_new_answers_have_it_counted_again_and_published_versions_keep_their_own(
    draft, asked_of_worker
):
    kept.of(draft)
    tasks.score_responses(draft.study.pk)
    assert (kept.TASK, draft.pk) in asked_of_worker
    draft.more([3] * 8)
    published = versions.publish(draft, by=None)
    # Exactly what there was at that moment, whatever had been kept.
    assert "12 people" in str(contents.read(published).notes["observed"])
    assert not tasks.count_evidence(published.pk)


def test_comparison_of_a_draft_tells_what_is_kept(draft, django_assert_max_num_queries):
    before = draft.map.versions.get(number=1)
    read = alignments.read(before, draft)
    judging.compare(before, draft, read)
    assert KeptEvidence.objects.get().version_id == draft.pk
    with django_assert_max_num_queries(6):
        judging.judgements(before, draft, read)
