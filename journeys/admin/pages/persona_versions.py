"""A persona through time: as it stood in every published version and stands now, word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from journeys import personas
from journeys.admin.deeds import lines
from journeys.admin.pages import persona_words
from journeys.admin.pages.frame import find, require, show
from journeys.admin.pages.persona_page import way_to_personas
from journeys.comparison.wording import reworded
from journeys.ids import id_in
from journeys.models import Persona

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

    from journeys.comparison.wording import Piece
    from journeys.contents import PersonaContents
    from journeys.personas import Standing

#: How many of the newest deeds stand beside; the history page has all.
DEEDS = 12


class FieldStory(Struct, frozen=True):
    """A field that differs: what went and what came, word by word."""

    title: str
    pieces: tuple[Piece, ...]


class Moment(Struct, frozen=True):
    """The persona now (`standing` is None) or in a version, and what differs from the one before."""

    standing: Standing | None
    fields: tuple[FieldStory, ...]
    is_first: bool = False
    before: Standing | None = None


def view(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show how the persona came to be what it is."""
    persona: Persona = find(request, Persona.objects.select_related("program"), pk)
    require(request, "view_persona", persona)
    past = personas.in_versions(persona, before=id_in(request.GET.get("before", "")))
    rows: Any = Persona.history.filter(id=persona.pk).order_by("-history_date", "-history_id")  # type: ignore[attr-defined]
    records = list(rows[: DEEDS + 1])
    return show(
        request,
        site,
        "persona_versions",
        title=f"{persona.name} through versions",
        crumbs=[*way_to_personas(persona.program), (persona.name, f"../../{persona.pk}/")],
        persona=persona,
        moments=moments(
            None if "before" in request.GET else personas.now(persona),
            past.standings,
            is_whole=past.older is None,
        ),
        number_of_versions=len(past.standings),
        older=past.older,
        deeds=list(lines(records[:DEEDS], records[DEEDS] if len(records) > DEEDS else None)),
    )


def moments(
    now: PersonaContents | None, standings: Sequence[Standing], *, is_whole: bool
) -> list[Moment]:
    """Return the moments, the newest first, each with what differs from the one before it.

    `is_whole` says that before the oldest of these standings there was none.
    """
    found = []
    later: list[tuple[Standing | None, PersonaContents]] = [] if now is None else [(None, now)]
    later += [(standing, standing.persona) for standing in standings]
    for (standing, persona), before in zip(
        later, [*standings[int(now is None) :], None], strict=False
    ):
        fields = () if before is None else tuple(differing(before.persona, persona))
        is_first = before is None and is_whole
        found.append(Moment(standing, fields, is_first=is_first, before=before))
    return found


def differing(before: PersonaContents, after: PersonaContents) -> list[FieldStory]:
    """Return the fields two states differ in, in reading order."""
    stories = []
    for name in ("name", *persona_words.COMPARED):
        old, new = (persona_words.words(name, getattr(one, name)) for one in (before, after))
        if old != new:
            stories.append(FieldStory(persona_words.title(name), reworded(old, new)))
    if before.image != after.image:
        old, new = ("a picture" if one.image else "" for one in (before, after))
        pieces = reworded(old, "another picture" if old and new else new)
        stories.append(FieldStory(persona_words.title("image"), pieces))
    return stories
