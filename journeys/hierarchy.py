"""Maps that show a part of another map closely: which they are, and where the ways between them lead."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from journeys.models import OPEN_STATES, JourneyMap, MapVersion, Stage, State, Touchpoint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class StageOfMap(Struct, frozen=True):
    """A stage with its touchpoints, each as key and name."""

    key: str
    name: str
    touchpoints: tuple[tuple[str, str], ...] = ()


class DetailMap(Struct, frozen=True):
    """A map that details an element of the map at hand; "" stands for the map as a whole.

    `version` is where the way leads; None if it has no version to show.
    """

    element: str
    map: JourneyMap
    version: MapVersion | None


class PartOf(Struct, frozen=True):
    """What the map at hand is a part of: a map, where the way leads, and the element's name there."""

    map: JourneyMap
    version: MapVersion | None
    element: str = ""
    element_name: str = ""


def elements_of(journey: JourneyMap) -> list[StageOfMap]:
    """Return the stages and touchpoints of the map's newest version that was not given up."""
    newest = _versions(journey).exclude(state=State.DISCARDED).order_by("-number").first()
    if newest is None:
        return []
    parts: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Touchpoint.objects.filter(version=newest).order_by("order", "id")
    for stage_id, key, name in rows.values_list("stage_id", "key", "name"):
        parts[stage_id].append((key, name))
    stages = Stage.objects.filter(version=newest).order_by("order", "id")
    return [
        StageOfMap(key, name, tuple(parts[pk]))
        for pk, key, name in stages.values_list("id", "key", "name")
    ]


def details_of(journey: JourneyMap, user: Any) -> list[DetailMap]:
    """Return the maps that detail this one, in use, by name: two queries."""
    maps = list(JourneyMap.objects.filter(parent=journey, is_archived=False).order_by("name", "id"))
    found = _where_to(maps, user) if maps else {}
    return [DetailMap(one.parent_element_key, one, found.get(one.pk)) for one in maps]


def part_of(journey: JourneyMap, user: Any) -> PartOf | None:
    """Return what the map is a part of, None if it stands for itself: three queries."""
    parent = journey.parent
    if parent is None:
        return None
    version = _where_to([parent], user).get(parent.pk)
    key = journey.parent_element_key
    if version is None or not key:
        return PartOf(parent, version)
    return PartOf(parent, version, key, _name_of(key, version))


def count_below(parents: Mapping[int, int | None]) -> dict[int, int]:
    """Return for each map how many lie below it, at any depth, from each one's parent."""
    below = dict.fromkeys(parents, 0)
    for pk, above in parents.items():
        seen, parent = {pk}, above
        while parent is not None and parent not in seen:
            seen.add(parent)
            if parent in below:
                below[parent] += 1
            parent = parents.get(parent)
    return below


def _name_of(key: str, version: MapVersion) -> str:
    names = Stage.objects.filter(version=version, key=key).values_list("name")
    parts = Touchpoint.objects.filter(version=version, key=key).values_list("name")
    return next((name for (name,) in names.order_by().union(parts.order_by())), "")


def _where_to(maps: Iterable[JourneyMap], user: Any) -> dict[int, MapVersion]:
    """Return the version each way leads to: what is published; for who works on it, the open draft.

    A map that was never published is shown as far as it is.
    """
    rows = MapVersion.objects.filter(map__in=list(maps)).exclude(state=State.DISCARDED)
    best: dict[int, MapVersion] = {}
    for version in rows.order_by("number"):
        best_yet = best.get(version.map_id)
        works_on_it = user.has_perm("journeys.change_mapversion", version)
        if best_yet is None or _rank(version, works_on_it) >= _rank(best_yet, works_on_it):
            best[version.map_id] = version
    return best


def _rank(version: MapVersion, works_on_it: bool) -> int:
    if version.state in OPEN_STATES:
        return 3 if works_on_it else 0
    return 2 if version.state == State.PUBLISHED else 1


def _versions(journey: JourneyMap) -> Any:
    return MapVersion.objects.filter(map=journey)
