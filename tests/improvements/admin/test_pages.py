"""The workplace's pages of what is changed: they open, for whom they should, and do what they say."""

from __future__ import annotations

import pytest
from django.urls import reverse

from improvements.models import Action, Cycle, Outcome, Round, Score
from tests.factories import (
    ActionFactory,
    ExperimentFactory,
    KpiFactory,
    ProgramFactory,
    RoundFactory,
    member,
    published_map,
    score_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def action():
    return ActionFactory(program=ProgramFactory())


@pytest.fixture
def manager(client, action):
    user = member(action.program, "manager")
    client.force_login(user)
    client.user = user
    return client


@pytest.mark.parametrize("page", ["priorities", "scoring", "board", "action_changelist", "cycle_changelist", "experiment_changelist", "action_add", "cycle_add"])  # fmt: skip
def test_pages_open_empty_and_full(manager, action, page):
    Action.objects.all().delete()
    assert manager.get(reverse(f"admin:improvements_{page}")).status_code == 200
    full = ActionFactory(program=action.program)
    score_of(full, manager.user, 4, 4)
    published_map(action.program)
    ExperimentFactory(action=full)

    assert manager.get(reverse(f"admin:improvements_{page}")).status_code == 200


def test_scores_are_kept_all_or_none(manager, action):
    other = ActionFactory(program=action.program)
    filled = {
        f"{row.pk}-{name}-likely": "4"
        for row in (action, other)
        for name in ("impact", "feasibility")
    }
    wrong = manager.post(
        reverse("admin:improvements_scoring"), filled | {f"{other.pk}-impact-high": "9"}
    )

    assert wrong.status_code == 400
    assert "not on its scale" in wrong.content.decode()
    assert not Score.objects.exists()
    manager.post(reverse("admin:improvements_scoring"), filled)
    assert Score.objects.count() == 2
    shown = manager.get(reverse("admin:improvements_priorities")).content.decode()
    assert action.title in shown


def test_portfolio_is_chosen_on_the_page(manager, action):
    score_of(action, manager.user, 4, 4)
    address = reverse("admin:improvements_priorities")

    assert "no other set is worth more" in manager.get(f"{address}?capacity=12").content.decode()
    assert "Give the capacity as a number" in manager.get(f"{address}?capacity=x").content.decode()


def test_action_is_moved_on_the_board(manager, action):
    address = reverse("admin:improvements_action_move", args=[action.pk])
    manager.post(address, {"to": "accepted", "reason": "Now"})
    refused = manager.post(address, {"to": "implementing"}, follow=True).content.decode()

    assert "needs a concluded test" in refused
    manager.post(address, {"to": "implementing", "reason": "A spelling mistake"})
    action.refresh_from_db()
    assert (action.state, action.waiver) == ("implementing", "A spelling mistake")


@pytest.mark.parametrize(
    ("role", "answer"), [("viewer", 403), ("contributor", 403), ("manager", 302)]
)
def test_deciding_needs_a_manager(client, action, role, answer):
    client.force_login(member(action.program, role))
    address = reverse("admin:improvements_action_move", args=[action.pk])

    assert client.post(address, {"to": "accepted"}).status_code == answer


def test_experiment_from_plan_to_outcome(manager, action):
    kpi = KpiFactory(program=action.program, kind="proportion")
    experiment = ExperimentFactory(action=action, kpi=kpi)
    page = reverse("admin:improvements_experiment_page", args=[experiment.pk])
    planned = {"plan": 1, "minimum_effect": "0.02", "alpha": "0.05", "power": "0.8", "looks": "1"}
    manager.post(page, planned)
    row = Round.objects.get()
    manager.post(reverse("admin:improvements_round_verb", args=[row.pk, "start"]))
    figures = {"figures": 1, "control_numerator": 100, "control_denominator": 1000, "treatment_numerator": 140, "treatment_denominator": 1000}  # fmt: skip
    manager.post(page, figures)
    assert "Better" in manager.get(page).content.decode()
    manager.post(
        reverse("admin:improvements_round_verb", args=[row.pk, "conclude"]),
        {"decision": "adopt", "reason": "Clear."},
    )
    manager.post(reverse("admin:improvements_round_verb", args=[row.pk, "outcome"]))

    assert Outcome.objects.get().effect == pytest.approx(0.04)
    assert "Adopt" in manager.get(page).content.decode()


def test_cycle_is_opened_and_closed(manager, action):
    journey = published_map(action.program).map
    facts = {"map": journey.pk, "goal": "Fewer calls", "_program": action.program.pk}
    manager.post(reverse("admin:improvements_cycle_add"), facts)
    cycle = Cycle.objects.get()
    twice = manager.post(reverse("admin:improvements_cycle_add"), facts).content.decode()
    assert "close it first" in twice

    answer = manager.post(
        reverse("admin:improvements_cycle_close", args=[cycle.pk]),
        {"decision": "adopt", "retrospective": "It helped."},
    )

    cycle.refresh_from_db()
    assert answer.url == reverse("admin:journeys_mapversion_map", args=[cycle.result_id])
    assert (
        manager.get(reverse("admin:improvements_cycle_change", args=[cycle.pk])).status_code == 200
    )


def test_rows_of_another_program_are_not_there(client, action):
    row = RoundFactory(experiment=ExperimentFactory(action=action))
    client.force_login(member(ProgramFactory(), "manager"))

    assert (
        client.get(
            reverse("admin:improvements_experiment_page", args=[row.experiment_id])
        ).status_code
        == 404
    )
    assert (
        client.post(
            reverse("admin:improvements_action_move", args=[action.pk]), {"to": "accepted"}
        ).status_code
        == 404
    )
    assert (
        client.post(reverse("admin:improvements_round_verb", args=[row.pk, "start"])).status_code
        == 404
    )
