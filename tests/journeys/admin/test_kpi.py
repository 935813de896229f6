"""KPIs and their readings: the counts that are asked for, and what is made of them."""

from __future__ import annotations

import pytest

from journeys.models import COUNTS_BY_KIND, Kpi, Objective, Reading
from tests.factories import KpiFactory, ReadingFactory
from tests.journeys.admin.conftest import address, fields_of

COUNTS = {
    "numerator": "40", "denominator": "100", "promoters": "50", "passives": "30", "detractors": "20",
    "n": "60", "mean": "4.2", "sd": "1.1",
}  # fmt: skip
PERIOD = {"period_from": "2026-10-01", "period_to": "2026-10-31", "segment": "", "source": "Survey"}


@pytest.mark.parametrize("kind", sorted(COUNTS_BY_KIND))
def test_a_reading_asks_for_the_counts_of_its_kind_only(manager, rows, kind):
    kpi = KpiFactory(program=rows.program, kind=kind)

    page = manager.get(f"{address(Reading, 'add')}?kpi={kpi.pk}")

    asked = set(page.context["adminform"].form.fields) & set(Reading.COUNT_FIELDS)
    assert asked == set(COUNTS_BY_KIND[kind])


@pytest.mark.parametrize("kind", sorted(COUNTS_BY_KIND))
def test_a_reading_is_kept_as_the_counts_of_its_kind(manager, rows, kind):
    kpi = KpiFactory(program=rows.program, kind=kind)
    url = f"{address(Reading, 'add')}?kpi={kpi.pk}"

    # All counts are sent; those of other kinds are none of this form's fields.
    response = manager.post(url, {**PERIOD, **COUNTS, "_program": rows.program.pk})

    reading = kpi.readings.get()
    assert response.url == address(Kpi, "page", kpi.pk)
    assert {name for name in Reading.COUNT_FIELDS if getattr(reading, name) is not None} == set(COUNTS_BY_KIND[kind])  # fmt: skip
    assert reading.program == rows.program
    assert reading.history.get().history_change_reason == "create"


@pytest.mark.parametrize(
    ("counts", "wrong"),
    (
        ({"numerator": "101", "denominator": "100"}, {"numerator"}),
        ({"numerator": "0", "denominator": "0"}, {"denominator"}),
        ({"numerator": "", "denominator": "100"}, {"numerator"}),
        ({"numerator": "-1", "denominator": "100"}, {"numerator"}),
        ({"numerator": "4e9", "denominator": "x"}, {"numerator", "denominator"}),
        ({"period_to": "2026-09-01"}, {"period_to"}),
        ({"period_from": ""}, {"period_from"}),
    ),
)
def test_impossible_counts_are_refused_beside_their_field(manager, rows, counts, wrong):
    kpi = KpiFactory(program=rows.program)
    posted = {**PERIOD, "numerator": "40", "denominator": "100", **counts}

    response = manager.post(f"{address(Reading, 'add')}?kpi={kpi.pk}", posted)

    assert response.context["adminform"].form.errors.keys() == wrong
    assert not kpi.readings.exists()


def test_a_period_is_measured_once_per_segment(manager, rows):
    kpi = KpiFactory(program=rows.program)
    posted = {**PERIOD, "numerator": "40", "denominator": "100"}
    url = f"{address(Reading, 'add')}?kpi={kpi.pk}"
    manager.post(url, posted)

    response = manager.post(url, posted)

    assert response.status_code == 200
    assert kpi.readings.count() == 1


def test_without_a_kpi_one_is_asked_for(manager, rows, secret):
    response = manager.get(address(Reading, "add"))

    assert [str(kpi) for kpi in response.context["kpis"]] == ["Ours KPI"]


def test_a_kpi_shows_value_interval_n_and_method(manager, rows):
    kpi = KpiFactory(program=rows.program, target=50)
    ReadingFactory(kpi=kpi)

    text = manager.get(address(Kpi, "page", kpi.pk)).content.decode()

    for shown in ("40 %", "30.9 to 49.8", "Wilson score interval", "Below target"):
        assert shown in text


def test_a_kpi_keeps_its_kind_once_it_is_measured(manager, rows):
    kpi = rows[Kpi]
    url = address(Kpi, "change", kpi.pk)

    manager.post(url, fields_of(manager.get(url)) | {"kind": "nps", "name": "Renamed"})

    kpi.refresh_from_db()
    assert (kpi.kind, kpi.name) == ("proportion", "Renamed")


def test_a_target_is_shown_as_people_write_it(manager, rows):
    for target, shown in (("68.0000", "68"), ("100", "100"), ("0.5", "0.5")):
        kpi = KpiFactory(program=rows.program, target=target)
        form = manager.get(address(Kpi, "change", kpi.pk)).context["adminform"].form
        assert str(form["target"].value()) == shown


def test_a_kpi_can_be_begun_from_its_objective(manager, rows):
    page = manager.get(f"{address(Kpi, 'add')}?objectives={rows[Objective].pk}")

    assert "checked" in str(page.context["adminform"].form["objectives"])
