"""What of a map CJML does not hold, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.exchange.mermaid import scores
from journeys.exchange.table import losses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.contents import MapContents

_FIELDS = {
    "is_moment_of_truth": "The mark of a moment of truth on {}", "importance": "The importance of {}",
    "feeling": "The named feeling at {}", "team": "The team responsible for {}",
}  # fmt: skip


def is_observed(contents: MapContents) -> bool:
    """Return whether the map tells of a journey as it was, rather than as it is thought to be."""
    rated = [touchpoint for _, touchpoint in contents.touchpoints if touchpoint.emotion is not None]
    return bool(rated) and sum(touchpoint.basis == "observed" for touchpoint in rated) * 2 > len(
        rated
    )


def of(contents: MapContents) -> Iterator[str]:
    """Yield one sentence or phrase for every kind of thing that stays behind."""
    touchpoints = [touchpoint for _, touchpoint in contents.touchpoints]
    yield from losses.of_touchpoint_fields(contents, _FIELDS | losses.BY_PERSONA)
    fine = sum(
        one.emotion is not None and float(scores.score_of(one.emotion)) % 1 != 0
        for one in touchpoints
    )
    if fine:
        yield f"The exact emotion of {losses.many(fine, 'touchpoint')}: CJML has the five ratings 1 to 5 only"
    mixed = {one.basis for one in touchpoints if one.emotion is not None}
    if len(mixed) > 1:
        yield "Which emotions are assumed and which observed: CJML says it of a journey as a whole"
    crowded = sum(len(one.actors) > 2 for one in touchpoints)
    if crowded:
        yield f"Who takes part beside the first two at {losses.many(crowded, 'touchpoint')}"
    yield from losses.of_cards(contents)
    yield from losses.of_lists(contents, kpis="KPI")
    if contents.personas:
        yield f"What {losses.many(len(contents.personas), 'persona')} is like; the name is there"
    yield from losses.of_lists(contents, objectives="objective")
    yield from losses.of_version(contents)
    yield "Which stage is which: touchpoints keep their keys, stages get new ones"
