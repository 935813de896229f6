"""Fresh answers held against a published map: raised once, told once, and not before there is enough."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from journeys import contents
from journeys.models import MapVersion, Membership, Notification
from research import drift
from research.models import (
    DriftSignal,
    Insight,
    Instrument,
    PlacementRule,
    Response,
    Study,
    Theme,
    ThemeMention,
)
from tests.factories import ProgramFactory, UserFactory, published_map

pytestmark = pytest.mark.django_db
BEFORE, SINCE = date(2026, 3, 1), date(2026, 9, 1)


@pytest.fixture
def version():
    made = published_map(ProgramFactory())
    return MapVersion.objects.select_related("map", "program").get(pk=made.pk)


@pytest.fixture(autouse=True)
def _time(version, monkeypatch):
    # The window is part of what is frozen, so it is told to the reader here.
    monkeypatch.setattr(
        drift,
        "windows",
        lambda _: (drift.Window(None, date(2026, 6, 30)), drift.Window(date(2026, 7, 1))),
    )


@pytest.fixture
def study(version):
    return Study.objects.create(program=version.program, name="Always on")


@pytest.fixture
def asked(version):
    return Instrument.objects.create(
        program=version.program, name="Scale", question="?", lowest=-3, highest=3
    )


def answers(study, asked, feelings, key, day, text=""):
    start = Response.objects.count()
    Response.objects.bulk_create(
        Response(program=study.program, study=study, external_id=f"r{start + place}", checksum="x", instrument=asked,
            element_key=key, rating=float(feeling), feeling=float(feeling), text=text, respondent=f"p{start + place}",
            given_at=datetime.combine(day, datetime.min.time(), UTC))
        for place, feeling in enumerate(feelings)
    )  # fmt: skip
    return list(Response.objects.order_by("id")[start:])


def places(version):
    return [part.key for _, part in contents.read(version).touchpoints]


def test_nothing_is_said_before_enough_answers_came_in(version, study, asked):
    key = places(version)[0]
    answers(study, asked, [2] * 30 + [3] * 10, key, BEFORE)
    answers(study, asked, [-2] * 10 + [-3] * 5, key, SINCE)
    assert drift.look(version) == []
    assert drift.of(version).fresh_answers == 15


def test_what_drifted_is_raised_once_and_told_to_the_owner_once(version, study, asked):
    owner = UserFactory()
    Membership.objects.create(program=version.program, user=owner, role="manager")
    version.map.owner = owner
    version.map.save()
    first, second = places(version)[:2]
    chance = np.random.default_rng(1)
    for key in (first, second):
        answers(study, asked, chance.integers(0, 4, 60), key, BEFORE)
    answers(study, asked, chance.integers(-3, 0, 60), first, SINCE)
    answers(study, asked, chance.integers(0, 4, 60), second, SINCE)
    [signal] = drift.look(version)
    assert (signal.kind, signal.subject_key, signal.look) == ("worse", first, 1)
    assert signal.figures["n_after"] == 60
    [told] = Notification.objects.filter(recipient=owner, kind="drift")
    assert "feels worse" in told.text
    answers(study, asked, chance.integers(-3, 0, 60), first, SINCE)
    assert drift.look(version) == []
    assert Notification.objects.filter(kind="drift").count() == 1
    assert DriftSignal.objects.get().look == 2
    assert drift.look(version) == [], "nothing came in since"


def test_a_signal_set_aside_stays_so(version, study, asked):
    key = places(version)[0]
    answers(study, asked, [2, 3] * 30, key, BEFORE)
    answers(study, asked, [-2, -3] * 30, key, SINCE)
    [signal] = drift.look(version)
    drift.set_aside(signal, by=None)
    answers(study, asked, [-2, -3] * 30, key, SINCE)
    drift.look(version)
    assert DriftSignal.objects.get().is_set_aside
    assert [one.is_set_aside for one in drift.of(version).signals] == [True]


def test_a_theme_that_grows_is_news_unless_it_has_a_place(version, study, asked):
    key = places(version)[0]
    answers(study, asked, [0, 1] * 50, key, BEFORE, text="Fine.")
    rows = answers(study, asked, [0, 1] * 50, key, SINCE, text="The card did not come.")
    theme = Theme.objects.create(program=version.program, name="Card late", status="accepted")
    ThemeMention.objects.bulk_create(
        ThemeMention(program=version.program, theme=theme, response=row) for row in rows[:30]
    )
    [signal] = drift.of(version).signals
    assert (signal.kind, signal.name) == ("new_theme", "Card late")
    assert "30 % of 100 people since, by 0 % of 100 before" in signal.sentence
    PlacementRule.objects.create(program=version.program, theme=theme, element_key=key)
    assert drift.of(version).signals == ()


def test_a_pain_point_nobody_mentions_any_more_is_raised(version, study, asked):
    read = contents.read(version)
    lanes = {lane.key for lane in read.lanes if lane.kind == "pain_points"}
    pain = next(card for card in read.cards if card.lane in lanes)
    old = answers(
        study, asked, [0, 1] * 50, places(version)[0], BEFORE, text="The letter is unreadable."
    )
    answers(study, asked, [0, 1] * 50, places(version)[0], SINCE, text="Fine.")
    themes = [
        Theme.objects.create(program=version.program, name=name, status="accepted") for name in "ab"
    ]
    insight = Insight.objects.create(
        program=version.program, statement="Unreadable", element_keys=[pain.key]
    )
    insight.themes.set(themes)
    ThemeMention.objects.bulk_create(
        ThemeMention(program=version.program, theme=themes[place % 2], response=row)
        for place, row in enumerate(old[:25])
    )
    [signal] = drift.of(version).signals
    assert (signal.kind, signal.key, signal.figures.before) == ("pain_point_silent", pain.key, 0.25)


def test_a_look_takes_as_many_queries_whatever_there_is(
    version, study, asked, django_assert_max_num_queries
):
    for key in places(version):
        answers(study, asked, [2, 3] * 15, key, BEFORE, text="Good.")
        answers(study, asked, [-2, -3] * 15, key, SINCE, text="Bad.")
    with django_assert_max_num_queries(25):
        assert len(drift.of(version).signals) == len(places(version))
