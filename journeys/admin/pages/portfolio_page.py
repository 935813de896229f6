"""The portfolio: a program's maps as cards under the stages of the customers' life."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from journeys import maps
from journeys.admin import current
from journeys.admin.names import name_of
from journeys.admin.pages.change_words import signed
from journeys.admin.pages.frame import find, require, show, way_to_maps
from journeys.models import JourneyMap, State
from journeys.rendering import sparkline
from journeys.standing import portfolio
from journeys.standing.portfolio import Asked

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

    from journeys.models import Program
    from journeys.rendering.sparkline import Feelings
    from journeys.standing.portfolio import Placed

#: States the newest version can be in; a discarded one is never the newest.
STATES = [
    ("", "Any state"),
    *[choice for choice in State.choices if choice[0] != State.DISCARDED],
    ("none", "No version yet"),
]


class FilterForm(forms.Form):
    """What the maps are narrowed by."""

    owner = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(required=False, choices=[("", "Any kind"), *JourneyMap.Kind.choices])
    state = forms.ChoiceField(required=False, choices=STATES)
    overdue = forms.BooleanField(required=False, label="Overdue only")

    def __init__(self, program: Program, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = get_user_model()._default_manager.filter(
            pk__in=JourneyMap.objects.filter(program=program, is_archived=False).values("owner")
        )
        field: Any = self.fields["owner"]
        people = sorted((name_of(user), user.pk) for user in owners)
        field.choices = [("", "Anybody"), *((pk, name) for name, pk in people)]

    @property
    def asked(self) -> Asked:
        """Return what is asked for; an answer that means nothing asks for nothing."""
        self.is_valid()
        return Asked(**{name: value for name, value in self.cleaned_data.items() if value})


@dataclass(frozen=True, slots=True)
class MapCard:
    """A map as a card."""

    placed: Placed
    owner: str
    curve: Feelings | None
    lowest: str
    address: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A column of the page."""

    stage: str
    title: str
    cards: tuple[MapCard, ...]


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the maps of the program at hand, or of the one `?program=` names."""
    program = _program(request)
    form = FilterForm(program, request.GET)
    asked = form.asked
    found = portfolio.of_program(program, asked)
    kept = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    return show(
        request,
        site,
        "portfolio",
        title="Maps by life cycle",
        crumbs=way_to_maps(program),
        program_shown=program,
        portfolio=found,
        lanes=[
            Lane(column.stage, column.title, tuple(_card(one) for one in column.maps))
            for column in found.columns
        ],
        form=form,
        is_narrowed=bool(asked),
        most=portfolio.MOST,
        kept=urlencode(kept),
        stages=[*JourneyMap.LifeCycle.choices, ("", portfolio.NOT_PLACED)],
        may_place=request.user.has_perm("journeys.change_journeymap", program),
        may_add=request.user.has_perm("journeys.add_journeymap", program),
    )


def place(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Put a map into a stage of the life cycle (POST) and lead back to its card."""
    journey = find(request, JourneyMap, pk)
    require(request, "change_journeymap", journey)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    stage = request.POST.get("stage", "")
    titles = {**dict(JourneyMap.LifeCycle.choices), "": portfolio.NOT_PLACED}
    if stage not in titles:
        messages.error(request, "There is no such stage of the life cycle.")
    else:
        maps.place(journey, stage, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"“{journey.name}” stands under “{titles[stage]}”.")
    names = FilterForm.base_fields
    kept = {n: request.GET[n] for n in names if request.GET.get(n)}
    address = reverse("admin:journeys_journeymap_portfolio")
    return HttpResponseRedirect(f"{address}?{urlencode(kept)}#map-{journey.pk}")


def _program(request: HttpRequest) -> Program:
    wanted = request.GET.get("program")
    program = current.enter(request, wanted) if wanted else current.program(request)
    if program is None:
        raise Http404
    return program


def _card(one: Placed) -> MapCard:
    journey, newest = one.standing.map, one.standing.newest
    return MapCard(
        placed=one,
        owner=name_of(journey.owner) if journey.owner else "",
        curve=sparkline.feelings(one.standing.feelings, width=148, height=34),
        lowest="" if one.lowest is None else signed(one.lowest),
        address=reverse("admin:journeys_mapversion_map", args=[newest.pk])
        if newest is not None
        else reverse("admin:journeys_journeymap_change", args=[journey.pk]),
    )
