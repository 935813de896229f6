"""Where a persona's name stands at its line: beside a point of its own, clear of lines and labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.rendering.labels import GAP, LEADING, RADIUS, SIZE, by_column
from journeys.rendering.lettering import shorten, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journeys.rendering.curve import Curve, Point
    from journeys.rendering.frame import Frame
    from journeys.rendering.labels import Label
    from journeys.rendering.persona_curves import PersonaCurve

#: A name longer than this many pixels is shortened; the legend has it whole.
LONGEST = 150.0
_ON_WORDS, _ON_POINT, _ON_LINE, _OUT_OF_PLOT, _OFF_CENTRE = 400.0, 120.0, 40.0, 10_000.0, 3.0
#: A place where the persona feels otherwise than the map says is the telling one.
_TELLING = 6.0
#: Of a persona's points only so many are tried, the most telling ones.
_TRIED = 8
_STEPS = 6


class Box(Struct, frozen=True):
    """Something that takes room in the plot, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Return whether both take the same room."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class NameLabel(Struct, frozen=True):
    """A name beside the point at `x` columns: its middle from there, and its top in the plot."""

    words: str
    x: float
    middle: float
    top: float


def place(
    personas: Sequence[PersonaCurve], own: Curve, frame: Frame, *, taken: Sequence[Label]
) -> dict[str, NameLabel]:
    """Return a name for each persona that has a point in the plot, at the cheapest of its places."""
    scene = _Scene(personas, own, frame, taken)
    return {persona.key: scene.name(persona) for persona in personas if persona.curve.points}


class _Scene:
    """Everything in the plot that a name must keep clear of."""

    def __init__(
        self, personas: Sequence[PersonaCurve], own: Curve, frame: Frame, taken: Sequence[Label]
    ) -> None:
        self.frame = frame
        self.curves = [own, *(persona.curve for persona in personas)]
        self.lines = by_column(self.curves)
        self.rated = {point.x: point.value for point in own.points}
        self.words = [self._box_of(label) for label in taken]
        self.points = [self._around(point) for curve in self.curves for point in curve.points]

    def name(self, persona: PersonaCurve) -> NameLabel:
        words = shorten(persona.name, SIZE, min(LONGEST, self._across() - 8), 600)
        room = width(words, SIZE, 600)
        _, _, label, box = min(
            (
                (
                    self._cost(point, box, shift),
                    index,
                    NameLabel(words, point.x, shift, box.top),
                    box,
                )
                for index, (point, shift, box) in enumerate(self._places(persona, room))
            ),
            key=lambda found: found[:2],
        )
        self.words.append(box)
        return label

    def _places(self, persona: PersonaCurve, room: float) -> Iterator[tuple[Point, float, Box]]:
        for point in sorted(persona.curve.points, key=self._told, reverse=True)[:_TRIED]:
            x, y = self._x(point.x), self.frame.y(point.value)
            for shift in (0.0, room / 2 + RADIUS + GAP, -room / 2 - RADIUS - GAP):
                tops = (y - RADIUS - GAP - LEADING, y + RADIUS + GAP)
                for top in tops if not shift else (*tops, y - LEADING / 2):
                    left = x + shift - room / 2
                    yield point, shift, Box(left, top, left + room, top + LEADING)

    def _cost(self, point: Point, box: Box, shift: float) -> float:
        inside = (
            box.top >= 2
            and box.bottom <= self.frame.height - 2
            and box.left >= 2
            and box.right <= self._across() - 2
        )
        cost = 0.0 if inside else _OUT_OF_PLOT
        cost += _ON_WORDS * sum(box.meets(other) for other in self.words)
        cost += _ON_POINT * sum(box.meets(other) for other in self.points)
        cost += _ON_LINE * self._crossings(box)
        cost += _OFF_CENTRE if shift else 0
        return cost - _TELLING * self._told(point)

    def _told(self, point: Point) -> float:
        """Return how far from the map's own point a persona's is."""
        there = self.rated.get(point.x)
        return 0.0 if there is None else abs(point.value - there)

    def _crossings(self, box: Box) -> int:
        """Return how often a line runs through the box."""
        column = self.frame.column_width
        start, end = box.left / column, box.right / column
        crossings = 0
        for segment in dict.fromkeys(
            line for place in range(int(start), int(end) + 1) for line in self.lines.get(place, ())
        ):
            left, right = max(segment.x0, start), min(segment.x1, end)
            if left <= right:
                heights = [
                    self.frame.y(segment.at(left + (right - left) * step / _STEPS))
                    for step in range(_STEPS + 1)
                ]
                crossings += min(heights) < box.bottom and max(heights) > box.top
        return crossings

    def _x(self, columns: float) -> float:
        return columns * self.frame.column_width

    def _across(self) -> float:
        return self.frame.columns * self.frame.column_width

    def _box_of(self, label: Label) -> Box:
        left = self._x(label.point.x) + label.left
        return Box(left, label.top, left + label.width, label.top + label.height)

    def _around(self, point: Point) -> Box:
        x, y = self._x(point.x), self.frame.y(point.value)
        return Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)
