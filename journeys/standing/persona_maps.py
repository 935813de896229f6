"""The maps a persona is on, with the map's curve and the persona's own on each."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from journeys import personas
from journeys.models import JourneyMap, MapVersion, Touchpoint
from journeys.rendering.curve import Point

if TYPE_CHECKING:
    from journeys.models import Persona

#: How many maps a persona's page shows; the list of maps has them all.
MOST = 12


class PersonaMap(Struct, frozen=True):
    """A map, the version shown of it, and per touchpoint how it feels: by the map, and to the persona."""

    map: JourneyMap
    version: MapVersion | None
    places: tuple[Point | None, ...] = ()
    own: tuple[Point | None, ...] = ()

    @property
    def number_of_own(self) -> int:
        """Return at how many touchpoints the persona has an emotion of its own."""
        return sum(point is not None for point in self.own)


def of_persona(persona: Persona) -> tuple[list[PersonaMap], int]:
    """Return the persona's maps by name, the first few, and how many there are; four queries."""
    rows = JourneyMap.objects.filter(personas=persona, is_archived=False)
    number = rows.count()
    maps = list(rows.order_by("name", "id")[:MOST])
    shown = personas.newest_to_show(maps)
    places, own = _feelings([version.pk for version in shown.values()], persona.key)
    return [
        PersonaMap(
            journey,
            version := shown.get(journey.pk),
            tuple(places[version.pk]) if version else (),
            tuple(own[version.pk]) if version else (),
        )
        for journey in maps
    ], number


Places = defaultdict[int, list[Point | None]]


def _feelings(versions: list[int], persona: str) -> tuple[Places, Places]:
    """Return per version the emotion of every touchpoint, and the persona's own; None where there is none."""
    places: Places = defaultdict(list)
    own: Places = defaultdict(list)
    rows = (
        Touchpoint.objects.filter(version__in=[*versions, personas.NO_ROW])
        .order_by("version_id", "stage__order", "stage_id", "order", "id")
        .values_list("version_id", "emotion", "basis", "persona_emotions")
    )
    for version, emotion, basis, of_personas in rows:
        x = len(places[version]) + 0.5
        assumed = basis == Touchpoint.Basis.ASSUMED
        places[version].append(None if emotion is None else Point(x, float(emotion), assumed))
        felt = next((entry for entry in of_personas if entry["persona"] == persona), None)
        own[version].append(
            felt and Point(x, float(felt["emotion"]), felt.get("basis", "assumed") == "assumed")
        )
    return places, own
