"""A journey on one line: stages, the scale −3…+3, curves and the touchpoints' names under them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.rendering import curve as curves
from journeys.rendering import shapes
from journeys.rendering.curve import signed
from journeys.rendering.lettering import shorten, width, wrap
from journeys.rendering.markup import Canvas, Drawing, document, number
from journeys.rendering.palette import PRINT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.rendering.curve import Curve, Point
    from journeys.rendering.picture import MapPicture

WIDTH = 794.0
LEFT = 30.0
UNIT, TOP, HEAD = 20.0, 50.0, 34.0
BOTTOM = TOP + 6 * UNIT + 21
NAMES = BOTTOM + 22
#: Columns narrower than this have their names upright; narrower than the second, none; narrower than
#: the third, no marks and points either: the lines alone are seen then.
WIDE, NARROW, NARROWEST = 64.0, 11.5, 7.0
UPRIGHT_ROOM = 92.0
LABEL_ROOM = 24.0
#: Where not every point has room for its value, so many of the lowest and highest have one.
LABELLED = 8


class Journey:
    """What every such drawing has: stages over a grid, lines, names. Subclasses paint what is theirs."""

    def __init__(
        self,
        stages: Sequence[Any],
        columns: Sequence[Any],
        *,
        width: float = WIDTH,
        names: float = NAMES,
    ) -> None:
        """Take the stages and columns of a picture; `names` is where the touchpoints' names begin."""
        self.stages, self.columns = stages, columns
        self.canvas = Canvas()
        self.width, self.names = width, names
        self.step = (width - LEFT) / max(1, len(columns))

    def x(self, columns: float) -> float:
        """Return where a distance in columns lies."""
        return LEFT + columns * self.step

    @staticmethod
    def y(value: float) -> float:
        """Return where a rating lies."""
        return TOP + (3 - value) * UNIT

    @staticmethod
    def is_gone(part: Any) -> bool:
        """Return whether a stage or touchpoint was removed and is struck through."""
        return False

    def paint_stages(self) -> None:
        """Paint the heads of the stages."""
        for stage in self.stages:
            left, room = self.x(stage.first), stage.span * self.step
            self.canvas.rect(left + 1, 0, room - 2, HEAD, fill=PRINT.sunk)
            size, lines = _stage_name(stage.name, room - 6)
            is_gone = self.is_gone(stage)
            top = HEAD / 2 - len(lines) * 7 + size - 1
            for index, line in enumerate(lines):
                self.canvas.text(
                    left + room / 2, top + index * 14, line,
                    fill=PRINT.muted if is_gone else PRINT.ink,
                    size=size, weight=600, anchor="middle", strike=is_gone,
                )  # fmt: skip

    def paint_grid(self) -> None:
        """Paint the scale and where stages begin."""
        for value in range(-3, 4):
            stroke = PRINT.line if value else PRINT.line_strong
            self.canvas.line((LEFT, self.y(value)), (self.width, self.y(value)), stroke)
            words = "0" if not value else f"{'+' if value > 0 else '−'}{abs(value)}"
            self.canvas.text(
                LEFT - 6, self.y(value) + 4, words, fill=PRINT.muted, size=11, anchor="end"
            )
        for stage in self.stages[1:]:
            x = self.x(stage.first)
            self.canvas.line((x, HEAD), (x, BOTTOM), PRINT.line)

    def paint_line(self, curve: Curve, stroke: str, dash: str, assumed_dash: str) -> None:
        """Paint a curve; pieces beside an assumed point in dashes of their own."""
        for is_assumed, dashes in ((False, dash), (True, assumed_dash)):
            segments = [part for part in curve.segments if part.is_assumed == is_assumed]
            if segments:
                d = curves.path(
                    segments, lambda x: number(self.x(x)), lambda value: number(self.y(value))
                )
                self.canvas.path(
                    d, fill="none", stroke=stroke, stroke_width=2, stroke_dasharray=dashes
                )

    def paint_name(self, name: str, x: float, fill: str, *, is_struck: bool = False) -> float:
        """Paint a touchpoint's name, upright where columns are narrow; gives where it ends."""
        if self.step >= WIDE:
            lines = wrap(name, 11, self.step - 6, most=3)
            for index, line in enumerate(lines):
                self.canvas.text(
                    x, self.names + 10 + 13 * index, line,
                    fill=fill, size=11, anchor="middle", strike=is_struck,
                )  # fmt: skip
            return self.names + 13 * len(lines)
        if self.step < NARROW:
            return self.names
        line = shorten(name, 10, UPRIGHT_ROOM)
        self.canvas.open(
            f'<g transform="translate({number(x + 3.5)} {number(self.names)}) rotate(-90)">'
        )
        self.canvas.text(0, 0, line, fill=fill, size=10, anchor="end", strike=is_struck)
        self.canvas.close()
        return self.names + width(line, 10)


