"""A KPI over time: values on a line, the 95 % interval as a band, the target as a dashed line. Pure."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.rendering import palette as palettes
from journeys.rendering.markup import Canvas, Drawing, document, escape, number
from journeys.rendering.shapes import disc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from journeys.rendering.palette import Palette

#: Room beside the plot: for the scale, the last value, the first line, the names of the periods.
LEFT, RIGHT, TOP, BOTTOM = 52.0, 64.0, 22.0, 30.0
#: A period's name takes this much room at least, and this much a letter.
LABEL_ROOM, LETTER = 72.0, 6.6
BAND = 0.17


class TrendPoint(Struct, frozen=True):
    """A value at a moment (any unit that grows with time), called `label`; `words` say all of it.

    `short` is what stands below the plot if the label is too long for that.
    """

    at: float
    label: str
    value: float
    low: float | None = None
    high: float | None = None
    words: str = ""
    short: str = ""

    @property
    def name(self) -> str:
        """Return what is written below the plot."""
        return self.short or self.label

    @property
    def has_interval(self) -> bool:
        """Return whether there is an interval to draw."""
        return self.low is not None and self.high is not None


class Scale(Struct, frozen=True):
    """The values a plot reaches from and to, with the lines between."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> tuple[float, ...]:
        """Return the values that have a line."""
        count = round((self.high - self.low) / self.step)
        return tuple(self.low + place * self.step for place in range(count + 1))


class Trend(Struct, frozen=True, kw_only=True):
    """What to draw. `write` gives a value as text; two trends with one `scale` can be compared by eye."""

    points: tuple[TrendPoint, ...]
    write: Callable[[float], str]
    title: str
    target: float | None = None
    scale: Scale | None = None
    span: tuple[float, float] | None = None
    width: float = 640
    height: float = 260
    prefix: str = "trend-"


def scale_of(points: Sequence[TrendPoint], target: float | None) -> Scale:
    """Return a scale of round numbers that holds every interval and the target."""
    bounds = [value for p in points for value in (p.value, p.low, p.high) if value is not None]
    bounds += [target] if target is not None else []
    low, high = (min(bounds), max(bounds)) if bounds else (0.0, 1.0)
    if high == low:
        low, high = low - abs(low) / 10 - 0.5, high + abs(high) / 10 + 0.5
    step = _round_step((high - low) / 4)
    return Scale(math.floor(low / step) * step, math.ceil(high / step) * step, step)


def draw(trend: Trend, palette: Palette = palettes.SCREEN) -> Drawing:
    """Return the trend as SVG with a title, and every value in words in its description."""
    plot = _Plot(trend, palette)
    plot.paint()
    said = " ".join(f"{point.label}: {point.words}." for point in trend.points)
    aim = f" Target {trend.write(trend.target)}." if trend.target is not None else ""
    return document(
        str(plot.canvas),
        trend.width,
        trend.height,
        title=trend.title,
        description=f"{said}{aim}" or "No values yet.",
        prefix=trend.prefix,
    )


class _Plot:
    """One drawing under way."""

    def __init__(self, trend: Trend, palette: Palette) -> None:
        self.trend, self.palette, self.canvas = trend, palette, Canvas()
        self.scale = trend.scale or scale_of(trend.points, trend.target)
        moments = [point.at for point in trend.points]
        self.first, self.last = trend.span or (min(moments, default=0), max(moments, default=0))

    def x(self, at: float) -> float:
        room = self.trend.width - LEFT - RIGHT
        if self.last == self.first:
            return LEFT + room / 2
        return LEFT + (at - self.first) / (self.last - self.first) * room

    def y(self, value: float) -> float:
        room = self.trend.height - TOP - BOTTOM
        return TOP + (self.scale.high - value) / (self.scale.high - self.scale.low) * room

    def paint(self) -> None:
        self._grid()
        self._bands()
        self._target()
        self._line()
        for point in self.trend.points:
            self._point(point)
        self._values()
        self._periods()

    def _grid(self) -> None:
        right = self.trend.width - RIGHT
        for tick in self.scale.ticks:
            y = self.y(tick)
            self.canvas.line((LEFT, y), (right, y), self.palette.line)
            self.canvas.text(
                LEFT - 8, y + 4, self.trend.write(tick), fill=self.palette.muted, anchor="end"
            )

    def _bands(self) -> None:
        looks = {"fill": self.palette.primary, "fill_opacity": str(BAND)}
        for a, b in pairwise(self.trend.points):
            if a.has_interval and b.has_interval:
                corners = ((a.at, a.high), (b.at, b.high), (b.at, b.low), (a.at, a.low))
                self.canvas.path(
                    f"M{'L'.join(self._at(at, v or 0) for at, v in corners)}Z", **looks
                )

    def _target(self) -> None:
        if self.trend.target is None:
            return
        y, right = self.y(self.trend.target), self.trend.width - RIGHT
        self.canvas.line((LEFT, y), (right, y), self.palette.muted, stroke_width=1.4, stroke_dasharray="5 4")  # fmt: skip
        words = f"target {self.trend.write(self.trend.target)}"
        # A ground of its own, so that no line of the grid runs through it.
        self.canvas.rect(LEFT + 2, y - 17, len(words) * 6.4 + 6, 15, fill=self.palette.surface)
        self.canvas.text(LEFT + 4, y - 5, words, fill=self.palette.muted)  # fmt: skip

    def _line(self) -> None:
        if len(self.trend.points) > 1:
            d = "L".join(self._at(point.at, point.value) for point in self.trend.points)
            self.canvas.path(f"M{d}", fill="none", stroke=self.palette.primary, stroke_width=2)

    def _point(self, point: TrendPoint) -> None:
        x = self.x(point.at)
        self.canvas.open("<g>")
        self.canvas.add(f"<title>{escape(f'{point.label}: {point.words}')}</title>")
        if point.has_interval:
            ends = (self.y(point.low or 0), self.y(point.high or 0))
            for y in ends:
                self.canvas.line((x - 4, y), (x + 4, y), self.palette.primary)
            self.canvas.line((x, ends[0]), (x, ends[1]), self.palette.primary)
        self.canvas.open(f'<g transform="translate({number(x)} 0)">')
        disc(self.canvas, 0, self.y(point.value), 4.5, fill=self.palette.primary, stroke=self.palette.surface)  # fmt: skip
        self.canvas.close()
        self.canvas.close()

    def _values(self) -> None:
        """Write the newest value beside its point: it is what people came to read."""
        if not self.trend.points:
            return
        newest = self.trend.points[-1]
        self.canvas.text(
            self.x(newest.at) + 10,
            self.y(newest.value) + 4,
            self.trend.write(newest.value),
            fill=self.palette.ink,
            weight=700,
        )

    def _periods(self) -> None:
        y = self.trend.height - 8
        for point in self._named():
            self.canvas.text(self.x(point.at), y, point.name, fill=self.palette.muted, anchor="middle")  # fmt: skip

    def _named(self) -> Iterator[TrendPoint]:
        """Give the points whose periods are named: the newest, and what has room before it."""
        room = math.inf
        for point in reversed(self.trend.points):
            x = self.x(point.at)
            half = max(LABEL_ROOM, LETTER * len(point.name)) / 2
            if x + half <= room and x - half >= 0:
                room = x - half
                yield point

    def _at(self, at: float, value: float) -> str:
        return f"{number(self.x(at))} {number(self.y(value))}"


def _round_step(rough: float) -> float:
    """Return 1, 2, 2.5 or 5 times a power of ten, at least as large."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(nice * power for nice in (1, 2, 2.5, 5, 10) if nice * power >= rough * 0.999)
