"""Map contents as a Mermaid journey, and what is lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from journeys.exchange.mermaid import escapes, losses, scores

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.contents import MapContents, TouchpointContents


class Written(NamedTuple):
    """The diagram's text, and in plain words what of the map it does not hold."""

    text: str
    losses: tuple[str, ...]


def write(contents: MapContents) -> Written:
    """Return the map's stages, touchpoints, emotions and actors as Mermaid; `read` gives them back."""
    lines = ["journey", f"    title {escapes.name(contents.map.name)}"]
    lines += _description(contents.map.scope)
    for stage in contents.stages:
        lines.append(f"    section {escapes.name(stage.name)}")
        lines += [f"        {_task(touchpoint)}" for touchpoint in stage.touchpoints]
    return Written("\n".join(lines) + "\n", tuple(losses.of(contents)))


def _description(scope: str) -> Iterator[str]:
    if "\n" in scope:
        yield "    accDescr {"
        for line in scope.split("\n"):
            yield f"        {escapes.described(line, begins_line=True)}".rstrip()
        yield "    }"
    elif scope:
        yield f"    accDescr: {escapes.described(scope)}"


def _task(touchpoint: TouchpointContents) -> str:
    name = escapes.name(touchpoint.name, begins_line=True)
    score = "" if touchpoint.emotion is None else scores.score_of(touchpoint.emotion)
    actors = ", ".join(
        escapes.name(actor, more=",") for actor in touchpoint.actors if actor.strip()
    )
    if actors:
        return f"{name}: {score}: {actors}"
    # An empty score needs the second colon, or Mermaid does not see a task.
    return f"{name}: {score}" if score else f"{name}: :"
