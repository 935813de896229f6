"""A turn of the loop: opened on a published version, closed with a decision and the next draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from improvements.models import Cycle
from journeys import history, versions
from journeys.models import JourneyMap, State
from journeys.versions import DraftExists, InvalidTransition

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def start(journey: JourneyMap, *, by: User | None, goal: str, **facts: Any) -> Cycle:
    """Open a cycle on the newest published version of a map. Raises `InvalidTransition`."""
    journey = JourneyMap.objects.select_for_update(of=("self",)).get(pk=journey.pk)
    baseline = journey.versions.filter(state=State.PUBLISHED).order_by("-number").first()
    if baseline is None:
        raise InvalidTransition("A cycle begins with a published version; publish the map first.")
    if Cycle.objects.filter(map=journey, closed_at=None).exists():
        raise InvalidTransition("This map has an open cycle; close it first.")
    newest = Cycle.objects.filter(map=journey).aggregate(newest=Max("number"))["newest"] or 0
    cycle = Cycle(
        program_id=journey.program_id, map=journey, number=newest + 1, baseline=baseline, goal=goal,
        opened_by=by, **facts,
    )  # fmt: skip
    history.deed(cycle, by=by, verb="open")
    try:
        with transaction.atomic():
            cycle.save()
    except IntegrityError:
        raise InvalidTransition("This map has an open cycle; close it first.") from None
    return cycle


@transaction.atomic
def close(cycle: Cycle, *, by: User | None, decision: str, retrospective: str) -> Cycle:
    """Close a cycle with its decision, and start the map's next draft, or take the one there is.

    Raises `InvalidTransition` without a decision or a word of what was learnt.
    """
    cycle = Cycle.objects.select_for_update(of=("self",)).select_related("map").get(pk=cycle.pk)
    if not cycle.is_open:
        raise InvalidTransition("This cycle is closed already.")
    if decision not in Cycle.Decision.values:
        raise InvalidTransition(f"Decide one of {', '.join(Cycle.Decision.values)}.")
    if not retrospective.strip():
        raise InvalidTransition("Say what was learnt: what we believed, what happened.")
    try:
        draft = versions.start_draft(cycle.map, by=by, reason=f"Cycle {cycle.number}: {cycle.goal}")
    except DraftExists as there:
        draft = there.draft
    cycle.decision, cycle.retrospective = decision, retrospective.strip()
    cycle.result, cycle.closed_at = draft, timezone.now()
    history.deed(cycle, by=by, verb="close")
    cycle.save(update_fields=["decision", "retrospective", "result", "closed_at", "updated_at"])
    return cycle
