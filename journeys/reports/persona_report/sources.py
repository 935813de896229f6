"""What a persona report is made from: the persona as it stands or stood, and the maps it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, structs

from journeys.contents import PersonaContents
from journeys.models import FROZEN_STATES, MapVersion, Persona, State
from journeys.reports.reading import RowGone, Source, source, source_of

if TYPE_CHECKING:
    from journeys.models import Report

#: The maps a report tells, by name; it says how many more there are.
MOST_MAPS = 12


class Sources(Struct, frozen=True):
    """The row, what is said of the persona, and the versions it is told along."""

    persona: Persona
    said: PersonaContents
    versions: tuple[Source, ...]
    version: Source | None = None
    more_maps: int = 0


def read(report: Report) -> Sources:
    """Return what the report is about. Raises `RowGone`."""
    personas = Persona.objects.filter(program=report.program_id).select_related("program")
    persona = personas.filter(pk=report.parameters["persona"]).first()
    if persona is None:
        raise RowGone(f"The persona with id {report.parameters['persona']} is no longer there.")
    if "version" in report.parameters:
        chosen = source(report, report.parameters["version"])
        frozen = next((one for one in chosen.contents.personas if one.key == persona.key), None)
        if frozen is None:
            raise RowGone("The persona is no longer on that version's map.")
        return Sources(persona, frozen, (chosen,), chosen)
    maps = list(persona.maps.filter(is_archived=False).order_by("name", "id"))
    told = [version for journey in maps[:MOST_MAPS] if (version := _newest(journey.pk))]
    return Sources(
        persona,
        _as_it_stands(persona),
        tuple(source_of(version) for version in told),
        more_maps=max(0, len(maps) - MOST_MAPS),
    )


def _newest(map_id: int) -> MapVersion | None:
    """Return the newest published version of a map, else the newest that was not given up."""
    rows = MapVersion.objects.filter(map=map_id).exclude(state=State.DISCARDED).defer(None)
    versions = rows.select_related("map", "program").order_by("-number")
    return versions.filter(state__in=FROZEN_STATES).first() or versions.first()


def _as_it_stands(persona: Persona) -> PersonaContents:
    facts = {name: getattr(persona, name) for name in PersonaContents.__struct_fields__}
    share = persona.share_of_customers
    facts |= {
        "share_of_customers": None if share is None else float(share),
        "image": persona.image.name or "",
    }
    return structs.replace(PersonaContents(key=persona.key, name=persona.name), **facts)