def _stage_name(name: str, room: float) -> tuple[float, list[str]]:
    """Return the size and lines of a stage's name: smaller before it is cut."""
    for size in (12.0, 10.5, 9.0):
        lines = wrap(name, size, room, weight=600)
        if len(lines) <= 2 and all(width(word, size, 600) <= room for word in name.split()):
            return size, lines
    return 9.0, [shorten(name, 9.0, room, 600)] if room > 16 else []


class _OneCurve(Journey):
    """One version's curve, every point in the colour of its feeling."""

    def __init__(self, picture: MapPicture, curve: Curve, *, title: str, prefix: str) -> None:
        super().__init__(picture.stages, picture.columns, names=BOTTOM + 4)
        self.curve, self.title, self.prefix = curve, title, prefix

    def drawn(self) -> Drawing:
        """Paint everything, the line under the points."""
        self.paint_stages()
        self.paint_grid()
        self.paint_line(self.curve, PRINT.primary, "", "5 4")
        if self.step >= NARROWEST:
            for point in self.curve.points:
                self._paint_point(point)
            for point in self._labelled():
                self._paint_value(point)
        bottom = self.names
        for index, column in enumerate(self.columns):
            if column.name and self.step >= NARROWEST:
                bottom = max(bottom, self.paint_name(column.name, self.x(index + 0.5), PRINT.ink))
        return document(
            str(self.canvas),
            self.width,
            bottom + 2,
            title=self.title,
            description=" ".join(f"{p.name}: {p.label}, {p.basis}." for p in self.curve.points),
            prefix=self.prefix,
        )

    def _paint_point(self, point: Point) -> None:
        radius = 5.0 if self.step >= 18 else 3.5
        draw_shape = shapes.diamond if point.is_moment_of_truth else shapes.disc
        looks = {"fill": PRINT.feeling(point.value), "stroke": PRINT.outline(point.value)}
        if point.is_assumed:
            looks = {"fill": PRINT.surface, "stroke": PRINT.ink, "stroke_dasharray": "3 2"}
        size = radius + 1.5 if point.is_moment_of_truth else radius
        draw_shape(self.canvas, self.x(point.x), self.y(point.value), size, **looks)

    def _labelled(self) -> list[Point]:
        """Return the points whose value is written: all if there is room, else the extreme ones."""
        points = list(self.curve.points)
        if self.step >= LABEL_ROOM + 2:
            return points
        chosen: list[Point] = []
        for point in sorted(points, key=lambda point: -abs(point.value)):
            is_free = all(abs(point.x - other.x) * self.step >= LABEL_ROOM for other in chosen)
            if is_free and len(chosen) < LABELLED:
                chosen.append(point)
        return chosen

    def _paint_value(self, point: Point) -> None:
        """Write a value on the side of the point that the line leaves free."""
        near = [
            self.curve.between(point.x - 0.5, point.x),
            self.curve.between(point.x, point.x + 0.5),
        ]
        ends = [pair for pair in near if pair]
        rise = sum((low + high) / 2 - point.value for low, high in ends)
        is_above = rise < 0 or (rise == 0 and point.value >= 0)
        x, y = self.x(point.x), self.y(point.value) + (-10 if is_above else 19)
        self.canvas.text(
            x, y, signed(point.value),
            fill=PRINT.outline(point.value), size=11, weight=700, anchor="middle",
        )  # fmt: skip


def draw(
    picture: MapPicture, curve: Curve | None = None, *, title: str, prefix: str
) -> Drawing | str:
    """Return the journey of a map with its curve, or with another on the same columns.

    Nothing if nobody has rated anything. `prefix` begins the ids, unlike those of other drawings.
    """
    chosen = picture.curve if curve is None else curve
    if not chosen.points:
        return ""
    return _OneCurve(picture, chosen, title=title, prefix=prefix).drawn()
