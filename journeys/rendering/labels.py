"""Where the values beside the points stand: clear of the line, of each other, within the plot."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.rendering.lettering import shorten, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journeys.rendering.curve import Curve, Point, Segment
    from journeys.rendering.frame import Frame

SIZE = 12
LEADING = 15
RADIUS = 8
GAP = 4
_OFF_CENTRE, _OTHER_SIDE, _OUT_OF_PLOT = 8.0, 6.0, 10_000.0
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
    frame: Frame,
    *,
    taken: Sequence[Label] = (),
    beside: Iterable[Point] = (),
    is_plain: bool = False,
) -> list[Label]:
    """Return a label for each point, within the point's own column, so that no two can meet.

    Of the places above and below, centred or at a side, takes the nearest that keeps clear of all the
    curves, of the marks of points `beside` and of labels already `taken` in the column. Plain labels have the value only. The plot
    must have room for a label above its scale and below.
    """
    nearby = by_column(curves)
    others = {int(label.point.x): label for label in taken}
    marks: dict[int, list[Point]] = defaultdict(list)
    for point in beside:
        marks[int(point.x)].append(point)
    labels = []
    for point in points:
        column = int(point.x)
        places = _Places(point, frame, nearby[column], others.get(column), marks[column])
        labels.append(places.best(is_plain=is_plain))
    return labels


class _Places:
    """The places a point's label may take, and what each costs."""

    def __init__(
        self,
        point: Point,
        frame: Frame,
        lines: Sequence[Segment],
        other: Label | None,
        beside: Sequence[Point],
    ) -> None:
        self.point = point
        self.frame = frame
        self.lines = lines
        self.other = other
        self.marks = [frame.y(mark.value) for mark in beside]
        self.here = frame.y(point.value)

    def best(self, *, is_plain: bool) -> Label:
        """Return the label at its cheapest place."""
        room = self.frame.column_width - 8
        word = "assumed" if self.point.is_assumed and not is_plain else ""
        feeling = "" if is_plain else shorten(self.point.feeling, SIZE, room)
        # Figures stand in columns on our pages, each as wide as the widest.
        first_line = width(_FIGURE.sub("4", self.point.label), SIZE, 700)
        with_word = first_line + width(f" {word}", SIZE)
        if word and with_word > room:  # in a narrow column how we know goes before how it feels
            word, feeling = "", word
        elif word:
            first_line = with_word
        across = min(room, max(first_line, width(feeling, SIZE)))
        tall = LEADING * (2.0 if feeling else 1.0)
        centred = -across / 2
        sides = max(-room / 2, RADIUS - across), min(room / 2 - across, -RADIUS)
        _, left, top = min(
            self._cost(left, across, tall, is_above, is_centred=left == centred)
            for left in (centred, *sides)
            for is_above in (True, False)
        )
        return Label(self.point, self.point.label, word, feeling, left, top, across, tall)

    def _cost(
        self, left: float, across: float, tall: float, is_above: bool, *, is_centred: bool
    ) -> tuple[float, float, float]:
        """Return a place's cost, which is first of all its distance, its left and its top."""
        ys = self._heights(left, across)
        if is_above:
            top = min(ys) - GAP - tall
            distance = self.here - top - tall
        else:
            top = max(ys) + GAP
            distance = top - self.here
        # The side a value lies on is where it is looked for; off centre it belongs less clearly.
        cost = distance + (0 if is_above == (self.point.value >= 0) else _OTHER_SIDE)
        cost += 0 if is_centred else _OFF_CENTRE
        lowest = self.frame.height - 2 - tall
        if not 2 <= top <= lowest:
            cost += _OUT_OF_PLOT
            top = min(max(top, 2), lowest)
        return cost, left, top

    def _heights(self, left: float, across: float) -> list[float]:
        """Return the y of everything the label must keep clear of, over its width."""
        column = self.frame.column_width
        start = self.point.x + (left - GAP) / column
        end = self.point.x + (left + across + GAP) / column
        ys = [self.here]
        for segment in self.lines:
            first, last = max(segment.x0, start), min(segment.x1, end)
            if first <= last:
                ys += (self.frame.y(segment.at(first)), self.frame.y(segment.at(last)))
        if left < RADIUS and left + across > -RADIUS:
            for mark in (self.here, *self.marks):
                ys += (mark - RADIUS, mark + RADIUS)
        other = self.other
        if other is not None and left < other.left + other.width and other.left < left + across:
            ys += (other.top, other.top + other.height)
        return ys


def by_column(curves: Sequence[Curve]) -> dict[int, list[Segment]]:
    """Return the segments that touch each column."""
    nearby: dict[int, list[Segment]] = defaultdict(list)
    for curve in curves:
        for segment in curve.segments:
            for column in range(int(segment.x0), int(segment.x1) + 1):
                nearby[column].append(segment)
    return nearby
