"""A map as a UJG document. What UJG has no term for stands in its extensions, or is listed as lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from journeys.exchange.table import losses
from journeys.exchange.ujg import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.contents import MapContents, TouchpointContents

    Node = dict[str, Any]

#: Fields of a touchpoint that UJG has no term for.
_OURS = ("does", "thinks", "actors", "is_moment_of_truth", "importance", "feeling", "team")
_MAP = UUID("6d0f9b5e-6a0f-5c1b-9b52-0a4f3f0f7c11")


def write(contents: MapContents) -> tuple[bytes, tuple[str, ...]]:
    """Return the document as bytes, and what of the map it does not hold."""
    identifier = uuid5(_MAP, contents.map.name)
    value = {
        "@context": terms.CONTEXT,
        "@id": _minted(str(identifier), "document"),
        "@type": "UJGDocument",
        "nodes": list(_nodes(contents, str(identifier))),
    }
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return text.encode(errors="replace"), tuple(_losses(contents))


def _nodes(contents: MapContents, identifier: str) -> Iterator[Node]:
    states = [_minted(touchpoint.key, "state") for _, touchpoint in contents.touchpoints]
    states = states or [_minted(identifier, "state")]
    entry = _minted(identifier, "entry")
    transitions = [_minted(state.removeprefix(terms.URN), "transition") for state in states[:-1]]
    yield _node(
        "Journey", _minted(identifier, "journey"), label=contents.map.name, description=contents.map.scope,
        entryRefs=[entry], defaultEntryRef=entry, stateRefs=states, transitionRefs=transitions,
    )  # fmt: skip
    yield _node("JourneyEntry", entry, label="Start", stateRef=states[0])
    for order, stage in enumerate(contents.stages):
        ours = {terms.OURS: {"customer_goal": stage.customer_goal}} if stage.customer_goal else {}
        yield _node("Phase", terms.URN + stage.key, label=stage.name, order=order, extensions=ours)
    names = [touchpoint.name for _, touchpoint in contents.touchpoints] or [contents.map.name]
    for state, name in zip(states, names, strict=True):
        yield _node("State", state, label=name)
    for number, transition in enumerate(transitions):
        yield {
            "@type": "Transition",
            "@id": transition,
            "from": states[number],
            "to": states[number + 1],
            "label": "then",
        }
    channels = {channel.key: channel.name for channel in contents.channels}
    for stage in contents.stages:
        for touchpoint in stage.touchpoints:
            yield from _step(touchpoint, stage.key, channels)
    yield from _pain_points(contents)


def _step(touchpoint: TouchpointContents, stage: str, channels: dict[str, str]) -> Iterator[Node]:
    met = _minted(touchpoint.key, "touchpoint")
    yield _node(
        "Touchpoint", met, label=touchpoint.name, channel=channels.get(touchpoint.channel or "")
    )
    ours = {name: getattr(touchpoint, name) for name in _OURS if getattr(touchpoint, name)}
    if touchpoint.basis == "observed":
        ours["basis"] = "observed"
    yield _node(
        "ExperienceStep", terms.URN + touchpoint.key, label=touchpoint.name,
        stateRefs=[_minted(touchpoint.key, "state")], phaseRef=terms.URN + stage, touchpointRefs=[met],
        extensions={terms.OURS: ours} if ours else {},
    )  # fmt: skip
    if touchpoint.emotion is not None:
        yield _node(
            "MetricObservation", _minted(touchpoint.key, "emotion"), metricSubjectRef=terms.URN + touchpoint.key,
            metricKey=terms.EMOTION, metricValue=touchpoint.emotion, metricUnit=terms.EMOTION_UNIT,
        )  # fmt: skip


def _pain_points(contents: MapContents) -> Iterator[Node]:
    lanes = {lane.key for lane in contents.lanes if lane.kind == "pain_points"}
    first = {stage.key: stage.touchpoints[0].key for stage in contents.stages if stage.touchpoints}
    for card in contents.cards:
        step = card.touchpoint or first.get(card.stage)
        if card.lane not in lanes or step is None:
            continue
        label, _, more = card.text.partition("\n")
        spans = {terms.OURS: {"spans_stage": True}} if card.touchpoint is None else {}
        if not label.strip():
            label, more = card.text, ""
        yield _node(
            "PainPoint", terms.URN + card.key, label=label, description=more, experienceRefs=[terms.URN + step],
            severity=None if card.severity is None else terms.share_of(card.severity), tags=list(card.tags), extensions=spans,
        )  # fmt: skip


def _node(kind: str, identifier: str, **fields: Any) -> Node:
    """Return a node without the fields that say nothing; a number that is zero says something."""
    said = {name: value for name, value in fields.items() if value not in (None, "", [], {}, ())}
    return {"@type": kind, "@id": identifier, **said}


def _minted(key: str, what: str) -> str:
    """Return an id for a thing that UJG has and a map has not, always the same for the same map."""
    return terms.URN + str(uuid5(UUID(key), what))


def _losses(contents: MapContents) -> Iterator[str]:
    pain_lanes = {lane.key: lane for lane in contents.lanes if lane.kind == "pain_points"}
    bare = {stage.key for stage in contents.stages if not stage.touchpoints}
    others = sum(card.lane not in pain_lanes for card in contents.cards)
    if others:
        yield f"{losses.many(others, 'card')} in lanes of other kinds than pain points"
    orphans = sum(
        card.lane in pain_lanes and card.touchpoint is None and card.stage in bare
        for card in contents.cards
    )
    if orphans:
        yield f"{losses.many(orphans, 'pain point')} of stages without touchpoints"
    if len(pain_lanes) > 1 or any(lane.name for lane in pain_lanes.values()):
        yield "Which lane a pain point stands in"
    facts = sum(
        bool(card.owner) or card.share_hit is not None
        for card in contents.cards
        if card.lane in pain_lanes
    )
    if facts:
        yield f"Owner and share of customers hit of {losses.many(facts, 'pain point')}"
    yield from losses.of_touchpoint_fields(contents, losses.BY_PERSONA)
    if contents.channels:
        yield "The kinds of channels; their names are there"
    for parts, what in (
        (contents.kpis, "KPI"),
        (contents.personas, "persona"),
        (contents.objectives, "objective"),
    ):
        if parts:
            yield losses.many(len(parts), what)
    yield from losses.of_version(contents)
