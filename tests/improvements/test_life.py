"""The life of actions, cycles and rounds: what is allowed, what is missing, what is recorded."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from improvements import actions, cycles, experiments, giving_scores, outcomes, priorities
from improvements.actions import MOVES
from improvements.models import Action, Cycle
from improvements.models.action import State
from improvements.prioritisation.portfolio import Infeasible
from journeys.models import Kpi
from journeys.versions import InvalidTransition
from tests.factories import (
    ActionFactory,
    ExperimentFactory,
    KpiFactory,
    ProgramFactory,
    RoundFactory,
    member,
    outcome_of,
    published_map,
    score_of,
)
from tests.factories.world import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return ProgramFactory()


@pytest.fixture
def action(program):
    return ActionFactory(program=program)


def at(action, state):
    Action.objects.filter(pk=action.pk).update(
        state=state, drop_reason="x" if state == "dropped" else ""
    )
    action.refresh_from_db()
    return action


@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize("after", list(State))
def test_only_moves_of_the_table_are_allowed(action, before, after):
    at(action, before)
    outcome_of(action)

    if after in MOVES[before]:
        moved = actions.move(action, after, by=None, reason="So", waiver="Small")
        assert (moved.state, moved.moves.get().before) == (after, before)
    else:
        with pytest.raises(InvalidTransition):
            actions.move(action, after, by=None, reason="So", waiver="Small")
        action.refresh_from_db()
        assert action.state == before


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("accepted", "implementing", "concluded test"),
        ("testing", "implementing", "concluded test"),
        ("monitoring", "done", "needs an outcome"),
        ("proposed", "dropped", "Say why"),
        ("proposed", "shipped", "not “shipped”"),
    ],
)
def test_guards_say_what_is_missing(action, before, after, words):
    with pytest.raises(InvalidTransition, match=words):
        actions.move(at(action, before), after, by=None)


def test_waiver_takes_the_place_of_a_test_and_is_kept(action):
    moved = actions.move(
        at(action, "accepted"), "implementing", by=None, waiver="A spelling mistake."
    )

    assert moved.waiver == "A spelling mistake."
    assert "without a test" in moved.moves.get().reason


def concluded(action, decision="adopt", kind="proportion", **facts):
    kpi = KpiFactory(program=action.program, kind=kind)
    facts = {"control": [100, 1000], "treatment": [140, 1000]} | facts
    planned = RoundFactory(experiment=ExperimentFactory(action=action, kpi=kpi), **facts)
    running = experiments.start(planned, by=None)
    return experiments.conclude(running, by=None, decision=decision, reason="It helps.")


@pytest.mark.parametrize(
    ("decision", "goes_on"), [("adopt", True), ("adapt", True), ("abandon", False)]
)
def test_concluded_round_opens_the_way(action, decision, goes_on):
    concluded(action, decision)

    assert (actions.missing(at(action, "testing"), State.IMPLEMENTING) == "") is goes_on


def test_plan_of_a_running_round_stays(action):
    running = experiments.start(RoundFactory(experiment=ExperimentFactory(action=action)), by=None)
    running.alpha = 0.2

    with pytest.raises(ValidationError, match="fixed before the data"):
        running.full_clean()


def test_next_round_begins_when_the_one_before_is_concluded(action):
    row = RoundFactory(experiment=ExperimentFactory(action=action))

    with pytest.raises(InvalidTransition, match="not concluded"):
        experiments.plan(row.experiment, by=None, minimum_effect=0.1)


def test_round_without_figures_cannot_be_concluded(action):
    running = experiments.start(RoundFactory(experiment=ExperimentFactory(action=action)), by=None)

    with pytest.raises(InvalidTransition, match="no reading yet"):
        experiments.conclude(running, by=None, decision="adopt", reason="We like it.")


def test_outcome_of_a_round_has_grade_and_sign(action):
    lower = KpiFactory(program=action.program, kind="proportion", better=Kpi.Better.LOWER)
    planned = RoundFactory(
        experiment=ExperimentFactory(action=action, kpi=lower),
        control=[140, 1000],
        treatment=[100, 1000],
    )
    row = experiments.conclude(
        experiments.start(planned, by=None), by=None, decision="adopt", reason="Fewer."
    )

    made = outcomes.of_round(row, by=None)

    assert made.grade == "randomised"
    assert made.effect == pytest.approx(0.04)
    assert made.low < made.effect < made.high


def test_outcome_names_what_else_went_on_there(action):
    Action.objects.filter(pk=action.pk).update(element_keys=["k"])
    other = ActionFactory(program=action.program, title="New wording", element_keys=["k"])
    at(other, "implementing")
    ActionFactory(program=action.program, title="Elsewhere", element_keys=["z"])
    action.refresh_from_db()

    assert outcomes.confounders(action) == ["New wording"]


def test_cycle_goes_from_a_published_version_to_the_next_draft(program):
    manager = member(program)
    version = published_map(program, by=manager)
    cycle = cycles.start(version.map, by=manager, goal="Fewer dropped calls")

    with pytest.raises(InvalidTransition, match="open cycle"):
        cycles.start(version.map, by=manager, goal="Another")
    with pytest.raises(InvalidTransition, match="what was learnt"):
        cycles.close(cycle, by=manager, decision="adopt", retrospective=" ")
    closed = cycles.close(cycle, by=manager, decision="adopt", retrospective="Resuming helped.")

    assert (closed.baseline_id, closed.result.number, closed.result.state) == (
        version.pk,
        2,
        "draft",
    )
    assert "Fewer dropped calls" in closed.result.reason
    with pytest.raises(InvalidTransition, match="closed already"):
        cycles.close(closed, by=manager, decision="adopt", retrospective="Again")
    assert cycles.start(version.map, by=manager, goal="Next").number == 2


def test_cycle_needs_a_published_version(program):
    from tests.factories import small_draft

    with pytest.raises(InvalidTransition, match="publish the map first"):
        cycles.start(small_draft(program).map, by=None, goal="x")
    assert not Cycle.objects.exists()


def test_scores_of_others_are_hidden_until_one_scored(program, action):
    ana, ben = member(program, "contributor", username="ana"), member(program, "contributor", username="ben")  # fmt: skip
    score_of(action, ana, impact=5)
    client = client_of(ben)

    assert client.get("/api/scores/").json()["results"] == []
    score_of(action, ben, impact=2)
    assert {row["scorer"] for row in client.get("/api/scores/").json()["results"]} == {"ana", "ben"}


def test_scores_are_frozen_once_the_action_is_decided(program, action):
    ana = member(program, "contributor")
    score_of(action, ana)
    actions.move(action, "accepted", by=None)

    with pytest.raises(InvalidTransition, match="frozen"):
        score_of(action, ana, impact=1)


def test_same_person_twice_changes_one_score(program, action):
    ana = member(program, "contributor")
    score_of(action, ana, impact=2)
    score_of(action, ana, impact=4)

    assert [row.estimates["impact"] for row in action.scores.all()] == [[4, 4, 4]]
    assert action.scores.get().rubric["formula"] == "impact × feasibility"


@pytest.mark.parametrize(
    ("estimates", "words"),
    [
        ({"impact": [1, 2, 3]}, "asks for feasibility, impact"),
        ({"impact": [3, 2, 1], "feasibility": [1, 2, 3]}, "do not rise"),
        ({"impact": [1, 2, 9], "feasibility": [1, 2, 3]}, "not on its scale"),
        ({"impact": [1, 2], "feasibility": [1, 2, 3]}, "three numbers"),
        ({"impact": ["1", 2, 3], "feasibility": [1, 2, 3]}, "three numbers"),
    ],
)
def test_estimates_off_the_scale_are_refused(program, action, estimates, words):
    with pytest.raises(ValidationError, match=words):
        giving_scores.give(action, by=member(program, "contributor"), estimates=estimates)


def test_priorities_rank_what_was_scored_and_name_the_rest(program):
    ana = member(program, "contributor")
    good, poor, unscored = (ActionFactory(program=program) for _ in range(3))
    score_of(good, ana, 5, 5)
    score_of(poor, ana, 1, 2)

    found = priorities.of(program.pk)

    assert [one.id for one in found.actions] == [good.pk, poor.pk]
    assert found.unscored == (unscored.pk,)


def test_priorities_take_the_same_queries_whatever_their_number(program, django_assert_num_queries):
    ana = member(program, "contributor")
    score_of(ActionFactory(program=program), ana)
    with django_assert_num_queries(3):
        priorities.of(program.pk)
    for _ in range(3):
        score_of(ActionFactory(program=program), ana)
    with django_assert_num_queries(3):
        priorities.of(program.pk)


def test_portfolio_keeps_to_needs_and_asks_for_effort(program):
    ana = member(program, "contributor")
    base, extra = ActionFactory(program=program, effort=4), ActionFactory(program=program, effort=3)
    extra.needs.add(base)
    score_of(base, ana, 1, 1)
    score_of(extra, ana, 5, 5)

    assert priorities.portfolio_of(program.pk, 3).actions == ()
    assert set(priorities.portfolio_of(program.pk, 7).actions) == {str(base.pk), str(extra.pk)}
    Action.objects.filter(pk=base.pk).update(effort=None)
    with pytest.raises(Infeasible, match="has no effort yet"):
        priorities.portfolio_of(program.pk, 7)
