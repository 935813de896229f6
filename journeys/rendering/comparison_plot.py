"""The two plots of a comparison: both curves, and the differences under them."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from journeys.rendering import labels, marks, plot, shapes
from journeys.rendering.curve import signed
from journeys.rendering.markup import Canvas, Drawing, escape
from journeys.rendering.parts import COLUMN_WIDTH, HEAD_WIDTH
from journeys.rendering.plot import Axis, y

if TYPE_CHECKING:
    from journeys.rendering.comparison_picture import ComparisonPicture
    from journeys.rendering.curve import Curve
    from journeys.rendering.palette import Palette

DIFFERENCE_MARGIN = 20
DIFFERENCE_ROOM = 120  # from the lowest line of the scale to the highest
DIFFERENCE_HEIGHT = DIFFERENCE_ROOM + 2 * DIFFERENCE_MARGIN
NARROW_COLUMN = 96


def _axis_and_palette(picture: ComparisonPicture) -> tuple[Axis, Palette]:
    is_print = picture.medium == "print"
    columns = max(1, len(picture.columns))
    axis = Axis(columns, picture.column_width or COLUMN_WIDTH, is_fluid=not is_print)
    return axis, marks.palette_of(picture.medium)


def draw_curves(picture: ComparisonPicture) -> Drawing:
    """Return both curves as a drawing for the picture's table."""
    axis, palette = _axis_and_palette(picture)
    canvas = Canvas()
    paint_curves(canvas, picture, axis, palette)
    return plot.framed(
        canvas,
        axis,
        plot.HEIGHT,
        title=f"Emotion in {picture.before_name} and {picture.after_name}",
        description=" ".join(
            f"{column.name}: {column.verdict.ratings}."
            for column in picture.columns
            if column.verdict is not None
        ),
        prefix=f"{picture.prefix}curves-",
    )


def paint_curves(canvas: Canvas, picture: ComparisonPicture, axis: Axis, palette: Palette) -> None:
    """Paint the older line first, dashed and square, then the newer one, solid and round."""
    plot.paint_ground(canvas, picture.stages, axis, palette)
    plot.paint_line(canvas, picture.before, axis, palette.before, dash="6 4", width=1.6)
    plot.paint_line(canvas, picture.after, axis, palette.primary)
    _paint_before(canvas, picture.before, axis, palette)
    _paint_after(canvas, picture.after, axis, palette)
    _paint_labels(canvas, picture, axis, palette)


def _paint_before(canvas: Canvas, curve: Curve, axis: Axis, palette: Palette) -> None:
    for point in curve.points:
        group = plot.open_at(canvas, axis, point.x)
        looks = {"fill": palette.before, "stroke": palette.surface, "stroke_width": "1.2"}
        if point.is_assumed:
            looks = {"fill": palette.surface, "stroke": palette.before, "stroke_dasharray": "3 2"}
        shapes.square(canvas, 0, y(point.value), **looks)
        canvas.close(group)


def _paint_after(canvas: Canvas, curve: Curve, axis: Axis, palette: Palette) -> None:
    for point in curve.points:
        group = plot.open_at(canvas, axis, point.x, data_key=escape(point.key))
        looks = {"fill": palette.primary, "stroke": palette.surface}
        if point.is_assumed:
            looks = {"fill": palette.surface, "stroke": palette.primary, "stroke_dasharray": "3 2"}
        if point.is_moment_of_truth:
            shapes.diamond(canvas, 0, y(point.value), 8, **looks)
        else:
            shapes.disc(canvas, 0, y(point.value), 6, **looks)
        canvas.close(group)


def _paint_labels(canvas: Canvas, picture: ComparisonPicture, axis: Axis, palette: Palette) -> None:
    """Write both values where the verdict is better or worse; elsewhere they would say too much."""
    told = {
        column.key
        for column in picture.columns
        if column.verdict is not None and column.verdict.name in {"better", "worse"}
    }
    both = [picture.before, picture.after]
    for curve, fill in ((picture.before, palette.before), (picture.after, palette.primary)):
        points = [point for point in curve.points if point.key in told]
        for label in labels.place(points, both, axis.column_width, y, plot.HEIGHT):
            group = plot.open_at(canvas, axis, label.point.x)
            canvas.text(label.left, label.top + 12, label.value, fill=fill, weight=700)
            canvas.close(group)


def draw_scale(picture: ComparisonPicture) -> Drawing:
    """Return the scale of the curves."""
    return plot.draw_scale(picture.medium)


def steps(picture: ComparisonPicture) -> int:
    """Return how far the scale of differences goes either way, in points of the rating."""
    return max(1, min(6, ceil(picture.highest)))


def difference_y(picture: ComparisonPicture, value: float) -> float:
    """Return how far a difference lies below the top of its plot."""
    middle = DIFFERENCE_HEIGHT / 2
    return middle - value * DIFFERENCE_ROOM / 2 / steps(picture)


def draw_differences(picture: ComparisonPicture) -> Drawing:
    """Return the plot of differences as a drawing for the picture's table."""
    axis, palette = _axis_and_palette(picture)
    canvas = Canvas()
    paint_differences(canvas, picture, axis, palette)
    return plot.framed(
        canvas,
        axis,
        DIFFERENCE_HEIGHT,
        title=f"Difference, {picture.after_name} minus {picture.before_name}",
        description=" ".join(
            f"{column.name}: {column.verdict.change}, {column.verdict.words}, {column.verdict.reason}."
            for column in picture.columns
            if column.verdict is not None and column.verdict.difference is not None
        ),
        prefix=f"{picture.prefix}differences-",
    )


def paint_differences(
    canvas: Canvas, picture: ComparisonPicture, axis: Axis, palette: Palette
) -> None:
    """Paint a mark per touchpoint that is rated in both versions, in the shape of its verdict."""
    for value in _ticks(picture):
        at = difference_y(picture, value)
        stroke = palette.line if value else palette.line_strong
        canvas.line((0, at), (axis.width, at), stroke)
    for stage in picture.stages[1:]:
        x = axis.x(stage.first)
        canvas.line((x, 0), (x, DIFFERENCE_HEIGHT), palette.line)
    for index, column in enumerate(picture.columns):
        verdict = column.verdict
        if verdict is None or verdict.difference is None:
            continue
        group = plot.open_at(canvas, axis, index + 0.5, data_key=escape(column.key))
        at = difference_y(picture, verdict.difference)
        words = f"{column.name}: {verdict.change}, {verdict.words}, {verdict.reason}"
        canvas.add(f"<title>{escape(words)}</title>")
        shapes.verdict(canvas, verdict.name, 0, at, palette)
        canvas.close(group)


def draw_difference_scale(picture: ComparisonPicture) -> Drawing:
    """Return the head of the difference plot's row with its scale."""
    canvas = Canvas()
    palette = marks.palette_of(picture.medium)
    paint_difference_scale(canvas, picture, HEAD_WIDTH - 6, palette)
    return plot.row_head(canvas, DIFFERENCE_HEIGHT, "Difference", "difference", picture.medium)


def paint_difference_scale(
    canvas: Canvas, picture: ComparisonPicture, right: float, palette: Palette
) -> None:
    """Write the numbers of the scale, ending at `right`."""
    for value in _ticks(picture):
        words = signed(value).removesuffix(".0")
        at = difference_y(picture, value) + 4
        canvas.text(right, at, words, fill=palette.muted, anchor="end")


def _ticks(picture: ComparisonPicture) -> range:
    highest = steps(picture)
    step = 1 if highest <= 3 else 2
    top = highest - highest % step
    return range(top, -top - 1, -step)
