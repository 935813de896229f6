"""What actions were worth: recorded by hand or from a concluded round, with what may have played a part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from improvements.models import Action, Experiment, Outcome, Round
from improvements.models.action import State
from journeys import history
from journeys.models import Kpi
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from journeys.models import Kpi as KpiRow

GRADES = {
    Experiment.Kind.AB: Outcome.Grade.RANDOMISED,
    Experiment.Kind.PILOT: Outcome.Grade.BEFORE_AFTER,
    Experiment.Kind.BEFORE_AFTER: Outcome.Grade.BEFORE_AFTER,
}
#: In these states an action changes what customers meet.
_UNDER_WAY = (State.TESTING, State.IMPLEMENTING, State.MONITORING, State.DONE)


@transaction.atomic
def record(action: Action, kpi: KpiRow, *, by: User | None, **facts: Any) -> Outcome:
    """Record an outcome, with the other actions under way on the same elements named."""
    row = Outcome(program_id=action.program_id, action=action, kpi=kpi, **facts)
    row.confounders = confounders(action)
    row.full_clean(exclude=["program", "action", "kpi", "round"])
    history.deed(row, by=by, verb="record")
    row.save()
    return row


def of_round(row: Round, *, by: User | None) -> Outcome:
    """Record what a concluded round found. Raises `InvalidTransition` for another."""
    if row.state != Round.State.CONCLUDED:
        raise InvalidTransition("Only a concluded round has an outcome.")
    told, experiment = row.analysis, row.experiment
    sign = -1 if experiment.kpi.better == Kpi.Better.LOWER else 1
    interval = told["intervals"][0]
    low, high = sorted(sign * one for one in (interval["low"], interval["high"]))
    return record(
        experiment.action, experiment.kpi, by=by,
        effect=sign * told["difference"], low=low, high=high,
        n=int(told["n_control"] + told["n_treatment"]), method=interval["method"],
        grade=GRADES[Experiment.Kind(experiment.kind)], round=row, measured_on=timezone.localdate(),
    )  # fmt: skip


def confounders(action: Action) -> list[str]:
    """Return the titles of other actions under way on the same elements."""
    about = set(action.element_keys)
    others = Action.objects.filter(program_id=action.program_id, state__in=_UNDER_WAY).exclude(pk=action.pk)  # fmt: skip
    return [
        title for title, keys in others.values_list("title", "element_keys") if about & set(keys)
    ]
