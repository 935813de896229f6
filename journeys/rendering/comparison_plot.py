"""The two plots of a comparison: both curves, and the differences under them."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from journeys.rendering import labels, marks, plot, shapes
from journeys.rendering.frame import Frame, framed, head, paint_grid
from journeys.rendering.markup import Canvas, Drawing, escape
from journeys.rendering.parts import COMPARED_COLUMN_WIDTH

if TYPE_CHECKING:
    from journeys.rendering.comparison_picture import ComparisonPicture
    from journeys.rendering.curve import Curve
    from journeys.rendering.palette import Palette
    from journeys.rendering.parts import Medium

#: Pixels per point of the rating, and of the whole scale of differences.
UNITS: dict[Medium, float] = {"screen": 26, "print": 21}
DIFFERENCE_ROOM: dict[Medium, float] = {"screen": 120, "print": 90}


def curves_frame(picture: ComparisonPicture) -> Frame:
    """Return the measures of the plot of both curves; labels have one line, so it needs less margin."""
    return _frame(picture, reach=3, unit=UNITS[picture.medium], margin=34)


def differences_frame(picture: ComparisonPicture) -> Frame:
    """Return the measures of the plot of differences, as far as the largest reaches."""
    reach = max(1, min(6, ceil(picture.highest)))
    room = DIFFERENCE_ROOM[picture.medium]
    return _frame(picture, reach=reach, unit=room / 2 / reach, margin=18)


def _frame(picture: ComparisonPicture, *, reach: int, unit: float, margin: float) -> Frame:
    return Frame(
        columns=max(1, len(picture.columns)),
        column_width=picture.column_width or COMPARED_COLUMN_WIDTH,
        is_fluid=picture.medium == "screen",
        reach=reach,
        unit=unit,
        margin=margin,
    )


def draw_curves(picture: ComparisonPicture) -> Drawing:
    """Return both curves as a drawing for the picture's table."""
    frame = curves_frame(picture)
    canvas = Canvas()
    paint_curves(canvas, picture, frame, marks.palette_of(picture.medium))
    return framed(
        canvas,
        frame,
        title=f"Emotion in {picture.before_name} and {picture.after_name}",
        description=(
            f"{column.name}: {column.verdict.ratings}."
            for column in picture.columns
            if column.verdict is not None
        ),
        prefix=f"{picture.prefix}curves-",
    )


def draw_scale(picture: ComparisonPicture) -> Drawing:
    """Return the head of the curves' row with its scale."""
    return head(curves_frame(picture), "Emotion", "mood", picture.medium)


def paint_curves(
    canvas: Canvas, picture: ComparisonPicture, frame: Frame, palette: Palette
) -> None:
    """Paint the older line first, dashed and square, then the newer one, solid and round."""
    plot.paint_ground(canvas, frame, palette)
    paint_grid(canvas, frame, picture.stages, palette)
    plot.paint_line(canvas, picture.before, frame, palette.before, is_older=True)
    plot.paint_line(canvas, picture.after, frame, palette.primary)
    _paint_before(canvas, picture.before, frame, palette)
    _paint_after(canvas, picture.after, frame, palette)
    _paint_labels(canvas, picture, frame, palette)


def _paint_before(canvas: Canvas, curve: Curve, frame: Frame, palette: Palette) -> None:
    for point in curve.points:
        group = frame.open_at(canvas, point.x)
        looks = {"fill": palette.before, "stroke": palette.surface, "stroke_width": "1.2"}
        if point.is_assumed:
            looks = {"fill": palette.surface, "stroke": palette.before, "stroke_dasharray": "3 2"}
        shapes.square(canvas, 0, frame.y(point.value), **looks)
        canvas.close(group)


def _paint_after(canvas: Canvas, curve: Curve, frame: Frame, palette: Palette) -> None:
    for point in curve.points:
        group = frame.open_at(canvas, point.x, data_key=escape(point.key))
        looks = {"fill": palette.primary, "stroke": palette.surface}
        if point.is_assumed:
            looks = {"fill": palette.surface, "stroke": palette.primary, "stroke_dasharray": "3 2"}
        if point.is_moment_of_truth:
            shapes.diamond(canvas, 0, frame.y(point.value), 8, **looks)
        else:
            shapes.disc(canvas, 0, frame.y(point.value), 6, **looks)
        canvas.close(group)


def _paint_labels(
    canvas: Canvas, picture: ComparisonPicture, frame: Frame, palette: Palette
) -> None:
    """Write both values where the verdict is better or worse; elsewhere they would say too much."""
    told = {
        column.key
        for column in picture.columns
        if column.verdict is not None and column.verdict.name in {"better", "worse"}
    }
    both = [picture.before, picture.after]
    taken: list[labels.Label] = []
    for curve, fill in ((picture.after, palette.primary), (picture.before, palette.before)):
        points = [point for point in curve.points if point.key in told]
        placed = labels.place(points, both, frame, taken=taken, is_plain=True)
        for label in placed:
            group = frame.open_at(canvas, label.point.x)
            canvas.text(
                label.middle, label.top + 12, label.value, fill=fill, weight=700, anchor="middle"
            )
            canvas.close(group)
        taken += placed


def draw_differences(picture: ComparisonPicture) -> Drawing:
    """Return the plot of differences as a drawing for the picture's table."""
    frame = differences_frame(picture)
    canvas = Canvas()
    paint_differences(canvas, picture, frame, marks.palette_of(picture.medium))
    return framed(
        canvas,
        frame,
        title=f"Difference, {picture.after_name} minus {picture.before_name}",
        description=(
            f"{column.name}: {column.verdict.change}, {column.verdict.words}, {column.verdict.reason}."
            for column in picture.columns
            if column.verdict is not None and column.verdict.difference is not None
        ),
        prefix=f"{picture.prefix}differences-",
    )


def draw_difference_scale(picture: ComparisonPicture) -> Drawing:
    """Return the head of the differences' row with its scale."""
    return head(differences_frame(picture), "Difference", "difference", picture.medium)


def paint_differences(
    canvas: Canvas, picture: ComparisonPicture, frame: Frame, palette: Palette
) -> None:
    """Paint a mark per touchpoint that is rated in both versions, in the shape of its verdict."""
    paint_grid(canvas, frame, picture.stages, palette)
    for index, column in enumerate(picture.columns):
        verdict = column.verdict
        if verdict is None or verdict.difference is None:
            continue
        group = frame.open_at(canvas, index + 0.5, data_key=escape(column.key))
        words = f"{column.name}: {verdict.change}, {verdict.words}, {verdict.reason}"
        canvas.add(f"<title>{escape(words)}</title>")
        shapes.verdict(canvas, verdict.name, 0, frame.y(verdict.difference), palette)
        canvas.close(group)
