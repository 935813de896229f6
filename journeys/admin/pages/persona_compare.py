"""Two to four personas side by side: what differs, how many customers they are, their curves on one map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpResponse
from msgspec import Struct, structs

from journeys import contents, personas
from journeys.admin import current
from journeys.admin.pages import persona_words
from journeys.admin.pages.frame import show
from journeys.admin.pages.persona_page import way_to_personas
from journeys.ids import ids_in
from journeys.models import JourneyMap, Persona
from journeys.rendering import likeness, picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.contents import PersonaContents
    from journeys.models import MapVersion, Program
    from journeys.rendering.markup import Drawing
    from journeys.rendering.picture import MapPicture

MOST = 4
#: Personas and common maps to choose from; a program has a handful.
OFFERED, MAPS_OFFERED = 200, 50


class Side(Struct, frozen=True):
    """One of the personas: a column of the table."""

    row: Persona
    stands: PersonaContents
    share: str
    likeness: Drawing


class Row(Struct, frozen=True):
    """A field of all personas; `mark` is "same", "differs" or "missing" where only some say something."""

    title: str
    values: tuple[tuple[str, ...], ...]
    mark: str


class Curves(Struct, frozen=True):
    """The personas' curves on a map: the picture, and who has none of their own on it."""

    map: JourneyMap
    version: MapVersion
    picture: MapPicture
    without: tuple[str, ...]


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the personas the address names (`?persona=` for each); without two, ask which."""
    wanted = _wanted(request)
    program = _program(request, wanted)
    offered = list(
        Persona.objects.filter(program=program).order_by("is_archived", "name", "id")[:OFFERED]
    )
    by_id = {persona.pk: persona for persona in offered}
    chosen = [by_id[pk] for pk in wanted if pk in by_id][:MOST]
    sides = [_side(persona, look) for look, persona in enumerate(chosen)]
    rows = compared([side.stands for side in sides]) if len(sides) > 1 else []
    maps, curves = _curves(request, chosen) if len(sides) > 1 else ([], None)
    shares = [side.row.share_of_customers for side in sides]
    return show(
        request,
        site,
        "persona_compare",
        title="Personas side by side",
        crumbs=way_to_personas(program),
        offered=offered,
        places=[*(persona.pk for persona in chosen), *[None] * (MOST - len(chosen))],
        sides=sides,
        rows=[row for row in rows if row.mark != "empty"],
        unwritten=[row.title for row in rows if row.mark == "empty"],
        differing=sum(row.mark in {"differs", "missing"} for row in rows),
        together=None if None in shares or not shares else sum(shares),  # type: ignore[arg-type]
        maps=maps,
        curves=curves,
    )


def compared(sides: Sequence[PersonaContents]) -> list[Row]:
    """Return a row for each field; "empty" where nobody has written anything."""
    rows = []
    for name in persona_words.COMPARED:
        values = [
            persona_words.lines(persona_words.words(name, getattr(one, name))) for one in sides
        ]
        said = [value for value in values if value]
        mark = "differs" if len(set(values)) > 1 else "same"
        if len(said) < len(values):
            mark = "missing" if said else "empty"
        rows.append(Row(persona_words.title(name), tuple(values), mark))
    return rows


def _wanted(request: HttpRequest) -> list[int]:
    return ids_in(request.GET.getlist("persona"))


def _program(request: HttpRequest, wanted: list[int]) -> Program:
    """Return the program of the personas in the address, all of one that may be seen, or the one at hand."""
    if wanted:
        rows = Persona.objects.visible_to(request.user).filter(pk__in=wanted[:MOST])
        programs = list(rows.order_by().values_list("program_id", flat=True))
        if len(programs) < len(wanted[:MOST]) or len(set(programs)) != 1:
            raise Http404
        current.enter(request, programs[0])
    program = current.program(request)
    if program is None or not request.user.has_perm("journeys.view_persona", program):
        raise PermissionDenied
    return program


def _side(persona: Persona, look: int) -> Side:
    stands = personas.now(persona)
    return Side(
        persona,
        stands,
        persona_words.words("share_of_customers", stands.share_of_customers),
        likeness.draw(stands.name, look=look),
    )


def _curves(request: HttpRequest, chosen: list[Persona]) -> tuple[list[JourneyMap], Curves | None]:
    """Return the maps that at least two are on, those of most first, and the curves on the one chosen."""
    rows = JourneyMap.objects.filter(personas__in=chosen, is_archived=False).select_related(
        "program"
    )
    common = rows.annotate(number=Count("personas")).filter(number__gte=2)
    maps: list[JourneyMap] = [*common.order_by("-number", "name", "id")[:MAPS_OFFERED]]
    wanted = request.GET.get("map", "")
    journey = next((one for one in maps if str(one.pk) == wanted), maps[0] if maps else None)
    version = personas.newest_to_show([journey]).get(journey.pk) if journey else None
    if journey is None or version is None:
        return maps, None
    version.map = journey
    read = contents.read(version)
    drawn = curves_only(read, [persona.key for persona in chosen], f"Version {version.number}")
    own = {persona.key for persona in drawn.personas}
    without = tuple(persona.name for persona in chosen if persona.key not in own)
    return maps, Curves(journey, version, drawn, without)


def curves_only(read: contents.MapContents, keys: Sequence[str], caption: str) -> MapPicture:
    """Return the map's picture without rows under the curves, its personas those named, in that order."""
    by_key = {persona.key: persona for persona in read.personas}
    # A place stays empty for who is not on the map, so that colours are those of the columns above.
    placed = tuple(
        by_key.get(key) or contents.PersonaContents(key=key, name="Not on this map") for key in keys
    )
    drawn = picture.draw(structs.replace(read, personas=placed), caption=caption)
    on_map = tuple(persona for persona in drawn.personas if persona.key in by_key)
    return structs.replace(drawn, facts=(), lanes=(), facts_below=(), personas=on_map)
