"""The picture on the first page: the whole journey on one line, both curves over each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.rendering import curve as curves
from journeys.rendering import shapes
from journeys.rendering.curve import signed
from journeys.rendering.lettering import shorten, width, wrap
from journeys.rendering.markup import Canvas, Drawing, document, escape, number
from journeys.rendering.palette import PRINT
from journeys.reports.version_comparison.plots import square

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.rendering.comparison_picture import ComparisonPicture
    from journeys.rendering.curve import Curve, Point

WIDTH = 794.0
LEFT = 30.0
_UNIT, _TOP, _HEAD = 20.0, 50.0, 34.0
_BOTTOM = _TOP + 6 * _UNIT + 21
_NAMES = _BOTTOM + 22
#: Columns narrower than this have their names upright; narrower than the second, none; narrower than
#: the third, no marks and points either: the lines alone are seen then.
WIDE, NARROW, NARROWEST = 64.0, 11.5, 7.0
UPRIGHT_ROOM = 92.0
#: How many touchpoints are labelled with both values, and from which difference on.
LABELLED, WORTH_A_LABEL, LABEL_ROOM = 6, 0.3, 24.0


def draw(picture: ComparisonPicture) -> Drawing:
    """Return both curves under the stages, with marks and names under them."""
    return _Journey(picture).drawn()


class _Journey:
    def __init__(self, picture: ComparisonPicture) -> None:
        self.picture = picture
        self.canvas = Canvas()
        self.step = (WIDTH - LEFT) / max(1, len(picture.columns))

    def drawn(self) -> Drawing:
        """Paint everything, the older version under the newer."""
        self._paint_stages()
        self._paint_grid()
        self._paint_line(self.picture.before, PRINT.before, "6 4", "2 3")
        self._paint_line(self.picture.after, PRINT.primary, "", "5 4")
        self._paint_points()
        self._paint_labels()
        height = self._paint_columns()
        return document(
            str(self.canvas),
            WIDTH,
            height,
            title=(
                f"Emotion curves of {self.picture.before_name} and {self.picture.after_name} over "
                "the whole journey. The table under Feelings says every rating."
            ),
            description=self._words(),
            prefix="journey-",
        )

    def _words(self) -> str:
        return " ".join(
            f"{column.name}: {column.verdict.ratings}, {column.verdict.words}."
            for column in self.picture.columns
            if column.verdict is not None
        )

    def x(self, columns: float) -> float:
        """Return where a distance in columns lies."""
        return LEFT + columns * self.step

    @staticmethod
    def y(value: float) -> float:
        """Return where a rating lies."""
        return _TOP + (3 - value) * _UNIT

    def _paint_stages(self) -> None:
        for stage in self.picture.stages:
            left, room = self.x(stage.first), stage.span * self.step
            self.canvas.rect(left + 1, 0, room - 2, _HEAD, fill=PRINT.sunk)
            size, lines = _stage_name(stage.name, room - 6)
            top = _HEAD / 2 - len(lines) * 7 + size - 1
            for index, line in enumerate(lines):
                self.canvas.text(
                    left + room / 2, top + index * 14, line,
                    fill=PRINT.muted if stage.is_gone else PRINT.ink,
                    size=size, weight=600, anchor="middle", strike=stage.is_gone,
                )  # fmt: skip

    def _paint_grid(self) -> None:
        for value in range(-3, 4):
            stroke = PRINT.line if value else PRINT.line_strong
            self.canvas.line((LEFT, self.y(value)), (WIDTH, self.y(value)), stroke)
            words = "0" if not value else f"{'+' if value > 0 else '−'}{abs(value)}"
            self.canvas.text(
                LEFT - 6, self.y(value) + 4, words, fill=PRINT.muted, size=11, anchor="end"
            )
        for stage in self.picture.stages[1:]:
            x = self.x(stage.first)
            self.canvas.line((x, _HEAD), (x, _BOTTOM), PRINT.line)

    def _paint_line(self, curve: Curve, stroke: str, dash: str, assumed_dash: str) -> None:
        for is_assumed, dashes in ((False, dash), (True, assumed_dash)):
            segments = [part for part in curve.segments if part.is_assumed == is_assumed]
            if segments:
                d = curves.path(
                    segments, lambda x: number(self.x(x)), lambda value: number(self.y(value))
                )
                self.canvas.path(
                    d, fill="none", stroke=stroke, stroke_width=2, stroke_dasharray=dashes
                )

    def _paint_points(self) -> None:
        if self.step < NARROWEST:
            return
        radius = 5.0 if self.step >= 18 else 3.5
        for point in self.picture.before.points:
            looks = self._looks(point, PRINT.before)
            square(
                self.canvas, self.x(point.x), self.y(point.value), radius - 1, stroke_width=1.4, **looks
            )  # fmt: skip
        for point in self.picture.after.points:
            draw_shape = shapes.diamond if point.is_moment_of_truth else shapes.disc
            size = radius + 1.5 if point.is_moment_of_truth else radius
            looks = self._looks(point, PRINT.primary)
            draw_shape(self.canvas, self.x(point.x), self.y(point.value), size, **looks)

    @staticmethod
    def _looks(point: Point, colour: str) -> dict[str, str]:
        """Return a filled mark for what was observed, a hollow one for what is assumed."""
        return {"fill": PRINT.surface if point.is_assumed else colour, "stroke": colour}

    def _paint_labels(self) -> None:
        """Write both values where they differ most, the higher above and the lower below."""
        after = {point.key: point for point in self.picture.after.points}
        before = {point.key: point for point in self.picture.before.points}
        differing = [
            (abs(column.verdict.difference), column.key)
            for column in self.picture.columns
            if column.verdict and column.verdict.difference
        ]
        differing.sort(reverse=True)
        taken: list[float] = []
        for size, key in differing[:LABELLED]:
            if size < WORTH_A_LABEL or key not in after or key not in before:
                continue
            x = self.x(after[key].x)
            if self.step < NARROWEST or any(abs(x - other) < LABEL_ROOM for other in taken):
                continue
            taken.append(x)
            pair = [(after[key], PRINT.primary), (before[key], PRINT.before)]
            high, low = sorted(pair, key=lambda item: -item[0].value)
            self._paint_label(*high, -9)
            self._paint_label(*low, 18)

    def _paint_label(self, point: Point, colour: str, below: float) -> None:
        x, y = self.x(point.x), self.y(point.value) + below
        room = width(signed(point.value), 11, 700) + 4
        self.canvas.rect(x - room / 2, y - 10, room, 12, fill=PRINT.surface)
        self.canvas.text(
            x, y, signed(point.value), fill=colour, size=11, weight=700, anchor="middle"
        )

    def _paint_columns(self) -> float:
        """Paint each touchpoint's mark and name; gives the height of the whole picture."""
        bottom = _NAMES
        if self.step < NARROWEST:
            return _BOTTOM
        for index, column in enumerate(self.picture.columns):
            x = self.x(index + 0.5)
            if column.is_gone or column.mark == "added":
                self._paint_sign("removed" if column.is_gone else "added", x)
            elif column.verdict is not None:
                shapes.verdict(self.canvas, column.verdict.name, x, _BOTTOM + 8, PRINT)
            if column.name:
                fill = PRINT.muted if column.is_gone else PRINT.ink
                is_struck = column.is_gone
                bottom = max(bottom, self._paint_name(column.name, x, fill, is_struck=is_struck))
        return bottom + 2

    def _paint_sign(self, mark: str, x: float) -> None:
        y = _BOTTOM + 8
        colour, _ = PRINT.change(mark)
        upright = f"M{number(x)} {number(y - 5)}v10" if mark == "added" else ""
        self.canvas.path(
            f"M{number(x - 5)} {number(y)}h10{upright}", fill="none", stroke=colour, stroke_width=2
        )

    def _paint_name(self, name: str, x: float, fill: str, *, is_struck: bool) -> float:
        if self.step >= WIDE:
            lines = wrap(name, 11, self.step - 6, most=3)
            for index, line in enumerate(lines):
                self.canvas.text(
                    x, _NAMES + 10 + 13 * index, line,
                    fill=fill, size=11, anchor="middle", strike=is_struck,
                )  # fmt: skip
            return _NAMES + 13 * len(lines)
        if self.step < NARROW:
            return _NAMES
        line = shorten(name, 10, UPRIGHT_ROOM)
        self.canvas.open(
            f'<g transform="translate({number(x + 3.5)} {number(_NAMES)}) rotate(-90)">'
        )
        self.canvas.text(0, 0, line, fill=fill, size=10, anchor="end", strike=is_struck)
        self.canvas.close()
        return _NAMES + width(line, 10)


