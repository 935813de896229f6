"""How one persona feels along a map: its own ratings, and the map's where it has none. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.rendering import curve
from journeys.rendering.lettering import clean

if TYPE_CHECKING:
    from journeys.contents import MapContents, TouchpointContents
    from journeys.rendering.curve import Curve, Point
    from journeys.rendering.picture import MapPicture


class PersonaCurve(Struct, frozen=True):
    """The curve, and how many of its points are the persona's own."""

    curve: Curve
    own: int

    @property
    def shared(self) -> int:
        """Return how many points are those of all customers on the map."""
        return len(self.curve.points) - self.own


def of_persona(contents: MapContents, picture: MapPicture, persona: str) -> PersonaCurve:
    """Return the curve of the persona with this key over the picture's columns."""
    own = 0
    points: list[Point | None] = []
    parts = {part.key: part for _, part in contents.touchpoints}
    for index, column in enumerate(picture.columns):
        part = parts.get(column.key)
        point, is_own = _point(part, persona, index + 0.5) if part else (None, False)
        points.append(point)
        own += is_own
    return PersonaCurve(curve.through(points), own)


def _point(part: TouchpointContents, persona: str, x: float) -> tuple[Point | None, bool]:
    own = next((rated for rated in part.persona_emotions if rated.persona == persona), None)
    rated = own or part
    if rated.emotion is None:
        return None, False
    point = curve.Point(
        x=x,
        value=rated.emotion,
        is_assumed=rated.basis == "assumed",
        is_moment_of_truth=part.is_moment_of_truth,
        key=part.key,
        name=clean(part.name),
        feeling=clean(rated.feeling),
    )
    return point, own is not None
