"""What we change, as rows. Everything belongs to a program."""

from improvements.models.action import Action, ActionKpi, ActionMove
from improvements.models.cycle import Cycle
from improvements.models.experiment import Experiment, Guardrail, Round
from improvements.models.outcome import Outcome
from improvements.models.score import ProgramScorecard, Score

__all__ = [
    "Action",
    "ActionKpi",
    "ActionMove",
    "Cycle",
    "Experiment",
    "Guardrail",
    "Outcome",
    "ProgramScorecard",
    "Round",
    "Score",
]
