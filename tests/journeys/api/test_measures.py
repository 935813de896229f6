"""Objectives, KPIs and readings: counts by the model's own rules, values computed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.api.measures import estimate
from journeys.models import COUNTS_BY_KIND, Kpi, Reading
from tests.factories import KpiFactory, ObjectiveFactory, ProgramFactory, ReadingFactory

pytestmark = pytest.mark.django_db

PERIOD = {"period_from": "2026-01-01", "period_to": "2026-01-31"}


def test_reading_comes_back_with_value_interval_and_method(manager, program):
    kpi = KpiFactory(program=program, kind="proportion")
    body = {"kpi": kpi.pk, **PERIOD, "numerator": 81, "denominator": 263}

    answer = manager.post("/api/readings/", body)

    assert answer.status_code == 201, answer.content
    value = answer.json()["estimate"]
    assert (value["n"], value["method"]) == (263, "Wilson score interval")
    # Newcombe 1998, Statistics in Medicine 17:857, table I: 81 of 263 gives 0.2553 to 0.3662.
    assert [round(value[name], 2) for name in ("value", "low", "high")] == [30.8, 25.53, 36.62]
    assert answer.json()["program"] == program.pk


WRONG = [
    ("proportion", {"numerator": 5}, "denominator"),
    ("proportion", {"numerator": 5, "denominator": 4}, "numerator"),
    ("proportion", {"numerator": 0, "denominator": 0}, "denominator"),
    ("proportion", {"numerator": 1, "denominator": 4, "mean": 2.5}, "mean"),
    ("proportion", {"numerator": -1, "denominator": 4}, "numerator"),
    ("proportion", {"numerator": 1.5, "denominator": 4}, "numerator"),
    ("proportion", {"numerator": 2**63, "denominator": 2**63}, "numerator"),
    ("nps", {"promoters": 0, "passives": 0, "detractors": 0}, "promoters"),
    ("mean", {"n": 0, "mean": 1, "sd": 1}, "n"),
    ("mean", {"n": 9, "mean": 1, "sd": -1}, "sd"),
    ("mean", {"n": 9, "mean": "3", "sd": 1}, "mean"),
    ("mean", {"n": 9, "mean": 3, "sd": 1, "period_to": "2025-01-01"}, "period_to"),
]


@pytest.mark.parametrize(("kind", "counts", "field"), WRONG)
def test_counts_that_cannot_be_are_refused_by_field(manager, program, kind, counts, field):
    kpi = KpiFactory(program=program, kind=kind)

    answer = manager.post("/api/readings/", {"kpi": kpi.pk} | PERIOD | counts)

    assert answer.status_code == 400, answer.content
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert not Reading.objects.exists()


def test_second_reading_of_a_period_and_segment_is_refused(manager, program):
    reading = ReadingFactory(kpi=KpiFactory(program=program))
    body = {
        "kpi": reading.kpi_id,
        "period_from": reading.period_from.isoformat(),
        "period_to": reading.period_to.isoformat(),
        "numerator": 1,
        "denominator": 2,
    }

    answer = manager.post("/api/readings/", body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"] == (
        "There is one with this period from and period to and segment already."
    )
    assert manager.post("/api/readings/", body | {"segment": "Students"}).status_code == 201


def test_readings_kpi_is_fixed(manager, program):
    reading = ReadingFactory(kpi=KpiFactory(program=program))
    other = KpiFactory(program=program)

    answer = manager.patch(f"/api/readings/{reading.pk}/", {"kpi": other.pk})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "kpi")


def test_kind_of_a_kpi_stays_once_there_are_readings(manager, program):
    kpi = KpiFactory(program=program)
    address = f"/api/kpis/{kpi.pk}/"
    assert manager.patch(address, {"kind": "nps"}).status_code == 200
    assert manager.patch(address, {"kind": "proportion"}).status_code == 200
    ReadingFactory(kpi=kpi)

    answer = manager.patch(address, {"kind": "nps"})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "kind")
    assert manager.patch(address, {"kind": "proportion", "unit": "%"}).status_code == 200


def test_kpi_serves_objectives_of_its_program(manager, program):
    ours, theirs = ObjectiveFactory(program=program), ObjectiveFactory()
    body = {"program": program.pk, "name": "NPS", "kind": "nps"}

    made = manager.post("/api/kpis/", body | {"objectives": [ours.pk, ours.pk]})
    foreign = manager.post("/api/kpis/", body | {"objectives": [ours.pk, theirs.pk]})
    missing = manager.post("/api/kpis/", body | {"objectives": [ours.pk, 987654]})

    assert (made.status_code, made.json()["objectives"]) == (201, [ours.pk])
    assert (foreign.status_code, missing.status_code) == (400, 400)
    assert foreign.json()["detail"] == f"objectives: There is nothing here with the id {theirs.pk}."
    assert missing.json()["detail"] == "objectives: There is nothing here with the id 987654."


def test_objectives_of_a_kpi_are_replaced_as_a_list(manager, program):
    first, second = ObjectiveFactory.create_batch(2, program=program)
    kpi = KpiFactory(program=program)
    kpi.objectives.add(first)

    answer = manager.patch(f"/api/kpis/{kpi.pk}/", {"objectives": [second.pk]})

    assert answer.json()["objectives"] == [second.pk]
    assert manager.patch(f"/api/kpis/{kpi.pk}/", {"objectives": []}).json()["objectives"] == []


def test_key_can_be_given_once(manager, program):
    key = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
    body = {"program": program.pk, "statement": "Complete more applications", "key": key}

    made = manager.post("/api/objectives/", body)
    again = manager.post("/api/objectives/", body)
    changed = manager.patch(f"/api/objectives/{made.json()['id']}/", {"key": key.replace("1", "2")})

    assert (made.status_code, made.json()["key"]) == (201, key)
    assert again.json()["errors"] == [
        {"field": "key", "message": "There is one with this key already."}
    ]
    assert (changed.status_code, changed.json()["errors"][0]["field"]) == (400, "key")


def test_same_key_may_live_in_two_programs(manager, program, mara):
    other = ProgramFactory()
    other.memberships.create(user=mara, role="manager")
    key = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"

    answers = [
        manager.post("/api/objectives/", {"program": one.pk, "statement": "More", "key": key})
        for one in (program, other)
    ]

    assert [answer.status_code for answer in answers] == [201, 201]


BIG = st.integers(0, 2**63 - 1)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
DRAWN = dict.fromkeys(Reading.COUNT_FIELDS, BIG) | {
    "mean": FINITE,
    "sd": st.floats(0, allow_nan=False, allow_infinity=False),
}


@pytest.mark.parametrize("kind", COUNTS_BY_KIND)
@given(data=st.data())
@settings(max_examples=40)
def test_every_reading_that_is_taken_has_a_value(kind, data):
    counts = {name: data.draw(DRAWN[name], name) for name in COUNTS_BY_KIND[kind]}
    try:
        Reading(kpi=Kpi(kind=kind), **counts).clean()
    except Exception:  # noqa: BLE001  whatever is refused needs no value
        return

    value = estimate(kind, *(counts.get(name) for name in Reading.COUNT_FIELDS))

    assert value["n"] >= 0
