"""A map as a YAML document of `kind: cjm`, and what of it does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from journeys.exchange.table import losses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.contents import MapContents, TouchpointContents

_FIELDS = {
    "does": "What the customer does at {}", "actors": "Who takes part at {}",
    "is_moment_of_truth": "The mark of a moment of truth on {}", "importance": "The importance of {}",
    "feeling": "The named feeling at {}", "team": "The team responsible for {}",
}  # fmt: skip


def write(contents: MapContents) -> tuple[bytes, tuple[str, ...]]:
    """Return the document as bytes, and what of the map it does not hold."""
    channels = {channel.key: channel.name for channel in contents.channels}
    persona = contents.personas[0] if contents.personas else None
    value: dict[str, Any] = {
        "kind": "cjm",
        "version": "1.0",
        "id": "journey",
        "name": contents.map.name,
        "persona": {
            "name": persona.name if persona else "Customer",
            "description": persona.portrait if persona else "",
        },
        "phases": [{"id": stage.key, "name": stage.name} for stage in contents.stages],
        "actions": [
            _action(touchpoint, stage.key, channels) for stage, touchpoint in contents.touchpoints
        ],
    }
    if contents.map.scope:
        value["description"] = contents.map.scope
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100)
    return text.encode(errors="replace"), tuple(_losses(contents))


def _action(touchpoint: TouchpointContents, phase: str, channels: dict[str, str]) -> dict[str, Any]:
    return {
        "id": touchpoint.key,
        "name": touchpoint.name,
        "phase": phase,
        "touchpoints": [channels[touchpoint.channel]] if touchpoint.channel else [],
        "thoughts_feelings": [line for line in touchpoint.thinks.splitlines() if line.strip()],
        "emotion_score": _score(touchpoint.emotion),
    }


def _score(emotion: float | None) -> int:
    """Return the whole number nearest to an emotion on −2 to +2; the format has no empty one."""
    if emotion is None:
        return 0
    score = abs(emotion) * 2 / 3
    return int(score + 0.5) * (1 if emotion >= 0 else -1)


def _losses(contents: MapContents) -> Iterator[str]:
    yield from losses.of_touchpoint_fields(contents, _FIELDS | losses.BY_PERSONA)
    yield from _of_emotions([touchpoint for _, touchpoint in contents.touchpoints])
    goals = sum(bool(stage.customer_goal) for stage in contents.stages)
    if goals:
        yield f"The customer goals of {losses.many(goals, 'stage')}"
    if contents.channels:
        yield "The kinds of channels; their names are there"
    yield from losses.of_cards(contents)
    if len(contents.personas) > 1:
        yield losses.many(len(contents.personas) - 1, "further persona")
    if contents.personas:
        yield "What the persona is like beside the portrait"
    yield from losses.of_lists(contents, kpis="KPI", objectives="objective")
    yield from losses.of_version(contents)


def _of_emotions(touchpoints: list[TouchpointContents]) -> Iterator[str]:
    unknown = sum(touchpoint.emotion is None for touchpoint in touchpoints)
    if unknown:
        yield f"That the emotion of {losses.many(unknown, 'touchpoint')} is unknown: it is written as 0"
    fine = sum(one.emotion is not None and one.emotion * 10 % 15 != 0 for one in touchpoints)
    if fine:
        yield f"The exact emotion of {losses.many(fine, 'touchpoint')}: the scale has whole numbers from −2 to +2"
    if any(touchpoint.basis == "observed" for touchpoint in touchpoints):
        yield "That emotions were observed"
