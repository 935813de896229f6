"""Added, removed, moved and edited elements, exact by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.comparison.order import reordered
from journeys.comparison.results import Change, FieldChange, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from journeys.comparison.outline import Outline
    from journeys.comparison.results import ChangeKind, Value
    from journeys.contents import CardContents, TouchpointContents

#: What a change of each field is called, per kind of element. Fields that say where an element lies
#: are left out: they are moves.
FIELDS: dict[str, dict[str, ChangeKind]] = {
    "stage": {"name": "renamed", "customer_goal": "reworded", "kpi": "changed"},
    "touchpoint": {
        "name": "renamed",
        "channel": "rechannelled",
        "does": "reworded",
        "thinks": "reworded",
        "feeling": "reworded",
        "emotion": "rescored",
        "importance": "rescored",
        "is_moment_of_truth": "changed",
        "basis": "changed",
        "team": "changed",
        "actors": "changed",
    },
    "persona_emotion": {"emotion": "rescored", "feeling": "reworded", "basis": "changed"},
    "lane": {"name": "renamed", "kind": "changed"},
    "card": {
        "text": "reworded",
        "severity": "rescored",
        "share_hit": "rescored",
        "owner": "changed",
        "tags": "changed",
        "attachment": "changed",
    },
}


def stage_changes(before: Outline, after: Outline) -> Iterator[Change]:
    """Return the changes to stages themselves; those to their touchpoints are told apart."""
    moved = _reordered(before.stages, after.stages)
    for key, stage in after.stages.items():
        old = before.stages.get(key)
        place = Place(stage=key, stage_name=stage.name)
        if old is None:
            yield Change("added", "stage", key, stage.name, place)
            continue
        if key in moved:
            yield Change(
                "moved",
                "stage",
                key,
                stage.name,
                place,
                "order",
                *_positions(before.stages, after.stages, key),
            )
        for name, kind in FIELDS["stage"].items():
            values = getattr(old, name), getattr(stage, name)
            if values[0] != values[1]:
                if name == "kpi":
                    values = before.kpi_names.get(values[0]), after.kpi_names.get(values[1])
                yield Change(kind, "stage", key, stage.name, place, name, *values)
    for key, stage in before.stages.items():
        if key not in after.stages:
            yield Change(
                "removed", "stage", key, stage.name, Place(stage=key, stage_name=stage.name)
            )


def touchpoint_changes(before: Outline, after: Outline) -> Iterator[Change]:
    """Return the changes to touchpoints."""
    moved = _reordered_touchpoints(before, after)
    for key, touchpoint in after.touchpoints.items():
        old = before.touchpoints.get(key)
        place = after.place_of_touchpoint(key)
        if old is None:
            yield Change("added", "touchpoint", key, touchpoint.name, place)
            continue
        if before.stage_of[key] != after.stage_of[key]:
            old_place = before.place_of_touchpoint(key)
            yield Change(
                "moved",
                "touchpoint",
                key,
                touchpoint.name,
                place,
                "stage",
                str(old_place),
                str(place),
            )
        elif key in moved:
            yield Change("moved", "touchpoint", key, touchpoint.name, place, "order")
        if old != touchpoint:
            yield from _edited_touchpoint(before, after, old, touchpoint)
    for key, touchpoint in before.touchpoints.items():
        if key not in after.touchpoints:
            yield Change(
                "removed", "touchpoint", key, touchpoint.name, before.place_of_touchpoint(key)
            )


def _edited_touchpoint(
    before: Outline, after: Outline, old: TouchpointContents, new: TouchpointContents
) -> Iterator[Change]:
    place = after.place_of_touchpoint(new.key)
    for name, kind in FIELDS["touchpoint"].items():
        values: tuple[Value, Value] = getattr(old, name), getattr(new, name)
        if values[0] != values[1]:
            if name == "channel":
                names = before.channel_names, after.channel_names
                values = names[0].get(old.channel or ""), names[1].get(new.channel or "")
            yield Change(kind, "touchpoint", new.key, new.name, place, name, *values)
    if old.persona_emotions != new.persona_emotions:
        yield from _persona_emotions(before, after, old, new)


def _persona_emotions(
    before: Outline, after: Outline, old: TouchpointContents, new: TouchpointContents
) -> Iterator[Change]:
    """Return how single personas feel otherwise about a touchpoint."""
    place = after.place_of_touchpoint(new.key)
    names = before.persona_names | after.persona_names
    was = {entry.persona: entry for entry in old.persona_emotions}
    now = {entry.persona: entry for entry in new.persona_emotions}
    for persona in dict.fromkeys([*now, *was]):
        for name, kind in FIELDS["persona_emotion"].items():
            if name != "emotion" and not (persona in was and persona in now):
                continue  # who is rated on one side only has nothing else to compare
            values: tuple[Value, Value] = (
                getattr(was.get(persona), name, None),
                getattr(now.get(persona), name, None),
            )
            if values[0] != values[1]:
                yield Change(
                    kind,
                    "touchpoint",
                    new.key,
                    new.name,
                    place,
                    name,
                    *values,
                    persona=persona,
                    persona_name=names.get(persona, ""),
                )


def lane_changes(before: Outline, after: Outline) -> Iterator[Change]:
    """Return the changes to lanes."""
    moved = _reordered(before.lanes, after.lanes)
    for key, lane in after.lanes.items():
        old = before.lanes.get(key)
        place = Place(lane=key, lane_name=lane.title)
        if old is None:
            yield Change("added", "lane", key, lane.title, place)
            continue
        if key in moved:
            yield Change(
                "moved",
                "lane",
                key,
                lane.title,
                place,
                "order",
                *_positions(before.lanes, after.lanes, key),
            )
        if old.title != lane.title:
            yield Change("renamed", "lane", key, lane.title, place, "name", old.title, lane.title)
        if old.kind != lane.kind:
            yield Change("changed", "lane", key, lane.title, place, "kind", old.kind, lane.kind)
    for key, lane in before.lanes.items():
        if key not in after.lanes:
            yield Change("removed", "lane", key, lane.title, Place(lane=key, lane_name=lane.title))


def card_changes(before: Outline, after: Outline) -> Iterator[Change]:
    """Return the changes to cards."""
    moved = _reordered_cards(before, after)
    for key, card in after.cards.items():
        old = before.cards.get(key)
        if old is None:
            yield Change("added", "card", key, card.text, after.place_of_card(card))
            continue
        if key in moved:
            yield Change("moved", "card", key, card.text, after.place_of_card(card), "order")
        if old != card:
            yield from _edited_card(before, after, old, card)
    for key, card in before.cards.items():
        if key not in after.cards:
            yield Change("removed", "card", key, card.text, before.place_of_card(card))


def _edited_card(
    before: Outline, after: Outline, old: CardContents, card: CardContents
) -> Iterator[Change]:
    place = after.place_of_card(card)
    if _cell(old) != _cell(card):
        old_place = before.place_of_card(old)
        yield Change(
            "moved", "card", card.key, card.text, place, "place", str(old_place), str(place)
        )
    for name, kind in FIELDS["card"].items():
        values = getattr(old, name), getattr(card, name)
        if values[0] != values[1]:
            yield Change(kind, "card", card.key, card.text, place, name, *values)


def changed_fields(
    old: Any, new: Any, without: tuple[str, ...] = ("key",)
) -> tuple[FieldChange, ...]:
    """Return the fields two parts of one type differ in."""
    return tuple(
        FieldChange(name, getattr(old, name), getattr(new, name))
        for name in new.__struct_fields__
        if name not in without and getattr(old, name) != getattr(new, name)
    )


def _cell(card: CardContents) -> tuple[str, str, str | None]:
    return card.lane, card.stage, card.touchpoint


def _reordered(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    return reordered(
        [key for key in before if key in after], [key for key in after if key in before]
    )


def _reordered_touchpoints(before: Outline, after: Outline) -> set[str]:
    """Compare the order within each stage, of the touchpoints that stayed in it."""
    stayed = {key for key, stage in after.stage_of.items() if before.stage_of.get(key) == stage}
    moved: set[str] = set()
    for key, stage in after.stages.items():
        old = before.stages.get(key)
        if old is not None:
            moved |= reordered(
                [part.key for part in old.touchpoints if part.key in stayed],
                [part.key for part in stage.touchpoints if part.key in stayed],
            )
    return moved


def _reordered_cards(before: Outline, after: Outline) -> set[str]:
    """Compare the order within each cell, of the cards that stayed in it."""
    stayed = {
        key
        for key, card in after.cards.items()
        if (old := before.cards.get(key)) is not None and _cell(old) == _cell(card)
    }
    if list(before.cards) == list(after.cards):
        return set()
    old_cells = before.cells(stayed)
    moved: set[str] = set()
    for cell, keys in after.cells(stayed).items():
        if len(keys) > 1:
            moved |= reordered(old_cells[cell], keys)
    return moved


def _positions(
    before: Mapping[str, object], after: Mapping[str, object], key: str
) -> tuple[float, float]:
    """Return the 1-based places of `key` in both orders."""
    return list(before).index(key) + 1, list(after).index(key) + 1
