"""Rounds of an experiment: planned, started, read, concluded; and the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from django.utils import timezone
from msgspec import structs

from improvements import measured
from improvements.analysis import experiments as analysis
from improvements.analysis import guardrails, sample_ratio
from improvements.analysis.guardrails import Guarded
from improvements.analysis.results import NotPossible
from improvements.models import Experiment, Guardrail, Round
from improvements.models.experiment import FIXED
from journeys import history
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from improvements.analysis.experiments import ExperimentReading, Settings
    from improvements.models.experiment import TwoGroups
    from journeys.models import Kpi


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
def guard(row: Round, kpi: Kpi, margin: float, *, by: User | None) -> Guardrail:
    """Say what must not get worse by `margin` or more. Raises `ValidationError` once the round has started."""
    made = Guardrail(program_id=row.program_id, round=_locked(row), kpi=kpi, margin=margin)
    made.full_clean(exclude=["program"])
    history.deed(made, by=by, verb="guard")
    made.save()
    return made


@transaction.atomic
def unguard(row: Guardrail, *, by: User | None) -> None:
    """Take a guardrail out of a planned round. Raises `InvalidTransition`."""
    if _locked(row.round).state != Round.State.PLANNED:
        raise InvalidTransition(FIXED)
    history.deed(row, by=by, verb="unguard")
    row.delete()


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
    """Return what the figures so far allow to say, of the KPI and of what must not get worse meanwhile.

    Raises `analysis.results.NotPossible` while the KPI itself has no figures.
    """
    found = _reading(row, row.experiment, row.kpi, _settings(row, row.kpi, row.margin))
    if found is None:
        raise NotPossible("Both groups need figures.")
    prefetch_related_objects([row], "guards__kpi")
    guarded = []
    for guard in row.guards.all():
        settings = _settings(row, guard.kpi, guard.margin)
        reading = _reading(guard, row.experiment, guard.kpi, settings)
        guarded.append(Guarded(guard.kpi.name, settings, reading))
    told = guardrails.read(guarded)
    return structs.replace(found, guardrails=told, decision=guardrails.advice(found, told))


def reading_of(row: Round) -> ExperimentReading | None:
    """Return a round's reading as it was concluded, or of the figures so far; None while there are none."""
    if row.state == Round.State.CONCLUDED:
        return msgspec.convert(row.analysis, analysis.ExperimentReading)
    try:
        return read(row)
    except NotPossible:
        return None


def _settings(row: Round, kpi: Kpi, margin: float | None) -> Settings:
    return analysis.Settings(
        alpha=row.alpha,
        higher_is_better=measured.higher_is_better(kpi),
        margin=margin,
        # What is worth having was said of the round's own KPI.
        minimum_effect=row.minimum_effect if kpi.pk == row.experiment.kpi_id else None,
        looks=row.looks,
        look=row.look,
    )


def _reading(
    figures: TwoGroups, experiment: Experiment, kpi: Kpi, settings: Settings
) -> ExperimentReading | None:
    if not figures.control or not figures.treatment:
        return None
    found = measured.compared(kpi, figures.control, figures.treatment, settings)
    people = (found.n_control, found.n_treatment)
    if experiment.kind == Experiment.Kind.AB and sample_ratio.check(people).is_suspect:
        return analysis.not_comparable(
            found, "People were not divided evenly; something is broken."
        )
    return found


def _locked(row: Round) -> Round:
    rows = Round.objects.select_for_update(of=("self",)).select_related("experiment__kpi")
    return rows.get(pk=row.pk)
