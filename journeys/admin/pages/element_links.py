"""From an element on the map to its admin form and back: pictures know keys, forms know ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from journeys.admin.pages.back import PARAMETER
from journeys.admin.pages.frame import find_version, require
from journeys.models import Card, Lane, MapVersion, Stage, Touchpoint

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

KINDS = {"stage": Stage, "touchpoint": Touchpoint, "lane": Lane, "card": Card}
#: What a new element may be told of its surroundings.
SURROUNDINGS = {
    "stage": (),
    "touchpoint": ("stage",),
    "lane": (),
    "card": ("lane", "stage", "touchpoint"),
}


def edit(request: HttpRequest, site: AdminSite, pk: int, key: str) -> HttpResponse:
    """Lead to the form of one element; saving there comes back to its place on the map."""
    version = find_version(request, pk)
    for kind, model in KINDS.items():
        row = model._default_manager.filter(version=version, key=key).only("pk").first()
        if row is not None:
            address = reverse(f"admin:journeys_{kind}_change", args=[row.pk])
            query = urlencode({PARAMETER: _place(request, version, key)})
            return HttpResponseRedirect(f"{address}?{query}")
    raise Http404


def add(request: HttpRequest, site: AdminSite, pk: int, kind: str) -> HttpResponse:
    """Lead to the form of a new element, filled with where it was asked for."""
    version = find_version(request, pk)
    if kind not in KINDS:
        raise Http404
    require(request, f"add_{kind}", version)
    filled: dict[str, Any] = {"version": version.pk}
    place = ""
    for name in SURROUNDINGS[kind]:
        key = request.GET.get(name, "")
        if key:
            filled[name] = get_object_or_404(
                KINDS[name]._default_manager.filter(version=version), key=key
            ).pk
            place = key
    filled[PARAMETER] = _place(request, version, place)
    address = reverse(f"admin:journeys_{kind}_add")
    return HttpResponseRedirect(f"{address}?{urlencode(filled)}")


def _place(request: HttpRequest, version: MapVersion, key: str) -> str:
    """Return where to come back to: the picture, or the list (`?list`) if the person works there."""
    address = reverse("admin:journeys_mapversion_map", args=[version.pk])
    if "list" in request.GET:
        return f"{address}?list#{f'item-{key}' if key else 'outline'}"
    return f"{address}#element-{key}" if key else address
