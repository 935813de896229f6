"""KPIs and their readings: counts in, value and interval out."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from journeys.models import COUNTS_BY_KIND, Kpi, Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def kpi(program):
    return Kpi.objects.create(program=program, name="Completed", kind="proportion")


def reading(kpi, **counts):
    return Reading(kpi=kpi, period_from=date(2026, 1, 1), period_to=date(2026, 3, 31), **counts)


def test_reading_computes_value_and_interval_from_counts(kpi):
    estimate = reading(kpi, numerator=81, denominator=263).estimate

    assert estimate.value == pytest.approx(30.798, abs=0.001)
    assert (estimate.low, estimate.high) == pytest.approx((25.53, 36.62), abs=0.006)


@pytest.mark.parametrize("kind", Kpi.Kind)
def test_every_kind_of_kpi_has_an_estimate(kpi, kind):
    kpi.kind = kind
    counts = {name: {"sd": 1.5, "mean": 4.0}.get(name, 40) for name in COUNTS_BY_KIND[kind]}
    row = reading(kpi, **counts)

    row.clean()
    assert row.estimate.method


@pytest.mark.parametrize(
    ("counts", "errors"),
    [
        ({"numerator": 1}, {"denominator"}),
        ({}, {"numerator", "denominator"}),
        ({"numerator": 1, "denominator": 2, "mean": 3.0}, {"mean"}),
        ({"numerator": 3, "denominator": 2}, {"numerator"}),
        ({"numerator": 0, "denominator": 0}, {"denominator"}),
    ],
)
def test_reading_refuses_counts_that_do_not_fit(kpi, counts, errors):
    with pytest.raises(ValidationError) as caught:
        reading(kpi, **counts).clean()

    assert set(caught.value.message_dict) == errors


@pytest.mark.parametrize(
    ("kind", "counts", "wrong"),
    [
        ("nps", {"promoters": 0, "passives": 0, "detractors": 0}, "promoters"),
        ("mean", {"n": 0, "mean": 1.0, "sd": 1.0}, "n"),
        ("mean", {"n": 5, "mean": 1.0, "sd": -1.0}, "sd"),
        ("mean", {"n": 5, "mean": float("nan"), "sd": 1.0}, "mean"),
        ("mean", {"n": 5, "mean": float("inf"), "sd": 1.0}, "mean"),
    ],
)
def test_reading_refuses_impossible_counts(kpi, kind, counts, wrong):
    kpi.kind = kind

    with pytest.raises(ValidationError) as caught:
        reading(kpi, **counts).clean()

    assert set(caught.value.message_dict) == {wrong}


def test_reading_refuses_a_period_that_ends_before_it_begins(kpi):
    row = reading(kpi, numerator=1, denominator=2)
    row.period_to = date(2025, 12, 31)

    with pytest.raises(ValidationError, match="ends before it begins"):
        row.clean()


def test_database_refuses_two_readings_of_one_period_and_segment(kpi):
    reading(kpi, numerator=1, denominator=2).save()

    with pytest.raises(IntegrityError), transaction.atomic():
        reading(kpi, numerator=1, denominator=2).save()


def test_reading_belongs_to_the_program_of_its_kpi(kpi, program):
    row = reading(kpi, numerator=1, denominator=2)
    row.save()

    assert row.program == program
