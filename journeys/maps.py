"""What is done with a whole map: starting it, finding it still true, placing it in the life cycle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from msgspec import structs

from journeys import drafts, history, versions
from journeys.models import JourneyMap, MapVersion, Program, State

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from journeys.contents import MapContents


@transaction.atomic
def create(
    program: Program,
    new: MapContents,
    *,
    by: User | None,
    verb: str = "create",
    reason: str = "",
    details: tuple[JourneyMap, str] | None = None,
) -> MapVersion:
    """Create a map with its first draft from checked contents and return the draft.

    `new.version.reason` wins over `reason`. `details` is the map the new one shows a part of, and the
    key of the stage or touchpoint that it shows. See `drafts.replace` for what is created beside it.
    """
    journey = JourneyMap(program=program, name=new.map.name, owner=by)
    if details is not None:
        journey.parent, journey.parent_element_key = details
    history.deed(journey, by=by, verb=verb)
    journey.save()
    draft = versions.start_draft(journey, by=by)
    facts = structs.replace(new.version, reason=new.version.reason or reason)
    return drafts.replace(draft, structs.replace(new, version=facts), by=by, verb=verb)


@transaction.atomic
def confirm(journey: JourneyMap, *, by: User | None) -> JourneyMap:
    """Record that somebody looked at the map again and found it still true: it is due anew from today.

    Refuses a map without a published version: there is nothing yet that could have grown old.
    """
    journey = JourneyMap.objects.select_for_update().get(pk=journey.pk)
    if not journey.versions.filter(state=State.PUBLISHED).exists():
        raise versions.InvalidTransition(
            "This map has no published version. Publish one; from then on it can be found still true."
        )
    journey.reviewed_at = timezone.now()
    history.deed(journey, by=by, verb="confirm")
    journey.save(update_fields=["reviewed_at", "updated_at"])
    return journey


@transaction.atomic
def place(journey: JourneyMap, stage: str, *, by: User | None) -> JourneyMap:
    """Put the map into a stage of the customers' life cycle, or take it out of all ("")."""
    journey = JourneyMap.objects.select_for_update().get(pk=journey.pk)
    if journey.life_cycle_stage == stage:
        return journey
    journey.life_cycle_stage = stage
    history.deed(journey, by=by, verb="place")
    journey.save(update_fields=["life_cycle_stage", "updated_at"])
    return journey