def _stage_name(name: str, room: float) -> tuple[float, list[str]]:
    """Return the size and lines of a stage's name: smaller before it is cut."""
    for size in (12.0, 10.5, 9.0):
        lines = wrap(name, size, room, weight=600)
        if len(lines) <= 2 and all(width(word, size, 600) <= room for word in name.split()):
            return size, lines
    return 9.0, [shorten(name, 9.0, room, 600)] if room > 16 else []


def legend(before: str, after: str) -> Iterator[tuple[Drawing, str]]:
    """Return the marks of the picture with their meaning."""
    sample = Canvas()
    sample.line((0, 6), (26, 6), PRINT.before, stroke_width=2, stroke_dasharray="6 4")
    square(sample, 13, 6, 4, fill=PRINT.before)
    yield _sample(sample, before), before
    sample = Canvas()
    sample.line((0, 6), (26, 6), PRINT.primary, stroke_width=2)
    shapes.disc(sample, 13, 6, 4.5, fill=PRINT.primary)
    yield _sample(sample, after), after
    sample = Canvas()
    square(sample, 6, 6, 4, fill=PRINT.surface, stroke=PRINT.before, stroke_width="1.4")
    shapes.disc(sample, 20, 6, 4.5, fill=PRINT.surface, stroke=PRINT.primary)
    yield _sample(sample, "hollow"), "hollow, dotted: assumed"
    sample = Canvas()
    shapes.diamond(sample, 13, 6, 6, fill=PRINT.ink)
    yield _sample(sample, "diamond"), "moment of truth"


def _sample(canvas: Canvas, title: str) -> Drawing:
    return Drawing(
        '<svg xmlns="http://www.w3.org/2000/svg" width="27" height="12" viewBox="0 0 27 12" role="img">'
        f"<title>{escape(title)}</title>{canvas}</svg>"
    )
