"""The emotion curve: a monotone cubic through the touchpoints, so it never goes beyond what was rated.

Distances along the journey are in columns (the middle of the first column is 0.5), heights on the
scale −3…+3. Drawings turn both into pixels.
"""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


class Point(Struct, frozen=True):
    """How a touchpoint is rated, in the middle of its column."""

    x: float
    value: float
    is_assumed: bool
    is_moment_of_truth: bool = False
    key: str = ""
    name: str = ""
    feeling: str = ""

    @property
    def label(self) -> str:
        """Return the value with its sign, the minus a real one."""
        return signed(self.value)

    @property
    def basis(self) -> str:
        """Return where the value comes from, in a word."""
        return "assumed" if self.is_assumed else "observed"


class Segment(Struct, frozen=True):
    """A piece of curve from x0 to x1: four values of a cubic Bézier, evenly spaced along x."""

    x0: float
    x1: float
    values: tuple[float, float, float, float]
    is_assumed: bool

    def at(self, x: float) -> float:
        """Return the height of the curve at x."""
        t = (x - self.x0) / (self.x1 - self.x0)
        a, b, c, d = self.values
        u = 1 - t
        return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d

    def cropped(self, start: float, end: float) -> Segment:
        """Return the part between two x, which lie in the segment; the shape stays the same."""
        length = self.x1 - self.x0
        t0, t1 = (start - self.x0) / length, (end - self.x0) / length
        blossom = [
            _blossom(self.values, *ts)
            for ts in ((t0, t0, t0), (t0, t0, t1), (t0, t1, t1), (t1, t1, t1))
        ]
        return Segment(start, end, tuple(blossom), self.is_assumed)  # type: ignore[arg-type]


class Curve(Struct, frozen=True):
    """The points of a version's touchpoints and the line through them."""

    points: tuple[Point, ...] = ()
    segments: tuple[Segment, ...] = ()

    def window(self, first: int, columns: int) -> Curve:
        """Return what shows in a window of columns, counted from its left edge.

        Lines that come from outside, or go there, end at the edge with the slope they have.
        """
        start, end = float(first), float(first + columns)
        points = tuple(
            Point(
                p.x - start, p.value, p.is_assumed, p.is_moment_of_truth, p.key, p.name, p.feeling
            )
            for p in self.points
            if start < p.x < end
        )
        segments = []
        for segment in self.segments:
            left, right = max(segment.x0, start), min(segment.x1, end)
            if left < right:
                part = segment.cropped(left, right)
                segments.append(
                    Segment(left - start, right - start, part.values, segment.is_assumed)
                )
        return Curve(points, tuple(segments))

    def between(self, start: float, end: float) -> tuple[float, float] | None:
        """Return the lowest and highest the line gets from x = start to end, None without a line."""
        values: list[float] = []
        for segment in self.segments:
            left, right = max(segment.x0, start), min(segment.x1, end)
            if left <= right:
                # A monotone piece is extreme at its ends.
                values += (segment.at(left), segment.at(right))
        return (min(values), max(values)) if values else None


def through(places: Iterable[Point | None]) -> Curve:
    """Return the curve through points in journey order; None is a touchpoint nobody has rated.

    At such a gap the line breaks: nothing is drawn where nothing is known. A piece beside an assumed
    point is assumed itself.
    """
    points: list[Point] = []
    segments: list[Segment] = []
    for run in _runs(places):
        points += run
        slopes = tangents([point.x for point in run], [point.value for point in run])
        for (p, q), (m, n) in zip(pairwise(run), pairwise(slopes), strict=True):
            third = (q.x - p.x) / 3
            values = (p.value, p.value + m * third, q.value - n * third, q.value)
            segments.append(Segment(p.x, q.x, values, p.is_assumed or q.is_assumed))
    return Curve(tuple(points), tuple(segments))


def tangents(xs: Sequence[float], ys: Sequence[float]) -> list[float]:
    """Return the slope at each point that keeps every piece monotone.

    Fritsch and Carlson 1980, SIAM Journal on Numerical Analysis 17:238-246: means of the
    neighbouring secants, zero at a turn, pulled back into a circle of radius 3 where they would
    overshoot.
    """
    if len(xs) < 2:
        return [0.0] * len(xs)
    secants = [
        (y1 - y0) / (x1 - x0) for (x0, x1), (y0, y1) in zip(pairwise(xs), pairwise(ys), strict=True)
    ]
    slopes = [
        secants[0],
        *((a + b) / 2 if a * b > 0 else 0.0 for a, b in pairwise(secants)),
        secants[-1],
    ]
    for index, secant in enumerate(secants):
        if secant == 0:
            slopes[index] = slopes[index + 1] = 0.0
            continue
        length = hypot(slopes[index] / secant, slopes[index + 1] / secant)
        if length > 3:
            slopes[index] *= 3 / length
            slopes[index + 1] *= 3 / length
    return slopes


def path(segments: Iterable[Segment], x: Callable[[float], str], y: Callable[[float], str]) -> str:
    """Return the `d` of an SVG path along the segments; x and y write coordinates."""
    parts = []
    pen: tuple[float, float] | None = None
    for segment in segments:
        a, b, c, d = segment.values
        third = (segment.x1 - segment.x0) / 3
        if pen != (segment.x0, a):
            parts.append(f"M{x(segment.x0)} {y(a)}")
        parts.append(
            f"C{x(segment.x0 + third)} {y(b)} {x(segment.x1 - third)} {y(c)} {x(segment.x1)} {y(d)}"
        )
        pen = (segment.x1, d)
    return "".join(parts)


def signed(value: float) -> str:
    """Return a value with one decimal and its sign; zero has none."""
    rounded = round(value, 1)
    if rounded == 0:
        return "0"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.1f}"


def _blossom(values: tuple[float, float, float, float], r: float, s: float, t: float) -> float:
    """Return the polar form of the cubic: what de Casteljau gives with a different t per step."""
    a, b, c, d = values
    ab, bc, cd = a + (b - a) * r, b + (c - b) * r, c + (d - c) * r
    abc, bcd = ab + (bc - ab) * s, bc + (cd - bc) * s
    return abc + (bcd - abc) * t


def _runs(places: Iterable[Point | None]) -> Iterator[list[Point]]:
    run: list[Point] = []
    for point in places:
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []
    if run:
        yield run
