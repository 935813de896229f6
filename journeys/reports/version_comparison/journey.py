"""The picture on the first page: the whole journey on one line, both curves over each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.rendering import shapes
from journeys.rendering.curve import signed
from journeys.rendering.lettering import width
from journeys.rendering.markup import Canvas, Drawing, document, escape, number
from journeys.rendering.palette import PRINT
from journeys.reports.journey import BOTTOM, LABEL_ROOM, NARROWEST, Journey
from journeys.reports.version_comparison.plots import square

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.rendering.comparison_picture import ComparisonPicture
    from journeys.rendering.curve import Point

#: How many touchpoints are labelled with both values, and from which difference on.
LABELLED, WORTH_A_LABEL = 6, 0.3


def draw(picture: ComparisonPicture) -> Drawing:
    """Return both curves under the stages, with marks and names under them."""
    return _TwoCurves(picture).drawn()


class _TwoCurves(Journey):
    def __init__(self, picture: ComparisonPicture) -> None:
        super().__init__(picture.stages, picture.columns)
        self.picture = picture

    @staticmethod
    def is_gone(part: Any) -> bool:
        """Strike through what the newer version has not."""
        return bool(part.is_gone)

    def drawn(self) -> Drawing:
        """Paint everything, the older version under the newer."""
        self.paint_stages()
        self.paint_grid()
        self.paint_line(self.picture.before, PRINT.before, "6 4", "2 3")
        self.paint_line(self.picture.after, PRINT.primary, "", "5 4")
        self._paint_points()
        self._paint_labels()
        height = self._paint_columns()
        return document(
            str(self.canvas),
            self.width,
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
        bottom = self.names
        if self.step < NARROWEST:
            return BOTTOM
        for index, column in enumerate(self.picture.columns):
            x = self.x(index + 0.5)
            if column.is_gone or column.mark == "added":
                self._paint_sign("removed" if column.is_gone else "added", x)
            elif column.verdict is not None:
                shapes.verdict(self.canvas, column.verdict.name, x, BOTTOM + 8, PRINT)
            if column.name:
                fill = PRINT.muted if column.is_gone else PRINT.ink
                is_struck = column.is_gone
                bottom = max(bottom, self.paint_name(column.name, x, fill, is_struck=is_struck))
        return bottom + 2

    def _paint_sign(self, mark: str, x: float) -> None:
        y = BOTTOM + 8
        colour, _ = PRINT.change(mark)
        upright = f"M{number(x)} {number(y - 5)}v10" if mark == "added" else ""
        self.canvas.path(
            f"M{number(x - 5)} {number(y)}h10{upright}", fill="none", stroke=colour, stroke_width=2
        )


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
