"""The comparison put together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from journeys.comparison import changes as edits
from journeys.comparison import feelings
from journeys.comparison.origins import Origins
from journeys.comparison.outline import Outline
from journeys.comparison.results import FieldChange, MapComparison, PersonaChange
from journeys.comparison.summary import summarise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from journeys.comparison.results import Change, ElementKind, Judgement
    from journeys.contents import MapContents


def compare(
    before: MapContents, after: MapContents, judgements: Mapping[str, Judgement] | None = None
) -> MapComparison:
    """Return all that differs between two contents of a map.

    Elements are matched by key and nothing else, so the result is exact; two contents that share no
    keys differ in everything. The order of arguments is the order of time. `judgements` is what customers
    said of stages and touchpoints before and after, by key.
    """
    judged = judgements or {}
    old, new = Outline(before), Outline(after)
    origins = Origins(old, new)
    changes = tuple(_changes(old, new, origins))
    reshapings = tuple(origins.reshapings())
    emotions = tuple(feelings.emotion_deltas(old, new, origins, judged))
    pain_points = tuple(feelings.pain_point_changes(old, new, origins))
    personas = tuple(_persona_changes(before, after))
    facts = tuple(_fact_changes(before, after))
    return MapComparison(
        summary=summarise(changes, reshapings, emotions, pain_points, personas, facts),
        changes=changes,
        emotions=emotions,
        stages=tuple(feelings.stage_emotions(old, new, judged)),
        pain_points=pain_points,
        personas=personas,
        facts=facts,
        counts=dict(Counter(kind for kind, _ in {(change.kind, change.key) for change in changes})),
        reshapings=reshapings,
    )


def _changes(old: Outline, new: Outline, origins: Origins) -> Iterator[Change]:
    """Return the changes by kind of element; splits and merges, and what goes along, are told as such."""
    by_element: tuple[tuple[ElementKind, Iterator[Change]], ...] = (
        ("stage", edits.stage_changes(old, new)),
        ("touchpoint", edits.touchpoint_changes(old, new)),
        ("lane", edits.lane_changes(old, new)),
        ("card", edits.card_changes(old, new)),
    )
    for element, found in by_element:
        if not origins.sources:
            yield from found
            continue
        yield from origins.changes(element)
        for change in found:
            if change.kind == "added" and origins.is_new(change.key):
                continue
            if change.kind == "removed" and origins.is_source(change.key):
                continue
            if origins.went_along(change):
                continue
            yield change


def _persona_changes(before: MapContents, after: MapContents) -> Iterator[PersonaChange]:
    old = {persona.key: persona for persona in before.personas}
    new = {persona.key: persona for persona in after.personas}
    for key, persona in new.items():
        if key not in old:
            yield PersonaChange(key, persona.name, "added")
        elif fields := edits.changed_fields(old[key], persona):
            yield PersonaChange(key, persona.name, "changed", fields)
    for key, persona in old.items():
        if key not in new:
            yield PersonaChange(key, persona.name, "removed")


def _fact_changes(before: MapContents, after: MapContents) -> Iterator[FieldChange]:
    """Return what differs in the map's own facts, its objectives and the evidence window."""
    yield from edits.changed_fields(before.map, after.map)
    for name in ("evidence_from", "evidence_to"):
        start, end = getattr(before.version, name), getattr(after.version, name)
        if start != end:
            yield FieldChange(name, start and start.isoformat(), end and end.isoformat())
    old = tuple(objective.statement for objective in before.objectives)
    new = tuple(objective.statement for objective in after.objectives)
    if old != new:
        yield FieldChange("objectives", old, new)
