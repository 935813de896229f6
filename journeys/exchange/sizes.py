"""How large a document may be. Looked at first, so that nothing after it can be made to run for long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.exchange.places import Steps

#: The most of each that one map may have: beyond it nobody reads a map, and no page would open.
MOST = {
    "stages": 1_000,
    "touchpoints": 20_000,
    "lanes": 500,
    "cards": 20_000,
    "channels": 500,
    "kpis": 500,
    "objectives": 500,
    "personas": 500,
    "origins": 20_000,
}
#: The most actors of a touchpoint, tags of a card, or keys an element comes from.
MOST_ENTRIES = 200


def too_large(document: dict[str, Any]) -> Iterator[tuple[Steps, str]]:
    """Return which lists of a document are too long; its values may be of any type."""
    for name, items in document.items():
        if not isinstance(items, list):
            continue
        if len(items) > MOST.get(name, MOST_ENTRIES):
            yield (name,), _too_many(len(items), name, MOST.get(name, MOST_ENTRIES))
        else:
            yield from _long_entries(items, (name,))
    stages = document.get("stages")
    if isinstance(stages, list):
        yield from _touchpoints(stages[: MOST["stages"]])


def _touchpoints(stages: list[Any]) -> Iterator[tuple[Steps, str]]:
    lists = {
        index: stage["touchpoints"]
        for index, stage in enumerate(stages)
        if isinstance(stage, dict) and isinstance(stage.get("touchpoints"), list)
    }
    count = sum(map(len, lists.values()))
    if count > MOST["touchpoints"]:
        yield ("stages",), _too_many(count, "touchpoints", MOST["touchpoints"])
        return
    for index, items in lists.items():
        yield from _long_entries(items, ("stages", index, "touchpoints"))


def _long_entries(items: list[Any], steps: Steps) -> Iterator[tuple[Steps, str]]:
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            continue
        for name, value in item.items():
            if isinstance(value, list) and name != "touchpoints" and len(value) > MOST_ENTRIES:
                yield (*steps, index, name), _too_many(len(value), "entries", MOST_ENTRIES)


def _too_many(count: int, what: str, most: int) -> str:
    return f"{count:,} {what}; {most:,} is the most."
