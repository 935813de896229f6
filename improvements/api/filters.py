"""What lists of what we change can be narrowed by."""

from __future__ import annotations

from improvements.models import Action, Experiment, Outcome, Round
from journeys.api.filters import Choices, Id, InProgram, Words


class CycleFilters(InProgram):
    """Cycles."""

    map = Id("map_id")
    narrow = InProgram.narrow | {"map"}


class ActionFilters(InProgram):
    """Actions."""

    key = Words()
    state = Choices(choices=Action.State.choices)
    cycle = Id("cycle_id")
    team = Words(max_length=80)


class ActionKpiFilters(InProgram):
    """Predicted effects."""

    action = Id("action_id")
    kpi = Id("kpi_id")
    narrow = InProgram.narrow | {"action"}


class ScoreFilters(InProgram):
    """Scores."""

    action = Id("action_id")
    narrow = InProgram.narrow | {"action"}


class ScorecardFilters(InProgram):
    """Scorecards."""


class ExperimentFilters(InProgram):
    """Experiments."""

    action = Id("action_id")
    kpi = Id("kpi_id")
    kind = Choices(choices=Experiment.Kind.choices)
    narrow = InProgram.narrow | {"action"}


class RoundFilters(InProgram):
    """Rounds."""

    experiment = Id("experiment_id")
    state = Choices(choices=Round.State.choices)
    narrow = InProgram.narrow | {"experiment"}


class GuardrailFilters(InProgram):
    """What must not get worse."""

    round = Id("round_id")
    kpi = Id("kpi_id")
    narrow = InProgram.narrow | {"round"}


class OutcomeFilters(InProgram):
    """Outcomes."""

    action = Id("action_id")
    kpi = Id("kpi_id")
    grade = Choices(choices=Outcome.Grade.choices)
    narrow = InProgram.narrow | {"action"}
