"""Scorecards and the estimates people give on them. Pure."""

from improvements.scoring.estimates import Estimate, NotOnScale, Score
from improvements.scoring.scorecards import DEFAULT, SCORECARDS, Criterion, Scorecard, named

__all__ = [
    "DEFAULT",
    "SCORECARDS",
    "Criterion",
    "Estimate",
    "NotOnScale",
    "Score",
    "Scorecard",
    "named",
]
