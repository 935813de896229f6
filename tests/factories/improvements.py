"""What is changed: actions, scores, experiments, outcomes."""

from __future__ import annotations

import factory

from improvements import experiments, giving_scores
from improvements.models import Action, Experiment, Guardrail, Outcome, Round, Score
from tests.factories.programs import KpiFactory, ProgramFactory


class ActionFactory(factory.django.DjangoModelFactory):
    """A proposed action."""

    class Meta:
        model = Action

    program = factory.SubFactory(ProgramFactory)
    title = factory.Sequence(lambda number: f"Resume dropped calls {number}")
    effort = 10


class ExperimentFactory(factory.django.DjangoModelFactory):
    """An A/B test of an action on a share."""

    class Meta:
        model = Experiment

    action = factory.SubFactory(ActionFactory)
    program = factory.SelfAttribute("action.program")
    kpi = factory.LazyAttribute(
        lambda row: KpiFactory(program=row.action.program, kind="proportion")
    )
    name = factory.Sequence(lambda number: f"Resume test {number}")


class RoundFactory(factory.django.DjangoModelFactory):
    """A planned round."""

    class Meta:
        model = Round

    experiment = factory.SubFactory(ExperimentFactory)
    program = factory.SelfAttribute("experiment.program")
    number = 1
    minimum_effect = 0.02


def score_of(action: Action, by, impact: float = 3, feasibility: float = 3) -> Score:
    """Return somebody's score of an action, without ranges."""
    estimates = {"impact": [impact] * 3, "feasibility": [feasibility] * 3}
    return giving_scores.give(action, by=by, estimates=estimates)


def guardrail_of(row: Round, kind: str = "proportion", margin: float = 0.02) -> Guardrail:
    """Return a guardrail of a planned round on a KPI of its own."""
    return experiments.guard(row, KpiFactory(program=row.program, kind=kind), margin, by=None)


def outcome_of(action: Action) -> Outcome:
    """Return an outcome of an action."""
    kpi = KpiFactory(program=action.program)
    return Outcome.objects.create(
        program=action.program, action=action, kpi=kpi, effect=0.03, low=0.01, high=0.05
    )
