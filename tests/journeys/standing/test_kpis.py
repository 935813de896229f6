"""KPIs against their targets: decided with the interval."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from journeys.intervals import Estimate
from journeys.standing.kpis import Verdict, of_kpis, verdict
from tests.factories import KpiFactory, ReadingFactory


def estimate(low, high):
    middle = 0.0 if low is None else (low + high) / 2
    return Estimate(value=middle, low=low, high=high, n=100, method="")


@pytest.mark.parametrize(
    ("low", "high", "target", "better", "expected"),
    (
        (62, 65, 60, "higher", Verdict.ON_TARGET),
        (62, 65, 70, "higher", Verdict.OFF_TARGET),
        (62, 65, 64, "higher", Verdict.CANNOT_TELL),
        (62, 65, 62, "higher", Verdict.CANNOT_TELL),
        (62, 65, 65, "higher", Verdict.CANNOT_TELL),
        (62, 65, 70, "lower", Verdict.ON_TARGET),
        (62, 65, 60, "lower", Verdict.OFF_TARGET),
        (62, 65, 63, "lower", Verdict.CANNOT_TELL),
        (None, None, 60, "higher", Verdict.CANNOT_TELL),
        (62, 65, None, "higher", Verdict.NO_TARGET),
    ),
)
def test_verdict_follows_the_interval_and_the_direction(low, high, target, better, expected):
    wanted = None if target is None else Decimal(target)

    assert verdict(estimate(low, high), wanted, better) == expected


def test_verdict_without_a_reading_claims_nothing():
    assert verdict(None, Decimal(60), "higher") == Verdict.NO_READING


@pytest.mark.django_db
def test_standing_is_that_of_the_newest_reading_of_all_customers():
    kpi = KpiFactory(target=50)
    ReadingFactory(kpi=kpi, period_from=date(2026, 5, 1), numerator=90)
    ReadingFactory(kpi=kpi, period_from=date(2026, 6, 1), numerator=30)
    ReadingFactory(kpi=kpi, period_from=date(2026, 7, 1), numerator=99, segment="New customers")

    standing = of_kpis([kpi])[kpi.pk]

    assert standing.value == "30 %"
    assert standing.last_period == date(2026, 6, 28)
    assert standing.words == "Below target"
    assert [reading.numerator for reading in standing.readings] == [90, 30]


@pytest.mark.django_db
def test_standing_keeps_as_many_readings_as_a_trend_shows():
    kpi = KpiFactory()
    for month in range(1, 7):
        ReadingFactory(kpi=kpi, period_from=date(2026, month, 1), numerator=month)

    standing = of_kpis([kpi], trend=3)[kpi.pk]

    assert [reading.numerator for reading in standing.readings] == [4, 5, 6]


@pytest.mark.django_db
def test_what_should_fall_and_does_not_is_above_target():
    kpi = KpiFactory(kind="duration", unit="hours", better="lower", target=24)
    ReadingFactory(kpi=kpi, numerator=None, denominator=None, n=200, mean=40, sd=4)

    standing = of_kpis([kpi])[kpi.pk]

    assert standing.words == "Above target"
    assert standing.target == "24 hours"


@pytest.mark.django_db
def test_standing_of_many_kpis_takes_one_query(django_assert_num_queries):
    kpis = [ReadingFactory().kpi for _ in range(3)]

    with django_assert_num_queries(1):
        standings = of_kpis(kpis)
        words = [standings[kpi.pk].words for kpi in kpis]

    assert words == ["No target set"] * 3


@pytest.mark.django_db
def test_standing_of_no_kpis_takes_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert of_kpis([]) == {}
