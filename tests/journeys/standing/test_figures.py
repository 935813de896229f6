"""Figures with unit, sign and interval."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from journeys.intervals import Estimate
from journeys.models import Kpi
from journeys.standing import figures


def estimate(value, low=None, high=None, n=236):
    return Estimate(value=value, low=low, high=high, n=n, method="")


@pytest.mark.parametrize(
    ("kind", "unit", "number", "said"),
    (
        ("proportion", "", 63.9, "63.9 %"),
        ("csat", "points", 60.0, "60 %"),
        ("nps", "", 17.4, "+17"),
        ("nps", "", -3.2, "−3"),
        ("nps", "", 0.2, "0"),
        ("duration", "hours", Decimal("24.0000"), "24 hours"),
        ("mean", "", 3.456, "3.46"),
        ("money", "EUR", 12_345.6, "12,346 EUR"),
        ("mean", "", -0.004, "0"),
        ("mean", "°C", -2.5, "−2.5 °C"),
    ),
)
def test_value_has_unit_and_sign(kind, unit, number, said):
    assert figures.value(Kpi(kind=kind, unit=unit), number) == said


def test_interval_is_said_in_the_same_way():
    assert figures.interval(Kpi(kind="nps"), estimate(5, -3.2, 11)) == "−3 to +11"
    assert figures.interval(Kpi(kind="proportion"), estimate(64, 57.66, 69.8)) == "57.7 to 69.8"


def test_interval_that_cannot_be_told_is_not_made_up():
    assert figures.interval(Kpi(kind="mean"), estimate(5)) == "no interval"


def test_people_are_counted_in_thousands():
    assert figures.people(estimate(1, n=4386)) == "n 4,386"


@pytest.mark.parametrize(
    ("day", "said"),
    (
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 11, 2), "20 days ago"),
        (date(2026, 11, 1), "3 weeks ago"),
        (date(2026, 8, 23), "13 weeks ago"),
        (date(2026, 8, 22), "22 Aug 2026"),
    ),
)
def test_ago_grows_coarser(day, said):
    assert figures.ago(day, today=date(2026, 11, 22)) == said
