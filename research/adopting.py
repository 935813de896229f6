"""Taking what customers said over into a draft: a feeling on a map is a summary of observations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from journeys import contents, drafts
from journeys.models import MapVersion
from research import evidence

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from journeys.contents import TouchpointContents
    from research.evidence import Observed

VERB = "take over what was observed"


def adopt(version: MapVersion, *, by: User | None) -> int:
    """Give every touchpoint that customers were asked about the mean of their answers; return how many changed.

    Their basis becomes observed. Raises `versions.InvalidTransition` if the version is no draft.
    """
    # As it is now: the caller may have read it before others wrote.
    version = MapVersion.objects.select_related("map").get(pk=version.pk)
    document = contents.document(version)
    read = contents.decode(document)
    found = evidence.strongest(evidence.of(version))
    stages = tuple(
        structs.replace(stage, touchpoints=tuple(_told(part, found.get(part.key)) for part in stage.touchpoints))
        for stage in read.stages
    )  # fmt: skip
    changed = sum(
        old != new
        for before, after in zip(read.stages, stages, strict=True)
        for old, new in zip(before.touchpoints, after.touchpoints, strict=True)
    )
    if changed:
        new = structs.replace(read, stages=stages)
        drafts.replace(version, new, by=by, verb=VERB, seen=contents.checksum(document))
    return changed


def _told(part: TouchpointContents, one: Observed | None) -> TouchpointContents:
    if one is None:
        return part
    return structs.replace(part, emotion=round(one.mean, 1) + 0.0, basis="observed")
