"""How a persona stood in the versions that were published, read without reading whole maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from django.db import connection
from msgspec import Struct

from journeys.contents import PersonaContents
from journeys.models import FROZEN_STATES, JourneyMap, MapVersion, State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from journeys.models import Persona

#: How many versions are looked through at once; a document may be a megabyte, even to the database.
LOOKED_THROUGH = 100
_decode = msgspec.json.Decoder(PersonaContents).decode


class Standing(Struct, frozen=True):
    """A published version, and the persona as it stood in it."""

    version: int
    map: str
    number: int
    label: str
    published_at: datetime
    persona: PersonaContents


class PastVersions(Struct, frozen=True):
    """The standings among the versions looked through, newest first; `older` is where to go on."""

    standings: tuple[Standing, ...]
    older: int | None = None


def now(persona: Persona) -> PersonaContents:
    """Return the persona as it stands."""
    facts = {name: getattr(persona, name) for name in PersonaContents.__struct_fields__}
    share = facts.pop("share_of_customers")
    facts["image"] = persona.image.name or ""
    return PersonaContents(share_of_customers=None if share is None else float(share), **facts)


def in_versions(persona: Persona, *, before: int | None = None) -> PastVersions:
    """Return how the persona stood in its program's published versions, in two queries.

    Only the persona's own part of each frozen document leaves the database. `before` is the version
    that an earlier call went as far as.
    """
    looked = _versions(persona, before)
    found = looked[:LOOKED_THROUGH]
    stood = _parts(persona.key, [version.pk for version in found])
    return PastVersions(
        standings=tuple(
            Standing(
                version=version.pk,
                map=version.map.name,
                number=version.number,
                label=version.label,
                published_at=version.published_at,
                persona=stood[version.pk],
            )
            for version in found
            if version.pk in stood and version.published_at is not None
        ),
        older=found[-1].pk if len(looked) > LOOKED_THROUGH else None,
    )


def _versions(persona: Persona, before: int | None) -> Sequence[MapVersion]:
    rows = MapVersion.objects.filter(program_id=persona.program_id, state__in=FROZEN_STATES)
    if before is not None:
        last = MapVersion.objects.filter(program_id=persona.program_id, pk=before).first()
        if last is None or last.published_at is None:
            return []
        rows = rows.filter(published_at__lte=last.published_at).exclude(
            published_at=last.published_at, pk__gte=last.pk
        )
    rows = rows.select_related("map").only(
        "number", "label", "published_at", "program", "map__name", "map__program"
    )
    return list(rows.order_by("-published_at", "-pk")[: LOOKED_THROUGH + 1])


#: Version id and the persona's part of the document as JSON. `NULLIF`: a draft has no document.
_TABLE = MapVersion._meta.db_table
_PARTS = {
    "sqlite": (
        f"SELECT v.id, p.value FROM {_TABLE} v, json_each(NULLIF(v.document, ''), '$.personas') p "  # noqa: S608  our own table's name
        "WHERE v.id IN ({places}) AND json_extract(p.value, '$.key') = %s"
    ),
    "postgresql": (
        "SELECT v.id, p.value::text "  # noqa: S608  our own table's name
        f"FROM {_TABLE} v, jsonb_array_elements(NULLIF(v.document, '')::jsonb -> 'personas') p "
        "WHERE v.id IN ({places}) AND p.value ->> 'key' = %s"
    ),
}


def _parts(key: str, versions: list[int]) -> dict[int, PersonaContents]:
    if not versions:
        return {}
    query = _PARTS[connection.vendor].format(places=", ".join(["%s"] * len(versions)))
    with connection.cursor() as cursor:
        cursor.execute(query, [*versions, key])
        return {version: _decode(part) for version, part in cursor.fetchall()}


#: No row has this id: a page takes the same queries whether a persona is on maps or on none.
NO_ROW = 0


def newest_to_show(maps: Sequence[JourneyMap]) -> dict[int, MapVersion]:
    """Return per map its newest published version, or else the open one, in one query."""
    ids = [journey.pk for journey in maps]
    rows = MapVersion.objects.filter(map__in=[*ids, NO_ROW]).exclude(state=State.DISCARDED)
    found: dict[int, MapVersion] = {}
    for version in rows.order_by("map_id", "-number"):
        known = found.get(version.map_id)
        if known is None or (version.state in FROZEN_STATES and known.state not in FROZEN_STATES):
            found[version.map_id] = version
    return found
