"""What of a map a Mermaid journey does not hold, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journeys.contents import MapContents, Part


def of(contents: MapContents) -> Iterator[str]:
    """Yield one sentence or phrase for every kind of thing that stays behind."""
    yield from _of_touchpoints(contents)
    yield from _of_stages(contents)
    yield from _of_cards(contents)
    yield from _of_map(contents)


_TOUCHPOINT_FIELDS = {
    "channel": "The channels of {}",
    "does": "What the customer does at {}",
    "thinks": "What the customer thinks at {}",
    "is_moment_of_truth": "The mark of a moment of truth on {}",
    "importance": "The importance of {}",
    "feeling": "The named feeling at {}",
    "team": "The team responsible for {}",
    "persona_emotions": "How single personas feel at {}",
}
_STAGE_FIELDS = {"customer_goal": "The customer goals of {}", "kpi": "The KPIs of {}"}


def _of_touchpoints(contents: MapContents) -> Iterator[str]:
    touchpoints = [touchpoint for _, touchpoint in contents.touchpoints]
    yield from _filled(touchpoints, _TOUCHPOINT_FIELDS, "touchpoint")
    observed = sum(touchpoint.basis == "observed" for touchpoint in touchpoints)
    if observed:
        yield f"That the emotion was observed at {_many(observed, 'touchpoint')}"
    unknown = sum(touchpoint.emotion is None for touchpoint in touchpoints)
    if unknown:
        yield f"That the emotion of {_many(unknown, 'touchpoint')} is unknown: Mermaid draws it as 0"


def _of_stages(contents: MapContents) -> Iterator[str]:
    yield from _filled(contents.stages, _STAGE_FIELDS, "stage")


def _of_cards(contents: MapContents) -> Iterator[str]:
    if contents.lanes:
        yield _many(len(contents.lanes), "lane")
    if contents.cards:
        yield _many(len(contents.cards), "card")


def _of_map(contents: MapContents) -> Iterator[str]:
    if contents.personas:
        yield _many(len(contents.personas), "persona")
    if contents.objectives:
        yield _many(len(contents.objectives), "objective")
    if contents.map.kind != "current":
        yield "The kind of map"
    facts = contents.version
    told = {
        "label": facts.label,
        "reason": facts.reason,
        "summary of changes": facts.change_summary,
        "evidence window": facts.evidence_from or facts.evidence_to,
    }
    missing = [name for name, value in told.items() if value]
    if missing:
        yield f"The version's {', '.join(missing)}"
    if contents.origins:
        yield f"Where {_many(len(contents.origins), 'element')} came from"
    yield "Which element is which: brought back in, it is a new map, not a new version of this one"


def _filled(parts: Sequence[Part], phrases: dict[str, str], what: str) -> Iterator[str]:
    for field, phrase in phrases.items():
        count = sum(bool(getattr(part, field)) for part in parts)
        if count:
            yield phrase.format(_many(count, what))


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
