"""Whose curves a map shows beside its own: links that work without a script, and with one at once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from msgspec import Struct

if TYPE_CHECKING:
    from django.http import HttpRequest

    from journeys.admin.pages.redrawn import Whole
    from journeys.rendering.picture import MapPicture

PARAMETER = "persona"
#: What the parameter says when no persona's curve is wanted.
NOBODY = "none"


class CurveToggle(Struct, frozen=True):
    """A persona whose curve is there; `query` leads to the same page with it shown or hidden."""

    key: str
    name: str
    look: int
    is_on: bool
    query: str


def wanted(request: HttpRequest) -> list[str] | None:
    """Return the keys of the personas `?persona=` names, None if it is not there: then all are shown."""
    return request.GET.getlist(PARAMETER) if PARAMETER in request.GET else None


def of(request: HttpRequest, picture: MapPicture | Whole) -> tuple[CurveToggle, ...]:
    """Return a link for each persona with a curve of its own."""
    shown = [persona.key for persona in picture.shown_personas]
    toggles = []
    for persona in picture.personas:
        without = [key for key in shown if key != persona.key]
        then = without if persona.is_shown else [*shown, persona.key]
        query = request.GET.copy()
        query.setlist(PARAMETER, then or [NOBODY])
        toggles.append(
            CurveToggle(
                persona.key, persona.name, persona.look, persona.is_shown, f"?{query.urlencode()}"
            )
        )
    return tuple(toggles)


def query(picture: MapPicture | Whole) -> str:
    """Return what a download's address needs to show the same curves; nothing if that is all of them."""
    if len(picture.shown_personas) == len(picture.personas):
        return ""
    keys = [persona.key for persona in picture.shown_personas] or [NOBODY]
    return f"?{urlencode([(PARAMETER, key) for key in keys])}"
