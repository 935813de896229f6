"""A curve for each persona beside the map's own: its own points, and the map's where it has none.

What is a persona's own and what is the map's stays told apart: `curve.points` are its own only, and
`is_assumed` of a segment says that one of its ends, or both, is the touchpoint's emotion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, structs

from journeys.rendering import curve as curves
from journeys.rendering.lettering import clean
from journeys.rendering.parts import PersonaRating

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from journeys.contents import PersonaContents, PersonaEmotion
    from journeys.rendering.curve import Curve, Point
    from journeys.rendering.parts import Column

#: What the legend says of a dotted line.
FALLS_BACK_WORDS = "no emotion of their own: the map’s"


class PersonaCurve(Struct, frozen=True):
    """A persona's curve. `look` is its place among the map's personas: colour, dashes and mark follow.

    `own` says at how many touchpoints it has an emotion of its own, on all pages together.
    """

    key: str
    name: str
    look: int
    curve: Curve
    own: int
    is_shown: bool = True

    @property
    def told(self) -> str:
        """Return how much of the curve is the persona's own, for legends."""
        return f"{self.own} of their own"


def ratings(
    emotions: Iterable[PersonaEmotion], names: Mapping[str, str]
) -> tuple[PersonaRating, ...]:
    """Return what a touchpoint says of the map's personas."""
    return tuple(
        PersonaRating(
            persona=entry.persona,
            name=names[entry.persona],
            value=entry.emotion,
            is_assumed=entry.basis == "assumed",
            feeling=clean(entry.feeling),
        )
        for entry in emotions
        if entry.persona in names
    )


def of(
    personas: Sequence[PersonaContents],
    columns: Sequence[Column],
    *,
    shown: Collection[str] | None = None,
) -> tuple[PersonaCurve, ...]:
    """Return the curves of the personas that have an emotion of their own, in the personas' order.

    `shown` are the keys of those to be seen, None is all of them.
    """
    found = []
    for look, persona in enumerate(personas):
        curve = _curve(persona.key, columns)
        if curve.points:
            is_shown = shown is None or persona.key in shown
            found.append(
                PersonaCurve(
                    persona.key, clean(persona.name), look, curve, len(curve.points), is_shown
                )
            )
    return tuple(found)


def in_window(
    personas: Iterable[PersonaCurve], first: int, columns: int
) -> tuple[PersonaCurve, ...]:
    """Return the curves that have something of their own in a window of columns."""
    windows = (
        structs.replace(persona, curve=persona.curve.window(first, columns)) for persona in personas
    )
    return tuple(persona for persona in windows if persona.curve.points)


def column_point(column: Column, x: float) -> Point | None:
    """Return the point of a touchpoint on the map's own curve, None if nobody has rated it."""
    if column.emotion is None:
        return None
    return curves.Point(
        x=x,
        value=column.emotion,
        is_assumed=column.is_assumed,
        is_moment_of_truth=column.is_moment_of_truth,
        key=column.key,
        name=column.name,
        feeling=column.feeling,
    )


def _curve(persona: str, columns: Sequence[Column]) -> Curve:
    own: list[Point] = []
    places: list[Point | None] = []
    for index, column in enumerate(columns):
        rating = next((one for one in column.of_personas if one.persona == persona), None)
        if rating is None:
            place = column_point(column, index + 0.5)
            # Not what the team assumes, but what is not this persona's: the line beside it says so.
            places.append(place and structs.replace(place, is_assumed=True))
            continue
        point = curves.Point(
            x=index + 0.5,
            value=rating.value,
            is_assumed=rating.is_assumed,
            is_moment_of_truth=column.is_moment_of_truth,
            key=column.key,
            name=column.name,
            feeling=rating.feeling,
        )
        own.append(point)
        places.append(structs.replace(point, is_assumed=False))
    return curves.Curve(tuple(own), curves.through(places).segments)
