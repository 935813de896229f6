"""The ways between a map and the maps that show a part of it closely, as the map page has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import JsonResponse
from django.urls import reverse

from journeys import hierarchy
from journeys.admin.pages.frame import find, require
from journeys.models import JourneyMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

    from journeys.contents import MapContents
    from journeys.hierarchy import PartOf
    from journeys.models import MapVersion


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a map that details an element; without a key, the map as a whole or a part that is gone."""

    key: str
    element: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Ways:
    """Up to what the map is part of, down to what details it, and where a new detail can begin."""

    above: Way | None
    below: tuple[Way, ...]
    elements: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    start: str

    @property
    def has_any(self) -> bool:
        """Return whether there is something to show below the map."""
        return bool(self.below or self.elements)


def of(version: MapVersion, read: MapContents, user: Any) -> Ways:
    """Return the ways from a version's map page, in a fixed number of queries."""
    journey = version.map
    found = hierarchy.part_of(journey, user)
    may_start = user.has_perm("journeys.add_journeymap", version)
    return Ways(
        above=_up(found) if found else None,
        below=tuple(_down(journey, read, user)),
        elements=tuple(_elements(read)) if may_start else (),
        start=reverse("admin:journeys_journeymap_start"),
    )


def elements(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Give a map's stages and touchpoints by name, for the choice of what another map details."""
    journey = find(request, JourneyMap, pk)
    require(request, "view_journeymap", journey)
    stages = [
        {"key": stage.key, "name": stage.name, "touchpoints": stage.touchpoints}
        for stage in hierarchy.elements_of(journey)
    ]
    return JsonResponse({"stages": stages})


def start_address(journey: JourneyMap, key: str) -> str:
    """Return where a map that details an element begins."""
    query = urlencode({"parent": journey.pk, "element": key})
    return f"{reverse('admin:journeys_journeymap_start')}?{query}"


def _up(found: PartOf) -> Way:
    address = _address(found.map, found.version)
    place = f"{address}#element-{found.element}" if found.element_name else address
    return Way(found.element, found.element_name, found.map.name, place)


def _down(journey: JourneyMap, read: MapContents, user: Any) -> Iterator[Way]:
    names = {stage.key: stage.name for stage in read.stages}
    names |= {touchpoint.key: touchpoint.name for _, touchpoint in read.touchpoints}
    for detail in hierarchy.details_of(journey, user):
        key = detail.element if detail.element in names else ""
        yield Way(key, names.get(key, ""), detail.map.name, _address(detail.map, detail.version))


def _elements(read: MapContents) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for stage in read.stages:
        parts = [(stage.key, f"{stage.name} (the whole stage)")]
        parts += [(touchpoint.key, touchpoint.name) for touchpoint in stage.touchpoints]
        yield stage.name, tuple(parts)


def _address(journey: JourneyMap, version: MapVersion | None) -> str:
    if version is None:
        return reverse("admin:journeys_journeymap_change", args=[journey.pk])
    return reverse("admin:journeys_mapversion_map", args=[version.pk])
