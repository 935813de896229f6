"""Starting a map: empty, from a template, or from contents that came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from msgspec import structs

from journeys import drafts, history, versions
from journeys.models import JourneyMap, MapVersion, Program

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
) -> MapVersion:
    """Create a map with its first draft from checked contents and return the draft.

    `new.version.reason` wins over `reason`. See `drafts.replace` for what is created beside it.
    """
    journey = JourneyMap(program=program, name=new.map.name, owner=by)
    history.deed(journey, by=by, verb=verb)
    journey.save()
    draft = versions.start_draft(journey, by=by)
    facts = structs.replace(new.version, reason=new.version.reason or reason)
    return drafts.replace(draft, structs.replace(new, version=facts), by=by, verb=verb)
