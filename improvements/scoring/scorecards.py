"""Scorecards: which criteria, on which scale and rubric, and by which formula. Each has a name and a version.

A scorecard whose scores are stored is never edited; the next version is added beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    #: Values by criterion, all of one shape → scores of that shape.
    Formula = Callable[[Mapping[str, Numbers]], Numbers]


class Criterion(Struct, frozen=True):
    """One thing that is estimated: its scale (an open end is None) and what the ends of it mean.

    `raises` says whether more of it makes the score larger; `divides` whether the score is divided by it.
    """

    name: str
    lowest: float
    highest: float | None
    rubric: str
    raises: bool = True
    divides: bool = False


class Scorecard(Struct, frozen=True):
    """A named way to turn estimates into a score.

    `value` is the score before it is set against effort, for portfolios that count effort by itself. `axes` are the
    criteria of the picture, benefit first, if it has such.
    """

    name: str
    title: str
    criteria: tuple[Criterion, ...]
    formula: Formula
    formula_words: str
    source: str
    value: Formula
    effort: str | None = None
    axes: tuple[str, str] | None = None

    def criterion(self, name: str) -> Criterion:
        """Return a criterion by its name."""
        return next(one for one in self.criteria if one.name == name)


def weighted(weights: Mapping[str, float]) -> Scorecard:
    """Return the weighted-criteria scorecard for these criteria, each 1 to 5. Raises ValueError for useless weights."""
    total = sum(weights.values())
    if not weights or min(weights.values()) < 0 or total <= 0:
        raise ValueError("Weights are numbers from 0, one of them above 0.")
    criteria = tuple(Criterion(name, 1, 5, "1 hardly, 5 very much") for name in weights)

    def formula(values: Mapping[str, Numbers]) -> Numbers:
        found = sum(weight * values[name] for name, weight in weights.items())
        return np.asarray(found / total)

    told = " + ".join(f"{weight:g} × {name}" for name, weight in weights.items())
    return Scorecard(
        "weighted-v1", "Weighted criteria", criteria, formula, f"({told}) / {total:g}", "weighted mean", formula,
        axes=("impact", "feasibility") if {"impact", "feasibility"} <= set(weights) else None,
    )  # fmt: skip


def named(name: str, weights: Mapping[str, float] | None = None) -> Scorecard:
    """Return a scorecard by its name, with or without its version. Raises KeyError."""
    if name in {"weighted", "weighted-v1"}:
        return weighted(weights or {"impact": 1, "feasibility": 1})
    return SCORECARDS[name] if name in SCORECARDS else SCORECARDS[f"{name}-v1"]


def _rice_value(values: Mapping[str, Numbers]) -> Numbers:
    return values["reach"] * values["impact"] * values["confidence"] / 100


def _wsjf_value(values: Mapping[str, Numbers]) -> Numbers:
    return values["value"] + values["time criticality"] + values["risk reduction"]


def _opportunity(values: Mapping[str, Numbers]) -> Numbers:
    return values["importance"] + np.maximum(values["importance"] - values["satisfaction"], 0)


def _impact_feasibility(values: Mapping[str, Numbers]) -> Numbers:
    return values["impact"] * values["feasibility"]


def _ice(values: Mapping[str, Numbers]) -> Numbers:
    return values["impact"] * values["confidence"] * values["ease"]


_EFFORT = Criterion("effort", 0, None, "person-months", raises=False, divides=True)

SCORECARDS: dict[str, Scorecard] = {
    card.name: card
    for card in (
        Scorecard(
            "impact-feasibility-v1", "Impact × feasibility",
            (
                Criterion("impact", 1, 5, "1 nobody would notice, 3 some customers would, 5 it changes the journey"),
                Criterion("feasibility", 1, 5, "1 needs others, money and years, 3 a quarter of one team, 5 days"),
            ),
            _impact_feasibility, "impact × feasibility", "two axes of the journey-mapping practice",
            _impact_feasibility, axes=("impact", "feasibility"),
        ),
        Scorecard(
            "rice-v1", "RICE",
            (
                Criterion("reach", 0, None, "people per period"),
                Criterion("impact", 0, 5, "3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal"),
                Criterion("confidence", 0, 100, "per cent: 100 high, 80 medium, 50 low"),
                _EFFORT,
            ),
            lambda values: _rice_value(values) / values["effort"], "reach × impact × confidence / effort",
            "Intercom, RICE: simple prioritization for product managers", _rice_value, effort="effort",
        ),
        Scorecard(
            "ice-v1", "ICE",
            tuple(Criterion(name, 1, 10, "1 low, 10 high") for name in ("impact", "confidence", "ease")),
            _ice, "impact × confidence × ease", "Ellis; multiplied, as most write it", _ice, axes=("impact", "ease"),
        ),
        Scorecard(
            "wsjf-v1", "WSJF",
            (
                Criterion("value", 0, None, "relative, Fibonacci: 1, 2, 3, 5, 8, 13, 20"),
                Criterion("time criticality", 0, None, "relative, Fibonacci"),
                Criterion("risk reduction", 0, None, "or opportunity enablement; relative, Fibonacci"),
                Criterion("job size", 0, None, "relative, Fibonacci", raises=False, divides=True),
            ),
            lambda values: _wsjf_value(values) / values["job size"],
            "(value + time criticality + risk reduction) / job size", "Reinertsen; Scaled Agile Framework", _wsjf_value,
            effort="job size",
        ),
        Scorecard(
            "opportunity-v1", "Opportunity score",
            (
                Criterion("importance", 0, 10, "how important it is to customers, 0 to 10"),
                Criterion("satisfaction", 0, 10, "how satisfied they are now, 0 to 10", raises=False),
            ),
            _opportunity, "importance + max(importance − satisfaction, 0)", "Ulwick 2002, Harvard Business Review",
            _opportunity,
        ),
    )
}  # fmt: skip
DEFAULT = "impact-feasibility-v1"
