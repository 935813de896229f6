"""Rounds of an experiment: planned, started, read, concluded; and the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from improvements.analysis import experiments as analysis
from improvements.analysis import sample_ratio
from improvements.analysis.means import Sample
from improvements.analysis.results import NotPossible
from improvements.models import Experiment, Round
from journeys import history
from journeys.models import Kpi
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from improvements.analysis.experiments import ExperimentReading

#: KPIs whose shares are told in per cent; figures and effects are shares.
_LOWER_IS_BETTER = Kpi.Better.LOWER


@transaction.atomic
def plan(experiment: Experiment, *, by: User | None, **facts: Any) -> Round:
    """Plan the next round. Raises `InvalidTransition` while one is under way."""
    experiment = Experiment.objects.select_for_update(of=("self",)).get(pk=experiment.pk)
    if experiment.rounds.exclude(state=Round.State.CONCLUDED).exists():
        raise InvalidTransition("The round before this one is not concluded.")
    newest = experiment.rounds.aggregate(newest=Max("number"))["newest"] or 0
    row = Round(program_id=experiment.program_id, experiment=experiment, number=newest + 1, **facts)
    row.full_clean(exclude=["program", "experiment", "number"])
    history.deed(row, by=by, verb="plan")
    row.save()
    return row


@transaction.atomic
def start(row: Round, *, by: User | None) -> Round:
    """Start a planned round; from now on its plan stays. Raises `InvalidTransition`."""
    row = _locked(row)
    if row.state != Round.State.PLANNED:
        raise InvalidTransition(f"Only a planned round can be started; this one is {row.get_state_display().lower()}.")  # fmt: skip
    row.state, row.started_at = Round.State.RUNNING, timezone.now()
    history.deed(row, by=by, verb="start")
    row.save(update_fields=["state", "started_at", "updated_at"])
    return row


@transaction.atomic
def conclude(row: Round, *, by: User | None, decision: str, reason: str) -> Round:
    """Conclude a running round with a decision and its reason; the reading is kept. Raises `InvalidTransition`."""
    row = _locked(row)
    if row.state != Round.State.RUNNING:
        raise InvalidTransition(f"Only a running round can be concluded; this one is {row.get_state_display().lower()}.")  # fmt: skip
    if decision not in Round.Decision.values:
        raise InvalidTransition(f"Decide one of {', '.join(Round.Decision.values)}.")
    if not reason.strip():
        raise InvalidTransition("Say why this is the decision.")
    try:
        found = read(row)
    except NotPossible as refusal:
        raise InvalidTransition(f"There is no reading yet: {refusal}") from None
    row.state, row.concluded_at = Round.State.CONCLUDED, timezone.now()
    row.decision, row.reason, row.analysis = decision, reason.strip(), msgspec.to_builtins(found)
    history.deed(row, by=by, verb=f"conclude: {decision}")
    row.save(
        update_fields=["state", "concluded_at", "decision", "reason", "analysis", "updated_at"]
    )
    return row


def read(row: Round) -> ExperimentReading:
    """Return what the figures so far allow to say. Raises `analysis.results.NotPossible`."""
    if not row.control or not row.treatment:
        raise NotPossible("Both groups need figures.")
    settings = analysis.Settings(
        alpha=row.alpha,
        higher_is_better=row.experiment.kpi.better != _LOWER_IS_BETTER,
        margin=row.margin,
        minimum_effect=row.minimum_effect,
        looks=row.looks,
        look=row.look,
    )
    found = _reading(row, settings)
    people = (found.n_control, found.n_treatment)
    if row.experiment.kind == Experiment.Kind.AB and sample_ratio.check(people).is_suspect:
        return analysis.not_comparable(
            found, "People were not divided evenly; something is broken."
        )
    return found


def _reading(row: Round, settings: analysis.Settings) -> ExperimentReading:
    parts = row.experiment.figures
    if len(parts) == 2:
        (x1, n1), (x2, n2) = row.control, row.treatment
        return analysis.of_shares(x1, n1, x2, n2, settings)
    if parts[0] == "promoters":
        (p1, a1, d1), (p2, a2, d2) = row.control, row.treatment
        return analysis.of_nps((p1, a1, d1), (p2, a2, d2), settings)
    return analysis.of_means(Sample(*row.control), Sample(*row.treatment), settings)


def _locked(row: Round) -> Round:
    rows = Round.objects.select_for_update(of=("self",)).select_related("experiment__kpi")
    return rows.get(pk=row.pk)
