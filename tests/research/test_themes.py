"""Themes: found by a run, decided by a person; what was decided survives the next run. And placement by rules."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from journeys.versions import InvalidTransition
from research import placing, themes
from research.models import DiscoveryRun, PlacementRule, Response, Theme
from research.tasks import discover
from tests.factories import ChannelFactory, ProgramFactory, StudyFactory, theme_of

pytestmark = pytest.mark.django_db

KINDS = {
    "calls": ["The video call dropped again", "My call broke off twice", "Dropped call, start again", "The call drops every time"],
    "fees": ["The fee table is hard to read", "What does the account cost", "Hidden fees in the price list", "I do not understand the fees"],
    "cards": ["My new card has not arrived", "Where is my bank card", "The card came without a pin", "Waiting for the card by post"],
}  # fmt: skip


@pytest.fixture
def study():
    return StudyFactory(program=ProgramFactory())


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    sent = []
    monkeypatch.setattr("journeys.jobs.send", lambda task, pk: sent.append((task, pk)))
    return sent


def said(study, kinds, start=0):
    Response.objects.bulk_create(
        Response(
            program=study.program, study=study, external_id=f"{kind}{start + n}", checksum="x",
            text=f"{KINDS[kind][n % 4]}{' please' * (n // 4)}",
        )
        for kind, number in kinds.items()
        for n in range(number)
    )  # fmt: skip


def ran(study, **facts):
    run = themes.request(study.program, by=None, method="words-v1", **facts)
    discover(run.pk)
    run.refresh_from_db()
    return run


def test_run_proposes_themes_with_quotes_and_can_be_made_again(study):
    said(study, {"calls": 12, "fees": 12, "cards": 12})

    first = ran(study, wanted=3)
    names = list(Theme.objects.order_by("pk").values_list("name", "keywords"))
    second = ran(study, wanted=3)

    assert (first.status, first.proposed, first.texts) == ("done", 3, 36)
    assert first.checksum == second.checksum
    assert list(Theme.objects.order_by("pk").values_list("name", "keywords")) == names
    assert all(theme.mentions.filter(rank=1).exists() for theme in Theme.objects.all())


def test_decisions_survive_the_next_run_which_proposes_only_what_is_new(study):
    said(study, {"calls": 12, "fees": 12})
    ran(study, wanted=2)
    one, other = Theme.objects.order_by("pk")
    themes.accept(one, by=None, name="Dropped calls")
    themes.reject(other, by=None)
    said(study, {"cards": 12})

    run = ran(study, wanted=3)

    assert (run.known, run.proposed) == (2, 1)
    assert Theme.objects.get(pk=one.pk).name == "Dropped calls"
    assert Theme.objects.filter(status="proposed").count() == 1


def test_too_few_comments_fail_in_words(study):
    said(study, {"calls": 2})

    run = ran(study, wanted=9)

    assert run.status == "failed"
    assert "themes cannot be found" in run.error


def test_comments_without_consent_are_not_read(study):
    said(study, {"calls": 4})
    Response.objects.update(consent_until=timezone.localdate().replace(year=2020))

    assert ran(study).texts == 0


def test_merged_theme_gives_its_mentions_to_the_other(study):
    said(study, {"calls": 12, "fees": 12})
    ran(study, wanted=2)
    one, other = Theme.objects.order_by("pk")

    into = themes.merge(one, other, by=None)

    one.refresh_from_db()
    assert (one.status, one.merged_into, into.status) == ("merged", other, "accepted")
    assert into.mentions.count() == 24
    with pytest.raises(InvalidTransition):
        themes.merge(one, other, by=None)
    with pytest.raises(InvalidTransition):
        themes.accept(one, by=None)


def test_split_theme_is_proposed_in_parts(study):
    said(study, {"calls": 12, "fees": 12})
    ran(study, wanted=1)
    (whole,) = Theme.objects.all()

    parts = themes.split(whole, by=None)

    whole.refresh_from_db()
    assert whole.status == "rejected"
    assert sum(part.mentions.count() for part in parts) == 24


def test_cancelled_run_keeps_nothing(study, monkeypatch):
    said(study, {"calls": 12})

    def cancelled(*args, **kwargs):
        DiscoveryRun.objects.update(status="cancelled")
        return real(*args, **kwargs)

    real = themes.discovery.discover
    monkeypatch.setattr(themes.discovery, "discover", cancelled)

    assert ran(study, wanted=1).status == "cancelled"
    assert not Theme.objects.exists()


def rule(program, **facts):
    row = PlacementRule(program=program, element_key=program.studies.first().key, **facts)
    row.full_clean()
    row.save()
    return row


def test_rules_place_by_words_channel_and_theme_the_first_first(study):
    said(study, {"calls": 4, "fees": 4, "cards": 4})
    web = ChannelFactory(program=study.program)
    Response.objects.filter(text__contains="card").update(channel=web)
    fees = Response.objects.filter(text__contains="fee").first()
    theme = theme_of(fees)
    by_words = rule(study.program, keywords="call, phone", position=1)
    by_channel = rule(study.program, channel=web, position=2)
    by_theme = rule(study.program, theme=theme, position=3)

    placed = placing.apply(study.program_id)

    assert placed == {by_words.pk: 4, by_channel.pk: 4, by_theme.pk: 1}
    assert sum(placing.apply(study.program_id).values()) == 0


def test_words_of_a_rule_are_whole_words(study):
    said(study, {"cards": 4})
    rule(study.program, keywords="car")

    assert sum(placing.apply(study.program_id).values()) == 0


def test_rule_that_would_fit_everything_is_refused(study):
    with pytest.raises(ValidationError, match="needs a channel"):
        rule(study.program)
