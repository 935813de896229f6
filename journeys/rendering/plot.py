"""The emotion curve of a map: ground, scale, line, points and their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.rendering import curve as curves
from journeys.rendering import labels, marks, persona_plot, text
from journeys.rendering.frame import Frame, framed, head, paint_grid
from journeys.rendering.markup import Canvas, Drawing, escape, number
from journeys.rendering.parts import COLUMN_WIDTH
from journeys.rendering.shapes import diamond, disc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.rendering.curve import Curve, Point
    from journeys.rendering.labels import Label
    from journeys.rendering.palette import Palette
    from journeys.rendering.parts import Column, Medium
    from journeys.rendering.picture import MapPicture

NOT_RATED = "not rated"
#: Pixels per point of the rating.
UNITS: dict[Medium, float] = {"screen": 28, "print": 24}


def frame_of(picture: MapPicture) -> Frame:
    """Return the measures of a picture's plot."""
    return Frame(
        columns=max(1, len(picture.columns)),
        column_width=picture.column_width or COLUMN_WIDTH,
        is_fluid=picture.medium == "screen",
        unit=UNITS[picture.medium],
    )


def draw(picture: MapPicture) -> Drawing:
    """Return the plot as a drawing for the picture's table."""
    frame = frame_of(picture)
    canvas = Canvas()
    paint(canvas, picture, frame, marks.palette_of(picture.medium))
    return framed(
        canvas,
        frame,
        title="Emotion along the journey",
        description=text.ratings(picture),
        prefix=f"{picture.prefix}curve-",
    )


def draw_scale(picture: MapPicture) -> Drawing:
    """Return the head of the plot's row with its scale."""
    return head(frame_of(picture), "Emotion", "mood", picture.medium)


def paint(canvas: Canvas, picture: MapPicture, frame: Frame, palette: Palette) -> None:
    """Paint a map's plot with its top left corner at 0, 0."""
    paint_ground(canvas, frame, palette)
    paint_grid(canvas, frame, picture.stages, palette)
    shown = [persona.curve for persona in picture.shown_personas]
    beside = [point for curve in shown for point in curve.points]
    own = labels.place(picture.curve.points, [picture.curve, *shown], frame, beside=beside)
    persona_plot.paint_lines(canvas, picture, frame, palette)
    paint_line(canvas, picture.curve, frame, palette.primary)
    for label in own:
        _paint_point(canvas, label, frame, palette)
    persona_plot.paint_points(canvas, picture, frame, palette, taken=own)
    _paint_gaps(canvas, picture.columns, frame, palette)


def paint_ground(canvas: Canvas, frame: Frame, palette: Palette) -> None:
    """Paint what is above zero and what is below."""
    zero = frame.y(0)
    canvas.rect(0, 0, frame.width, zero, fill=palette.above_zero)
    canvas.rect(0, zero, frame.width, frame.height - zero, fill=palette.below_zero)


def paint_line(
    canvas: Canvas, curve: Curve, frame: Frame, stroke: str, *, is_older: bool = False
) -> None:
    """Paint the line of a version; beside an assumed point it is dashed, an older one's dotted."""
    group, column = frame.open_lines(canvas)
    dashes = ("6 4", "2 4") if is_older else ("", "5 4")
    for is_assumed, dash in zip((False, True), dashes, strict=True):
        segments = [part for part in curve.segments if part.is_assumed == is_assumed]
        if segments:
            canvas.path(
                curves.path(
                    segments,
                    lambda x: number(x * column),
                    lambda value: number(frame.y(value)),
                ),
                fill="none",
                stroke=stroke,
                stroke_width=1.6 if is_older else 2,
                stroke_dasharray=dash,
                vector_effect="non-scaling-stroke" if frame.is_fluid else "",
            )
    canvas.close(group)


def _paint_point(canvas: Canvas, label: Label, frame: Frame, palette: Palette) -> None:
    point = label.point
    group = frame.open_at(canvas, point.x, data_key=escape(point.key))
    canvas.add(f"<title>{escape(text.rating(point))}</title>")
    _paint_mark(canvas, point, frame.y(point.value), palette)
    baseline = label.top + labels.SIZE
    word = f'<tspan font-weight="400" fill="{palette.muted}"> {label.word}</tspan>'
    canvas.add(
        f'<text x="{number(label.middle)}" y="{number(baseline)}" text-anchor="middle" font-size="12" '
        f'font-weight="700" fill="{palette.ink}">{label.value}{word if label.word else ""}</text>'
    )
    if label.feeling:
        baseline += labels.LEADING
        canvas.text(label.middle, baseline, label.feeling, fill=palette.muted, anchor="middle")
    canvas.close(group)


def _paint_mark(canvas: Canvas, point: Point, y: float, palette: Palette) -> None:
    """Paint a point at x = 0: filled if observed, hollow and dashed if assumed."""
    if point.is_assumed:
        looks = {"fill": palette.surface, "stroke": palette.ink, "stroke_dasharray": "3 2"}
    else:
        looks = {"fill": palette.feeling(point.value), "stroke": palette.outline(point.value)}
    if point.is_moment_of_truth:
        diamond(canvas, 0, y, 9, **looks)
    else:
        disc(canvas, 0, y, 7, **looks)


def _paint_gaps(canvas: Canvas, columns: Sequence[Column], frame: Frame, palette: Palette) -> None:
    """Say where nobody has rated a touchpoint; no line runs there."""
    for index, column in enumerate(columns):
        if column.is_touchpoint and column.emotion is None:
            x = frame.x(index + 0.5)
            canvas.text(x, frame.height - 10, NOT_RATED, fill=palette.muted, anchor="middle")
