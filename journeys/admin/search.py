"""Searching one program: what it is called, what it is, where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.template.response import TemplateResponse
from django.urls import reverse
from msgspec import Struct

from journeys.admin import current
from journeys.models import (
    Card,
    Channel,
    JourneyMap,
    Kpi,
    Objective,
    Persona,
    Stage,
    State,
    Touchpoint,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

    from journeys.models import Program

#: Hits shown per kind; of elements so many rows are looked at, as the same one is in many versions.
SHOWN, LOOKED_AT = 8, 80
SHORTEST = 2
#: Kind, icon, the fields searched, the page a hit leads to.
ROWS: tuple[tuple[Any, str, tuple[str, ...], str], ...] = (
    (JourneyMap, "conversion_path", ("name", "scope"), "change"),
    (Persona, "person", ("name", "tagline", "occupation"), "page"),
    (Objective, "flag", ("statement",), "page"),
    (Kpi, "monitoring", ("name",), "page"),
    (Channel, "hub", ("name",), "change"),
)
ELEMENTS: tuple[tuple[Any, str, str], ...] = (
    (Stage, "view_column", "name"),
    (Touchpoint, "touch_app", "name"),
    (Card, "sticky_note_2", "text"),
)


class Hit(Struct, frozen=True):
    """Something found."""

    title: str
    kind: str
    icon: str
    where: str
    url: str


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show what the program at hand has of what is searched for."""
    words = " ".join(request.GET.get("q", "").split())[:100]
    program = current.program(request)
    hits = list(find(program, words)) if program is not None and len(words) >= SHORTEST else []
    context = {
        **site.each_context(request),
        "title": f"Search: {words}" if words else "Search",
        "words": words,
        "hits": hits,
        "is_short": len(words) < SHORTEST,
    }
    request.current_app = site.name  # type: ignore[attr-defined]
    return TemplateResponse(request, "journeys/home/search.html", context)


def find(program: Program, words: str) -> Iterator[Hit]:
    """Give what has the words in it: a fixed number of queries, one a kind."""
    for model, icon, fields, page in ROWS:
        matches = Q()
        for field in fields:
            matches |= Q(**{f"{field}__icontains": words})
        for row in model.objects.filter(matches, program=program).order_by("-id")[:SHOWN]:
            name = model._meta.model_name
            yield Hit(
                title=str(row),
                kind=str(model._meta.verbose_name),
                icon=icon,
                where="",
                url=reverse(f"admin:journeys_{name}_{page}", args=[row.pk]),
            )
    for model, icon, field in ELEMENTS:
        yield from _elements(program, model, icon, {f"{field}__icontains": words})


def _elements(program: Program, model: Any, icon: str, matches: dict[str, str]) -> Iterator[Hit]:
    """Give each element once, on the newest version that has it."""
    rows = model.objects.filter(program=program, **matches).exclude(version__state=State.DISCARDED)
    shown: set[str] = set()
    for row in rows.select_related("version__map").order_by("-version_id", "order")[:LOOKED_AT]:
        if row.key in shown:
            continue
        shown.add(row.key)
        picture = reverse("admin:journeys_mapversion_map", args=[row.version_id])
        yield Hit(
            title=str(row),
            kind=str(model._meta.verbose_name),
            icon=icon,
            where=str(row.version),
            url=f"{picture}#element-{row.key}",
        )
        if len(shown) == SHOWN:
            return
