"""Choosing what something is about: stages, touchpoints and pain points of the program's maps, by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Max

from journeys.admin import current
from journeys.models import Card, MapVersion, Stage, Touchpoint
from journeys.models.version import State

if TYPE_CHECKING:
    from django.http import HttpRequest

    from journeys.models import Program

#: Maps whose elements are offered, the newest ones; and characters of a card.
MOST_MAPS, SHOWN = 12, 70
FIELD = "element_keys"
PAINS = "pain_points"
_OPEN = (State.DRAFT, State.IN_REVIEW, State.PUBLISHED)
#: Groups of a list to choose from: what they are called, and keys with names.
Groups = list[tuple[str, list[tuple[str, str]]]]


class AboutElements:
    """Shows `element_keys` as a list to choose from. Put it before the ModelAdmin."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the elements of the program at hand, and those that are chosen already."""
        if db_field.name != FIELD:
            return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        row = getattr(request, "_object", None)
        return forms.MultipleChoiceField(
            choices=elements_of(current.program(request), getattr(row, FIELD, None) or []),
            required=False,
            label="About",
            help_text="Stages, touchpoints and pain points. Hold Ctrl or ⌘ to choose several.",
            widget=forms.SelectMultiple(attrs={"size": 10, "class": "about"}),
        )


class OneElement:
    """Shows `element_key` as a list to choose one from. Put it before the ModelAdmin."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the elements of the program at hand, and the one that is chosen already."""
        if db_field.name != "element_key":
            return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        row = getattr(request, "_object", None)
        chosen = getattr(row, "element_key", "")
        groups = elements_of(current.program(request), [chosen] if chosen else [], pains=False)
        return forms.ChoiceField(
            choices=[("", "None in particular" if db_field.blank else "Choose"), *groups],
            required=not db_field.blank,
            label="Stage or touchpoint",
            widget=forms.Select(),
        )


def elements_of(program: Program | None, chosen: list[str], *, pains: bool = True) -> Groups:
    """Return what can be chosen, a group for each stage; what is chosen is offered even if it is gone."""
    if program is None:
        return [("On no map any more", [(key, key) for key in chosen])] if chosen else []
    versions = _versions(program)
    groups: dict[tuple[int, str], tuple[str, list[tuple[str, str]]]] = {}
    several = len({version.map_id for version in versions.values()}) > 1
    stages = Stage.objects.filter(version__in=versions).order_by("version_id", "order", "id")
    for stage in stages.values("id", "version_id", "key", "name"):
        name = stage["name"]
        title = f"{versions[stage['version_id']].map.name}: {name}" if several else name
        groups[stage["id"], ""] = (title, [(stage["key"], f"{name} (stage)")])
    touchpoints = Touchpoint.objects.filter(version__in=versions).order_by("stage_id", "order", "id")  # fmt: skip
    for stage_id, key, name in touchpoints.values_list("stage_id", "key", "name"):
        groups[stage_id, ""][1].append((key, name))
    cards = Card.objects.filter(version__in=versions if pains else (), lane__kind=PAINS)
    for stage_id, key, text in cards.order_by("stage_id", "id").values_list(
        "stage_id", "key", "text"
    ):
        words = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
        groups[stage_id, ""][1].append((key, f"Pain point: {words}"))
    found = list(groups.values())
    offered = {key for _, pairs in found for key, _ in pairs}
    gone = [key for key in chosen if key not in offered]
    return [*found, *([("Elsewhere", [(key, key) for key in gone])] if gone else [])]


def _versions(program: Program) -> dict[int, MapVersion]:
    """Return the newest open version of each of the program's newest maps."""
    newest = (
        MapVersion.objects.filter(program=program, state__in=_OPEN, map__is_archived=False)
        .order_by()
        .values("map")
        .annotate(newest=Max("number"), first=Max("map_id"))
        .order_by("-first")[:MOST_MAPS]
    )
    wanted = {(row["map"], row["newest"]) for row in newest}
    rows = MapVersion.objects.filter(program=program, map__in=[pk for pk, _ in wanted])
    return {
        version.pk: version
        for version in rows.select_related("map").order_by("map__name", "map_id", "number")
        if (version.map_id, version.number) in wanted
    }
