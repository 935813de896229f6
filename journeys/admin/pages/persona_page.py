"""A persona's page: who it is, its empathy map, and its curve on every map. Edited where one reads it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from msgspec import Struct

from journeys import history, personas, portraits
from journeys.admin.pages import persona_words
from journeys.admin.pages.frame import find, posted, require, show
from journeys.admin.pages.persona_words import DEMOGRAPHICS, EMPATHY, MORE
from journeys.admin.seen import SeenForm
from journeys.models import Persona
from journeys.rendering import likeness, sparkline
from journeys.standing import persona_maps

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.admin.pages.frame import Crumbs
    from journeys.rendering.sparkline import Feelings
    from journeys.standing.persona_maps import PersonaMap

#: Of the small curves, in pixels; `persona_curve.html` has the same.
SIZE = {"width": 220, "height": 56}
#: Parts of the page that turn into a form, by the word in `?edit=`.
PARTS = {
    "who": ("name", "tagline", "portrait", "status", "share_of_customers"),
    "facts": DEMOGRAPHICS,
} | {name: (name,) for name, *_ in (*EMPATHY, *MORE)}


class MapLine(Struct, frozen=True):
    """A map the persona is on, with the map's small curve and the persona's over it."""

    standing: PersonaMap
    curve: Feelings | None
    own: Feelings | None


@transaction.atomic  # the form locks the row it has seen
def view(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show the persona; `?edit=` turns a part into a form, which is posted to the same address."""
    persona = _found(request, pk)
    may_change = request.user.has_perm("journeys.change_persona", persona)
    form = _form(request, persona)
    if form is not None and request.method == "POST" and form.is_valid():
        if form.has_changed():
            history.deed(form.instance, by=request.user, verb="edit")  # type: ignore[arg-type]
            form.save()
            messages.success(request, "Saved.")
        return HttpResponseRedirect(f"{_address('page', pk)}#{request.GET['edit']}")
    stands = personas.now(persona if form is None else _found(request, pk))
    maps, number_of_maps = persona_maps.of_persona(persona)
    return show(
        request,
        site,
        "persona",
        title=stands.name,
        crumbs=way_to_personas(persona.program),
        persona=persona,
        stands=stands,
        share=persona_words.words("share_of_customers", stands.share_of_customers),
        likeness=likeness.draw(stands.name),
        facts=_facts(stands),
        empathy=persona_words.blocks(stands, EMPATHY),
        more=persona_words.blocks(stands, MORE),
        maps=[_line(standing) for standing in maps],
        more_maps=number_of_maps - len(maps),
        may_change=may_change,
        may_report=request.user.has_perm("journeys.add_report", persona),
        form=form,
        editing=request.GET.get("edit", "") if form is not None else "",
    )


def picture(request: HttpRequest, site: AdminSite, pk: int) -> FileResponse:
    """Give the persona's picture to who may see the persona."""
    image = _found(request, pk).image
    if not image.name or not image.storage.exists(image.name):
        raise Http404
    name = PurePath(image.name).name
    response = FileResponse(image.open(), content_type=portraits.media_type(name))
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-cache"
    return response


def way_to_personas(program: Any) -> Crumbs:
    """Return the way to a program's list of personas."""
    return [
        (program.name, reverse("admin:journeys_program_home", args=[program.pk])),
        ("Personas", reverse("admin:journeys_persona_changelist")),
    ]


def _found(request: HttpRequest, pk: int) -> Persona:
    persona: Persona = find(request, Persona.objects.select_related("program"), pk)
    require(request, "view_persona", persona)
    return persona


def _form(request: HttpRequest, persona: Persona) -> Any:
    """Return the form of the part that is to be edited, None if only reading was asked for."""
    part = request.GET.get("edit", "")
    if not part and request.method != "POST":
        return None
    require(request, "change_persona", persona)
    if part not in PARTS:
        raise Http404
    made = forms.modelform_factory(
        Persona,
        form=SeenForm,
        fields=PARTS[part],
        labels={name: persona_words.title(name) for name in PARTS[part]},
        widgets={
            name: forms.Textarea(attrs={"rows": 5})
            for name in PARTS[part]
            if Persona._meta.get_field(name).get_internal_type() == "TextField"
        },
    )
    return made(posted(request), instance=persona)


def _facts(stands: Any) -> list[tuple[str, str]]:
    facts = [(persona_words.title(name), getattr(stands, name)) for name in DEMOGRAPHICS]
    return [fact for fact in facts if fact[1]]


def _line(standing: PersonaMap) -> MapLine:
    return MapLine(
        standing,
        sparkline.feelings(standing.places, **SIZE),
        sparkline.of_persona(standing.own, standing.places, **SIZE),
    )


def _address(page: str, pk: int) -> str:
    return reverse(f"admin:journeys_persona_{page}", args=[pk])
