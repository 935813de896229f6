"""A small map as plain values, for tests of the pure centre and as a start for those with rows."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from msgspec import structs

from journeys.contents import (
    CardContents,
    ChannelContents,
    LaneContents,
    MapContents,
    MapFacts,
    PersonaContents,
    StageContents,
    TouchpointContents,
)


def key(name: str) -> str:
    """Return the same key for the same name, so that a test can speak of elements by name."""
    return str(uuid5(NAMESPACE_URL, name))


def touchpoint(name: str, **fields: Any) -> TouchpointContents:
    """Return a touchpoint whose key follows from its first name."""
    return TouchpointContents(key=key(name), name=name, **fields)


def stage(name: str, *touchpoints: TouchpointContents, **fields: Any) -> StageContents:
    """Return a stage whose key follows from its first name."""
    return StageContents(key=key(name), name=name, touchpoints=touchpoints, **fields)


def card(
    text: str, lane: str, stage: str, touchpoint: str | None = None, **fields: Any
) -> CardContents:
    """Return a card in the cell named by the elements' first names."""
    return CardContents(
        key=key(text),
        lane=key(lane),
        stage=key(stage),
        touchpoint=key(touchpoint) if touchpoint else None,
        text=text,
        **fields,
    )


APP = ChannelContents(key=key("App"), name="App", kind="app")


def small_map(**changes: Any) -> MapContents:
    """Return a map of two stages, three touchpoints, two lanes and three cards."""
    contents = MapContents(
        map=MapFacts(name="Open an account"),
        channels=(APP,),
        personas=(PersonaContents(key=key("Lena"), name="Lena", goals="An account by tonight"),),
        stages=(
            stage(
                "Apply",
                touchpoint("Start application", channel=APP.key, emotion=1.0),
                touchpoint("Prove identity", emotion=-2.1, is_moment_of_truth=True),
                customer_goal="Have an account by tonight",
            ),
            stage("First use", touchpoint("First payment", emotion=1.8)),
        ),
        lanes=(
            LaneContents(key=key("Pain points"), kind="pain_points"),
            LaneContents(key=key("Opportunities"), kind="opportunities"),
        ),
        cards=(
            card(
                "Call drops", "Pain points", "Apply", "Prove identity", severity=4, share_hit=31.0
            ),
            card("Form asks twice", "Pain points", "Apply", severity=2),
            card("Resume a call", "Opportunities", "Apply", "Prove identity", tags=("video",)),
        ),
    )
    return structs.replace(contents, **changes)


def edited(contents: MapContents, element: str, /, **fields: Any) -> MapContents:
    """Return the contents with fields of the element first named `element` changed."""
    wanted = key(element)

    def edit(part: Any) -> Any:
        return structs.replace(part, **fields) if part.key == wanted else part

    return structs.replace(
        contents,
        stages=tuple(
            edit(structs.replace(part, touchpoints=tuple(map(edit, part.touchpoints))))
            for part in contents.stages
        ),
        lanes=tuple(map(edit, contents.lanes)),
        cards=tuple(map(edit, contents.cards)),
        personas=tuple(map(edit, contents.personas)),
    )


def without(contents: MapContents, *names: str) -> MapContents:
    """Return the contents without the elements first named so, and without what lies in them."""
    gone = {key(name) for name in names}
    return structs.replace(
        contents,
        stages=tuple(
            structs.replace(
                part, touchpoints=tuple(t for t in part.touchpoints if t.key not in gone)
            )
            for part in contents.stages
            if part.key not in gone
        ),
        lanes=tuple(part for part in contents.lanes if part.key not in gone),
        cards=tuple(
            part
            for part in contents.cards
            if not gone & {part.key, part.lane, part.stage, part.touchpoint}
        ),
        personas=tuple(part for part in contents.personas if part.key not in gone),
    )
