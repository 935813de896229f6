"""A program's actions ranked by its scorecard, and the portfolio they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from improvements import scoring
from improvements.models import Action, ProgramScorecard, Score
from improvements.models.action import State
from improvements.prioritisation import flips, inputs, pareto, portfolio, ranking
from improvements.prioritisation.flips import Flip
from improvements.prioritisation.ranking import Ranked
from improvements.scoring import dispersion
from improvements.scoring.dispersion import Dispersion

if TYPE_CHECKING:
    from improvements.prioritisation.inputs import Inputs
    from improvements.prioritisation.portfolio import Portfolio
    from improvements.scoring import Scorecard

#: States in which an action is still to be chosen or done.
RANKED = (State.PROPOSED, State.ACCEPTED, State.TESTING, State.IMPLEMENTING)


class RankedAction(Struct, frozen=True):
    """An action of the program in its place; `layer` is its dominance layer on the picture's axes, 0 without one.

    `axes` is where it stands in the picture, benefit first; `spans` from the lowest low to the highest high of all scorers.
    """

    id: int
    title: str
    state: str
    place: Ranked
    scorers: int
    layer: int
    axes: tuple[float, float] | None
    spans: tuple[tuple[float, float], tuple[float, float]] | None


class Priorities(Struct, frozen=True):
    """The ranking of a program's scored actions, what would change the first place, who disagrees, who is not scored."""

    scorecard: str
    formula: str
    actions: tuple[RankedAction, ...]
    k: int
    regret: float
    samples: int
    seed: int
    method: str
    flip: Flip | None
    disagreements: tuple[Dispersion, ...]
    unscored: tuple[int, ...]


def card_of(program_id: int) -> Scorecard:
    """Return the scorecard of a program; impact × feasibility unless it chose another."""
    chosen = ProgramScorecard.objects.filter(program_id=program_id).first()
    return chosen.card if chosen else scoring.named(scoring.DEFAULT)


def of(program_id: int, *, k: int = 5, seed: int = 0) -> Priorities:
    """Return the priorities of a program; three queries, whatever the number of actions."""
    card = card_of(program_id)
    actions = Action.objects.filter(program_id=program_id, state__in=RANKED).order_by("id")
    rows = {pk: (title, state) for pk, title, state in actions.values_list("pk", "title", "state")}
    scores = [score.as_value() for score in _scores(program_id, card)]
    found = inputs.gathered(scores, card)
    told = ranking.ranked(found, card, k=k, seed=seed)
    places = {action: place for place, action in enumerate(found.actions)}
    axes = [found.middle(name) for name in card.axes] if card.axes else []
    layers = pareto.layers(*axes).tolist() if axes and scores else []
    ranked = tuple(
        RankedAction(
            int(row.action),
            *rows[int(row.action)],
            row,
            int(found.scorers[place]),
            layers[place] if layers else 0,
            (float(axes[0][place]), float(axes[1][place])) if axes else None,
            (_span(found, card, 0, place), _span(found, card, 1, place)) if axes else None,
        )
        for row, place in ((row, places[row.action]) for row in told.actions)
    )
    flip = flips.first_place(found, card) if scores else None
    return Priorities(
        card.name, card.formula_words, ranked, told.k, told.regret, told.samples, seed, told.method, flip,
        tuple(dispersion.of(scores, card)), tuple(pk for pk in rows if str(pk) not in places),
    )  # fmt: skip


def _span(found: Inputs, card: Scorecard, axis: int, place: int) -> tuple[float, float]:
    name = (card.axes or ("", ""))[axis]
    return float(found.low[name][place].min()), float(found.high[name][place].max())


def portfolio_of(program_id: int, capacity: float) -> Portfolio:
    """Return the best portfolio of a program's scored actions under a capacity in person-days.

    Raises `portfolio.Infeasible`, also if an action has no effort.
    """
    card = card_of(program_id)
    found = inputs.gathered([score.as_value() for score in _scores(program_id, card)], card)
    values: Any = (
        card.value({name: found.middle(name) for name in found.likely}) if found.actions else []
    )
    worth = {int(name): float(value) for name, value in zip(found.actions, values, strict=True)}
    actions = (
        Action.objects.filter(pk__in=worth).prefetch_related("needs", "excludes").order_by("id")
    )
    candidates = []
    for action in actions:
        if action.effort is None:
            raise portfolio.Infeasible(f"“{action.title}” has no effort yet.")
        known = {str(pk) for pk in worth}
        needs = tuple(str(one.pk) for one in action.needs.all() if str(one.pk) in known)
        excludes = tuple(str(one.pk) for one in action.excludes.all() if str(one.pk) in known)
        candidates.append(
            portfolio.Candidate(str(action.pk), worth[action.pk], action.effort, needs, excludes)
        )
    return portfolio.best(candidates, capacity)


def _scores(program_id: int, card: Scorecard) -> list[Score]:
    rows = Score.objects.filter(
        program_id=program_id, scorecard=card.name, action__state__in=RANKED
    )
    return list(rows.order_by("action_id", "id"))
