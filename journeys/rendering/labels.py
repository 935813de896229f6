"""Where the values beside the points stand: clear of the line, of each other, within the plot."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.rendering.lettering import shorten, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from journeys.rendering.curve import Curve, Point, Segment

SIZE = 12
LEADING = 15
RADIUS = 8
GAP = 4
_FIGURE = re.compile(r"\d")


class Label(Struct, frozen=True):
    """The words at a point: `left` from the point and `top` in the plot, both in pixels."""

    point: Point
    value: str
    word: str
    feeling: str
    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Return where the middle of the words lies, from the point."""
        return self.left + self.width / 2


def place(
    points: Iterable[Point],
    curves: Sequence[Curve],
    column_width: float,
    y: Callable[[float], float],
    height: float,
) -> list[Label]:
    """Return a label for each point, within the point's own column, so that no two can meet.

    Of the places above and below, centred or at a side, takes the nearest that keeps clear of all the
    curves. The plot must leave room for a label above +3 and below −3.
    """
    nearby = _by_column(curves)
    labels = []
    for point in points:
        room = column_width - 8
        word = "assumed" if point.is_assumed else ""
        feeling = shorten(point.feeling, SIZE, room)
        # Figures stand in columns on our pages, each as wide as the widest.
        first_line = width(_FIGURE.sub("4", point.label), SIZE, 700)
        first_line += width(f" {word}", SIZE) if word else 0
        across = max(first_line, width(feeling, SIZE))
        tall = LEADING * (2 if feeling else 1)
        lines = nearby[int(point.x)]
        found = min(
            (
                _candidate(point, left, across, tall, above, lines, column_width, y, height)
                for left in _lefts(across, room)
                for above in (True, False)
            ),
            key=lambda candidate: candidate[0],
        )
        _, left, top = found
        labels.append(Label(point, point.label, word, feeling, left, top, across, tall))
    return labels


def _lefts(across: float, room: float) -> tuple[float, float, float]:
    """Return where a label may begin, from its point: centred, or reaching out to one side."""
    return -across / 2, max(-room / 2, RADIUS - across), min(room / 2 - across, -RADIUS)


def _candidate(  # noqa: PLR0913, PLR0917  the parts of one sum
    point: Point,
    left: float,
    across: float,
    tall: float,
    above: bool,
    lines: Sequence[Segment],
    column_width: float,
    y: Callable[[float], float],
    height: float,
) -> tuple[float, float, float]:
    """Return a place's cost (the distance from the point), its left and its top."""
    start = point.x + (left - GAP) / column_width
    end = point.x + (left + across + GAP) / column_width
    here = y(point.value)
    ys = [y(value) for segment in lines for value in _extremes(segment, start, end)]
    if left < RADIUS and left + across > -RADIUS:
        ys += (here - RADIUS, here + RADIUS)
    if above:
        bottom = min(ys, default=here) - GAP
        top, distance = bottom - tall, here - bottom
    else:
        top = max(ys, default=here) + GAP
        distance = top - here
    # The side a value lies on is where it is looked for; a label off centre belongs less clearly.
    cost = distance + (0 if above == (point.value >= 0) else 6) + (0 if left == -across / 2 else 8)
    if top < 2 or top + tall > height - 2:
        cost += 10_000
        top = min(max(top, 2), height - 2 - tall)
    return cost, left, top


def _extremes(segment: Segment, start: float, end: float) -> tuple[float, ...]:
    left, right = max(segment.x0, start), min(segment.x1, end)
    return (segment.at(left), segment.at(right)) if left <= right else ()


def _by_column(curves: Sequence[Curve]) -> dict[int, list[Segment]]:
    """Return the segments that touch each column."""
    nearby: dict[int, list[Segment]] = defaultdict(list)
    for curve in curves:
        for segment in curve.segments:
            for column in range(int(segment.x0), int(segment.x1) + 1):
                nearby[column].append(segment)
    return nearby
