"""Giving a score: on the program's scorecard, with its scale and rubric kept beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from django.db import transaction

from improvements import priorities
from improvements.models import Action, Score
from improvements.models.action import State
from journeys import history
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def give(action: Action, *, by: User, estimates: dict[str, Any], **words: Any) -> Score:
    """Give or change one's score of an action. Raises `InvalidTransition` once the action was decided about.

    Two people at once have a row each; the same person twice changes one row. Raises ValidationError off the scale.
    """
    action = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if action.state != State.PROPOSED:
        raise InvalidTransition("Scores are frozen once an action is accepted or dropped.")
    card = priorities.card_of(action.program_id)
    row = Score.objects.filter(action=action, scorer=by, scorecard=card.name).first()
    verb = "change" if row else "score"
    row = row or Score(program_id=action.program_id, action=action, scorer=by, scorecard=card.name)
    row.scorer_name, row.estimates = by.get_username(), estimates
    for name, value in words.items():
        setattr(row, name, value)
    row.check_estimates(card)
    row.rubric = {
        "formula": card.formula_words,
        "criteria": [msgspec.to_builtins(criterion) for criterion in card.criteria],
    }
    history.deed(row, by=by, verb=verb)
    row.save()
    return row
