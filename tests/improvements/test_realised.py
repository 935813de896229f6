"""What an action was worth by readings: as the books have it, and refused where nothing can be said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from improvements import realised
from improvements.models import Outcome
from journeys.models import Reading
from journeys.versions import InvalidTransition
from tests.factories import ActionFactory, KpiFactory, ProgramFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def action():
    return ActionFactory(program=ProgramFactory())


def quarters(kpi, *counts, start=date(2025, 1, 1)):
    for place, (part, whole) in enumerate(counts):
        day = start + timedelta(days=30 * place)
        Reading.objects.create(
            program=kpi.program,
            kpi=kpi,
            period_from=day,
            period_to=day + timedelta(days=29),
            numerator=part,
            denominator=whole,
        )


def test_two_periods_are_compared_with_their_interval(action):
    kpi = KpiFactory(program=action.program, kind="proportion")
    quarters(kpi, (1166, 2010), (1258, 2004))
    made = realised.from_readings(action, kpi, date(2025, 1, 31), by=None)
    assert made.grade == Outcome.Grade.BEFORE_AFTER
    assert made.effect == pytest.approx(1258 / 2004 - 1166 / 2010)
    # Miettinen and Nurminen's interval, as `analyse_experiment` gives it.
    assert (made.low, made.high) == (
        pytest.approx(0.0174, abs=1e-3),
        pytest.approx(0.0778, abs=1e-3),
    )
    assert made.n == 4014


def test_enough_periods_are_a_time_series_with_its_trend(action):
    kpi = KpiFactory(program=action.program, kind="proportion")
    quarters(
        kpi,
        *[(400 + place, 1000) for place in range(6)],
        *[(506 + place, 1000) for place in range(6)],
    )
    made = realised.from_readings(action, kpi, date(2025, 1, 1) + timedelta(days=180), by=None)
    assert made.grade == Outcome.Grade.SERIES
    # The level jumps by 10 points over a trend of 0.1 a period.
    assert made.effect == pytest.approx(0.1, abs=1e-6)
    assert "too narrow" in made.note


def test_where_less_is_better_an_effect_is_turned(action):
    kpi = KpiFactory(program=action.program, kind="proportion", better="lower")
    quarters(kpi, (300, 1000), (200, 1000))
    made = realised.from_readings(action, kpi, date(2025, 1, 31), by=None)
    assert made.effect == pytest.approx(0.1)
    assert 0 < made.low < made.high


def test_a_period_the_day_falls_into_counts_on_neither_side(action):
    kpi = KpiFactory(program=action.program, kind="proportion")
    quarters(kpi, (300, 1000), (400, 1000))
    with pytest.raises(InvalidTransition, match="begins on it or after"):
        realised.from_readings(action, kpi, date(2025, 2, 10), by=None)


def test_the_page_works_it_out_and_takes_it_by_hand(client, action):
    kpi = KpiFactory(program=action.program, kind="proportion")
    quarters(kpi, (1166, 2010), (1258, 2004))
    client.force_login(member(action.program, "contributor"))
    page = reverse("admin:improvements_action_outcome", args=[action.pk])
    assert "Nothing is measured yet" in client.get(page).content.decode()
    client.post(page, {"kpi": kpi.pk, "since": "2025-01-31"})
    client.post(page, {"kpi": kpi.pk, "effect": "0.02", "grade": "none"})
    assert (
        "begins on it or after"
        in client.post(page, {"kpi": kpi.pk, "since": "2020-01-31"}).content.decode()
    )
    assert (
        "low ≤ effect ≤ high"
        in client.post(
            page, {"kpi": kpi.pk, "effect": "1", "low": "2", "high": "3", "grade": "none"}
        ).content.decode()
    )
    assert Outcome.objects.count() == 2
    client.force_login(member(action.program, "viewer", username="v"))
    assert client.post(page, {"kpi": kpi.pk, "since": "2025-01-31"}).status_code == 403
