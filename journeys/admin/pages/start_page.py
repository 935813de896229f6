"""Starting a map from a template, and filling an empty draft from one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from msgspec import structs

from journeys import contents, drafts, hierarchy, maps
from journeys.admin.pages import programs
from journeys.admin.pages.frame import (
    find,
    find_version,
    posted,
    require,
    show,
    way_to,
    way_to_maps,
)
from journeys.contents import PersonaContents
from journeys.exchange.starters import STARTERS, starter
from journeys.ids import id_in
from journeys.models import JourneyMap, Persona
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.contents import MapContents
    from journeys.models import MapVersion, Program

CHOICES = [(one.slug, one.name) for one in STARTERS]


class StartForm(forms.Form):
    """What a new map is called, whom it is about, and what it starts from."""

    name = forms.CharField(
        max_length=160,
        help_text="What the customer wants to get done, for example: Open and use an account.",
    )
    starter = forms.ChoiceField(choices=CHOICES, initial=CHOICES[0][0])
    kind = forms.ChoiceField(
        choices=[("", "As the template says"), *JourneyMap.Kind.choices],
        required=False,
        help_text="The journey as it is, as it should be, or with what happens backstage.",
    )
    personas = forms.ModelMultipleChoiceField(
        queryset=Persona.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, program: Program, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["personas"]
        field.queryset = Persona.objects.filter(program=program, is_archived=False)


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Ask for a name and a template, or start the map (POST) and lead to its draft.

    `?parent=&element=` starts a map that shows that stage or touchpoint closely.
    """
    details = _details(request)
    choice = programs.chosen(request)
    if details is not None and details.map.program_id != choice.program.pk:
        raise PermissionDenied
    name = f"{details.name} in detail"[:160] if details else ""
    form = StartForm(choice.program, posted(request), initial={"name": name})
    if request.method == "POST" and form.is_valid():
        draft = maps.create(
            choice.program,
            _contents(form.cleaned_data),
            by=request.user,  # type: ignore[arg-type]
            details=(details.map, details.key) if details else None,
        )
        messages.success(
            request, f"“{draft.map.name}” is started. Change the stages to what your customers do."
        )
        return redirect("admin:journeys_mapversion_map", draft.pk)
    return show(
        request,
        site,
        "start",
        title="Start a map",
        crumbs=way_to_maps(choice.program),
        choice=choice,
        form=form,
        starters=STARTERS,
        chosen=form["starter"].value(),
        persona_picks=list(form["personas"]),
        details=details,
    )


@dataclass(frozen=True, slots=True)
class Details:
    """What a new map shows closely: a map's stage or touchpoint, "" for the map as a whole."""

    map: JourneyMap
    key: str
    name: str


def _details(request: HttpRequest) -> Details | None:
    """Return what the address says the new map details; 404 for what this person may not see."""
    parent, key = request.GET.get("parent", ""), request.GET.get("element", "")
    if not parent:
        return None
    wanted = id_in(parent)
    if wanted is None:
        raise Http404
    journey = find(request, JourneyMap, wanted)
    names = {"": journey.name}
    for stage in hierarchy.elements_of(journey) if key else ():
        names |= {stage.key: stage.name} | dict(stage.touchpoints)
    if key not in names:
        raise Http404
    return Details(journey, key, names[key])


def fill(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Offer the templates for a draft that is still empty, or fill it with one (POST)."""
    version = find_version(request, pk)
    require(request, "change_mapversion", version)
    document = contents.document(version)
    now = contents.decode(document)
    refusal = _why_not(version, now)
    slug = request.POST.get("starter", "")
    if not refusal and slug in dict(CHOICES):
        try:
            _fill(version, now, slug, request)
        except (drafts.ChangedMeanwhile, InvalidTransition) as late:
            refusal = str(late)
        else:
            messages.success(request, "The template is in. Change it to what your customers do.")
    if refusal:
        messages.error(request, refusal)
    if refusal or slug in dict(CHOICES):
        return redirect("admin:journeys_mapversion_map", version.pk)
    return show(
        request,
        site,
        "template",
        title="Start from a template",
        crumbs=way_to(version),
        version=version,
        starters=[one for one in STARTERS if one.stages],
        chosen=CHOICES[0][0],
    )


def _contents(answers: dict[str, Any]) -> MapContents:
    """Return the template with the answers in it; a persona is found again by its key."""
    built = starter(answers["starter"]).build(answers["name"])
    return structs.replace(
        built,
        map=structs.replace(built.map, kind=answers["kind"] or built.map.kind),
        personas=tuple(
            PersonaContents(key=persona.key, name=persona.name) for persona in answers["personas"]
        ),
    )


def _why_not(version: MapVersion, now: MapContents) -> str:
    if not version.is_editable:
        state = version.get_state_display().lower()
        return f"Version {version.number} is {state}; only a draft can be filled from a template."
    if now.stages or now.lanes:
        return "This draft is not empty any more. Templates are for empty drafts."
    return ""


def _fill(version: MapVersion, now: MapContents, slug: str, request: HttpRequest) -> None:
    built = starter(slug).build()
    drafts.replace(
        version,
        structs.replace(now, stages=built.stages, lanes=built.lanes),
        by=request.user,  # type: ignore[arg-type]
        verb="template",
        seen=contents.checksum(contents.encode(now)),
    )
