"""Guardrails of a round through page and API: fixed before the data, read with it, kept with the decision."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from improvements import experiments, figures
from improvements.models import Guardrail
from improvements.reports import effects
from improvements.reports.experiment_log import ExperimentLog
from journeys.models import Reading, Report
from journeys.versions import InvalidTransition
from tests.factories import (
    ExperimentFactory,
    KpiFactory,
    ProgramFactory,
    RoundFactory,
    guardrail_of,
    member,
)
from tests.factories.world import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return RoundFactory(experiment=ExperimentFactory(name="Resume"))


@pytest.fixture
def manager(client, row):
    client.force_login(member(row.program, "manager"))
    return client


def page_of(row):
    return reverse("admin:improvements_experiment_page", args=[row.experiment_id])


def test_it_is_fixed_before_the_data(row):
    guard = guardrail_of(row)
    with pytest.raises(ValidationError, match="another KPI"):
        experiments.guard(row, row.experiment.kpi, 0.02, by=None)
    with pytest.raises(ValidationError, match="guardrail of the round already"):
        experiments.guard(row, guard.kpi, 0.02, by=None)
    experiments.unguard(guard, by=None)
    guard = guardrail_of(row)
    experiments.start(row, by=None)
    guard.refresh_from_db()
    guard.margin = 0.5
    with pytest.raises(ValidationError, match="fixed before the data"):
        guard.full_clean()
    with pytest.raises(ValidationError, match="fixed before the data"):
        guardrail_of(row)
    with pytest.raises(InvalidTransition, match="fixed before the data"):
        experiments.unguard(guard, by=None)


def test_its_verdict_is_kept_with_the_decision_and_printed(row):
    guard = guardrail_of(row, margin=0.05)
    row = experiments.start(row, by=None)
    row.control, row.treatment = [300, 1000], [400, 1000]
    row.save()
    before = experiments.read(row)
    assert before.guardrails[0].reason == "It has no figures yet."
    assert before.decision.startswith("Wait")
    guard.refresh_from_db()
    guard.control, guard.treatment = [800, 1000], [500, 1000]
    guard.save()
    done = experiments.conclude(row, by=None, decision="abandon", reason="It harms.")
    assert done.analysis["guardrails"][0]["verdict"] == "broken"
    assert experiments.reading_of(done).decision.startswith("Do not adopt it as it is")
    said = ExperimentLog().build(row.program, timezone.now(), "Mara", None)
    block = said.sections[0].blocks[0]
    assert "broken" in str(block.table)
    assert guard.kpi.name in str(block.picture.drawing)


def test_page_from_plan_to_verdict(manager, row):
    kpi = KpiFactory(program=row.program, kind="proportion", name="Complaints", better="lower")
    address = reverse("admin:improvements_round_verb", args=[row.pk, "guard"])
    manager.post(address, {"kpi": kpi.pk, "margin": "-1"})
    assert not Guardrail.objects.exists()
    manager.post(address, {"kpi": kpi.pk, "margin": "0.02"})
    guard = Guardrail.objects.get()
    assert (guard.kpi, guard.margin, guard.program) == (kpi, 0.02, row.program)
    assert "Complaints" in manager.get(page_of(row)).content.decode()
    manager.post(reverse("admin:improvements_round_verb", args=[row.pk, "start"]))
    own = {"control_numerator": 300, "control_denominator": 1000, "treatment_numerator": 400, "treatment_denominator": 1000}  # fmt: skip
    half = {f"guard{guard.pk}_control_numerator": 50}
    refused = manager.post(page_of(row), {"figures": 1, **own, **half})
    assert "has figures of one group only" in refused.content.decode()
    whole = {
        f"guard{guard.pk}_{group}_{name}": value
        for group, numerator in (("control", 50), ("treatment", 150))
        for name, value in (("numerator", numerator), ("denominator", 1000))
    }
    assert manager.post(page_of(row), {"figures": 1, **own, **whole}).status_code == 302
    shown = manager.get(page_of(row)).content.decode()
    assert "Broken" in shown
    assert "1,000 and 1,000 people" in shown
    assert "Do not adopt it as it is: it makes “Complaints” worse." in shown
    assert 'aria-label="Effects with their 95 % intervals' in shown
    manager.post(reverse("admin:improvements_guardrail_remove", args=[guard.pk]))
    assert Guardrail.objects.exists()


def test_page_takes_out_what_is_only_planned(manager, row):
    guard = guardrail_of(row)
    manager.post(reverse("admin:improvements_guardrail_remove", args=[guard.pk]))
    assert not Guardrail.objects.exists()


def test_figures_come_from_readings_of_its_own_kpi(manager, row):
    guard = guardrail_of(row)
    experiments.start(row, by=None)
    guard.refresh_from_db()
    made = [
        Reading.objects.create(program=row.program, kpi=guard.kpi, period_from=date(2026, 1, 1), period_to=date(2026, 1, 31), segment=name, numerator=part, denominator=100)
        for name, part in (("old", 30), ("new", 45))
    ]  # fmt: skip
    sides = dict(zip(("control_reading", "treatment_reading"), [one.pk for one in made], strict=True))  # fmt: skip
    manager.post(reverse("admin:improvements_round_take", args=[row.pk]), sides)
    guard.refresh_from_db()
    row.refresh_from_db()
    assert (guard.control, guard.treatment, row.control) == ([30, 100], [45, 100], [])
    with pytest.raises(InvalidTransition, match="must be of"):
        figures.from_readings(row, *made, by=None)


def test_api_takes_figures_and_tells_the_reading(row):
    guard = guardrail_of(row, margin=0.2)
    row = experiments.start(row, by=None)
    api = client_of(member(row.program, "contributor"))
    for measured, name in ((row, "rounds"), (guard, "guardrails")):
        kpi = measured.kpi
        sides = {}
        for side, part in (("control", 500), ("treatment", 600)):
            reading = Reading.objects.create(program=row.program, kpi=kpi, period_from=date(2026, 1, 1), period_to=date(2026, 1, 31), segment=side, numerator=part, denominator=1000)  # fmt: skip
            sides[side] = reading.pk
        answer = api.post(f"/api/{name}/{measured.pk}/from-readings/", sides, format="json")
        assert (answer.status_code, answer.json()["treatment"]) == (200, [600, 1000])
    told = api.get(f"/api/rounds/{row.pk}/reading/").json()
    assert [(one["name"], one["verdict"]) for one in told["guardrails"]] == [(guard.kpi.name, "holds")]  # fmt: skip
    refused = api.delete(f"/api/guardrails/{guard.pk}/")
    assert refused.status_code == 409


def test_page_and_board_make_the_experiment_log(manager, row):
    for address in (page_of(row), reverse("admin:improvements_board")):
        shown = manager.get(address).content.decode()
        made = reverse(
            "admin:journeys_program_report_of_kind", args=[row.program_id, "experiment_log"]
        )
        assert f'action="{made}"' in shown
    assert manager.post(made).status_code == 302
    assert Report.objects.get().kind == "experiment_log"


@pytest.mark.parametrize(("role", "answer"), [("", 404), ("viewer", 403), ("contributor", 302)])
def test_who_may_say_what_must_not_get_worse(client, row, role, answer):
    guard = guardrail_of(row)
    client.force_login(member(row.program, role) if role else member(ProgramFactory(), "manager"))
    kpi = KpiFactory(program=row.program, kind="proportion")
    added = client.post(
        reverse("admin:improvements_round_verb", args=[row.pk, "guard"]),
        {"kpi": kpi.pk, "margin": "0.02"},
    )
    assert (added.status_code, row.guards.count()) == (answer, 2 if answer == 302 else 1)
    removed = client.post(reverse("admin:improvements_guardrail_remove", args=[guard.pk]))
    assert removed.status_code == answer
    assert row.guards.filter(pk=guard.pk).exists() == (answer != 302)


def test_picture_and_figures_stay_right_when_a_kpi_is_renamed(row):
    guard = guardrail_of(row, margin=0.05)
    guard.kpi.better = "lower"
    guard.kpi.save()
    row = experiments.start(row, by=None)
    row.control, row.treatment = [300, 1000], [400, 1000]
    row.save()
    guard.refresh_from_db()
    guard.control, guard.treatment = [100, 1000], [50, 1000]
    guard.save()
    done = experiments.conclude(row, by=None, decision="adopt", reason="Fewer complaints.")
    before = effects.drawing(done, experiments.reading_of(done))
    guard.kpi.name = "Called otherwise"
    guard.kpi.save()
    assert effects.drawing(done, experiments.reading_of(done)) == before
    found = experiments.reading_of(done).guardrails[0]
    assert (found.higher_is_better, found.n_control, found.n_treatment) == (False, 1000, 1000)
