"""The emotion plot: ground, scale, line, points and their labels.

On screen the plot is fluid: x in per cent, the line in an inner drawing that stretches, so that it
stays on the columns of the table at every width without a script. In a file and in print x is in
pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.rendering import curve as curves
from journeys.rendering import labels, marks, text
from journeys.rendering.lettering import shorten, wrap
from journeys.rendering.markup import Canvas, Drawing, attributes, document, escape, number
from journeys.rendering.palette import SCREEN
from journeys.rendering.parts import COLUMN_WIDTH, HEAD_WIDTH
from journeys.rendering.shapes import diamond, disc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.rendering.comparison_parts import ComparedStage
    from journeys.rendering.curve import Curve, Point
    from journeys.rendering.labels import Label
    from journeys.rendering.palette import Palette
    from journeys.rendering.parts import Column, Medium, StageHead
    from journeys.rendering.picture import MapPicture

UNIT = 28
MARGIN = 48  # room for a label of two lines above +3 and below −3
HEIGHT = 6 * UNIT + 2 * MARGIN
SCALE = (3, 2, 1, 0, -1, -2, -3)
NOT_RATED = "not rated"
SCREEN_INDENT = 12  # of the heads of rows, inside the frame of the page


class Axis(Struct, frozen=True):
    """How columns become x: in pixels of a fixed column width, or in per cent of a fluid one."""

    columns: int
    column_width: float
    is_fluid: bool = False

    def x(self, columns: float) -> str:
        """Return where a distance in columns lies."""
        if self.is_fluid:
            return f"{number(100 * columns / max(1, self.columns), 4)}%"
        return number(columns * self.column_width)

    @property
    def width(self) -> str:
        """Return how wide all columns are."""
        return self.x(self.columns)


def y(value: float) -> float:
    """Return how far a rating lies below the top of the plot, in pixels."""
    return MARGIN + (3 - value) * UNIT


def draw(picture: MapPicture) -> Drawing:
    """Return the plot as a drawing for the picture's table."""
    is_print = picture.medium == "print"
    axis = Axis(
        max(1, len(picture.columns)), picture.column_width or COLUMN_WIDTH, is_fluid=not is_print
    )
    canvas = Canvas()
    paint(canvas, picture, axis, marks.palette_of(picture.medium))
    return framed(
        canvas,
        axis,
        HEIGHT,
        title="Emotion along the journey",
        description=text.ratings(picture),
        prefix=f"{picture.prefix}curve-",
    )


def framed(
    canvas: Canvas, axis: Axis, height: float, *, title: str, description: str, prefix: str
) -> Drawing:
    """Return what was painted as a drawing that fills its cell."""
    if not axis.is_fluid:
        return document(
            str(canvas),
            axis.columns * axis.column_width,
            height,
            title=title,
            description=description,
            prefix=prefix,
        )
    return Drawing(
        f'<svg class="picture-plot" width="100%" height="{number(height)}" role="img" '
        f'aria-labelledby="{prefix}title {prefix}desc">'
        f'<title id="{prefix}title">{escape(title)}</title>'
        f'<desc id="{prefix}desc">{escape(description)}</desc>{canvas}</svg>'
    )


def paint(canvas: Canvas, picture: MapPicture, axis: Axis, palette: Palette) -> None:
    """Paint a map's plot with its top left corner at 0, 0."""
    paint_ground(canvas, picture.stages, axis, palette)
    paint_line(canvas, picture.curve, axis, palette.primary)
    placed = labels.place(picture.curve.points, [picture.curve], axis.column_width, y, HEIGHT)
    for label in placed:
        _paint_point(canvas, label, axis, palette)
    _paint_gaps(canvas, picture.columns, axis, palette)


def paint_ground(
    canvas: Canvas,
    stages: Sequence[StageHead] | Sequence[ComparedStage],
    axis: Axis,
    palette: Palette,
) -> None:
    """Paint what is above and below zero, the grid, and the borders of stages."""
    canvas.rect(0, 0, axis.width, y(0), fill=palette.above_zero)
    canvas.rect(0, y(0), axis.width, HEIGHT - y(0), fill=palette.below_zero)
    for value in SCALE:
        stroke = palette.line if value else palette.line_strong
        canvas.line((0, y(value)), (axis.width, y(value)), stroke)
    for stage in stages[1:]:
        canvas.line((axis.x(stage.first), 0), (axis.x(stage.first), HEIGHT), palette.line)


def paint_line(
    canvas: Canvas, curve: Curve, axis: Axis, stroke: str, *, dash: str = "", width: float = 2
) -> None:
    """Paint the line; beside an assumed point it is dashed."""
    solid = [segment for segment in curve.segments if not segment.is_assumed]
    assumed = [segment for segment in curve.segments if segment.is_assumed]
    looks: dict[str, str | float] = {"fill": "none", "stroke": stroke, "stroke_width": width}
    if axis.is_fluid:
        canvas.open(
            f'<svg width="100%" height="{HEIGHT}" viewBox="0 0 {axis.columns * 100} {HEIGHT}" '
            'preserveAspectRatio="none">'
        )
        looks["vector_effect"] = "non-scaling-stroke"
    scale = 100 if axis.is_fluid else axis.column_width
    for segments, dashes in ((solid, dash), (assumed, "2 4" if dash else "5 4")):
        if segments:
            d = curves.path(segments, lambda x: number(x * scale), lambda value: number(y(value)))
            canvas.path(d, **looks, stroke_dasharray=dashes)
    if axis.is_fluid:
        canvas.close("svg")


def open_at(canvas: Canvas, axis: Axis, x: float, **looks: str) -> str:
    """Open a group whose zero lies at x columns; gives the name to close it with."""
    if axis.is_fluid:
        canvas.open(f'<svg x="{axis.x(x)}" overflow="visible"{attributes(looks)}>')
        return "svg"
    canvas.open(f'<g transform="translate({axis.x(x)} 0)"{attributes(looks)}>')
    return "g"


def _paint_point(canvas: Canvas, label: Label, axis: Axis, palette: Palette) -> None:
    point = label.point
    group = open_at(canvas, axis, point.x, data_key=escape(point.key))
    canvas.add(f"<title>{escape(text.rating(point))}</title>")
    paint_mark(canvas, point, palette)
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


def paint_mark(canvas: Canvas, point: Point, palette: Palette) -> None:
    """Paint a point at x = 0: filled if observed, hollow and dashed if assumed."""
    at = y(point.value)
    if point.is_assumed:
        looks = {"fill": palette.surface, "stroke": palette.ink, "stroke_dasharray": "3 2"}
    else:
        looks = {"fill": palette.feeling(point.value), "stroke": palette.outline(point.value)}
    if point.is_moment_of_truth:
        diamond(canvas, 0, at, 9, **looks)
    else:
        disc(canvas, 0, at, 7, **looks)


def _paint_gaps(canvas: Canvas, columns: Sequence[Column], axis: Axis, palette: Palette) -> None:
    """Say where nobody has rated a touchpoint; no line runs there."""
    unrated = [
        index
        for index, column in enumerate(columns)
        if column.is_touchpoint and column.emotion is None
    ]
    for index in unrated:
        canvas.text(
            axis.x(index + 0.5), HEIGHT - 10, NOT_RATED, fill=palette.muted, anchor="middle"
        )


def draw_scale(medium: Medium) -> Drawing:
    """Return the head of the row: its title, and −3…+3 on the height of their lines."""
    canvas = Canvas()
    paint_scale(canvas, HEAD_WIDTH - 6, marks.palette_of(medium))
    return row_head(canvas, HEIGHT, "Emotion", "mood", medium)


def row_head(canvas: Canvas, height: float, title: str, icon: str, medium: Medium) -> Drawing:
    """Return the head of a row with a plot; the words are in the table too, for screen readers."""
    muted = marks.palette_of(medium).muted
    indent = 0 if medium == "print" else SCREEN_INDENT
    canvas.add(marks.placed(icon, indent, 8, 16, muted))
    for line, words in enumerate(wrap(title, 12, HEAD_WIDTH - 58, weight=500)):
        canvas.text(indent + 22, 20 + 16 * line, words, fill=muted, weight=500)
    return Drawing(
        f'<svg class="picture-scale" width="{HEAD_WIDTH}" height="{number(height)}" '
        f'viewBox="0 0 {HEAD_WIDTH} {number(height)}" aria-hidden="true" focusable="false">{canvas}</svg>'
    )


def paint_scale(canvas: Canvas, right: float, palette: Palette) -> None:
    """Write the numbers of the scale, ending at `right`."""
    for value in SCALE:
        words = "0" if value == 0 else f"{'+' if value > 0 else '−'}{abs(value)}"
        canvas.text(right, y(value) + 4, words, fill=palette.muted, anchor="end")


OVERVIEW_HEIGHT = 64
_OVERVIEW_WIDTH = 1100


def draw_overview(picture: MapPicture) -> Drawing:
    """Return the whole journey small: stages to jump to, the curve, a frame for what is in sight."""
    axis = Axis(max(1, len(picture.columns)), COLUMN_WIDTH, is_fluid=True)
    canvas = Canvas()
    for stage in picture.stages:
        _paint_overview_stage(canvas, stage, axis, picture.prefix)
    zero = _overview_y(0)
    canvas.line((0, zero), ("100%", zero), SCREEN.line_strong, stroke_dasharray="1 4")
    canvas.open(
        f'<svg width="100%" height="{OVERVIEW_HEIGHT}" preserveAspectRatio="none" '
        f'viewBox="0 0 {axis.columns * 100} {OVERVIEW_HEIGHT}">'
    )
    d = curves.path(
        picture.curve.segments,
        lambda x: number(x * 100),
        lambda value: number(_overview_y(value)),
    )
    if d:
        canvas.path(
            d, fill="none", stroke=SCREEN.primary, stroke_width=1.6,
            vector_effect="non-scaling-stroke",
        )  # fmt: skip
    canvas.close("svg")
    for point in picture.curve.points:
        hollow = point.is_assumed
        canvas.add(
            f'<circle cx="{axis.x(point.x)}" cy="{number(_overview_y(point.value))}" r="3" '
            f'fill="{SCREEN.surface if hollow else SCREEN.feeling(point.value)}" '
            f'stroke="{SCREEN.ink if hollow else SCREEN.outline(point.value)}"/>'
        )
    frame = (
        f'<rect class="picture-window" x="0" y="1" width="100%" height="{OVERVIEW_HEIGHT - 2}" rx="6" '
        f'fill="none" stroke="{SCREEN.primary}" stroke-width="2" visibility="hidden"/>'
    )
    return Drawing(
        f'<svg class="picture-overview-plot" width="100%" height="{OVERVIEW_HEIGHT}">{canvas}{frame}</svg>'
    )


def _overview_y(value: float) -> float:
    return 42 - value * 6


def _paint_overview_stage(canvas: Canvas, stage: StageHead, axis: Axis, prefix: str) -> None:
    room = stage.span * _OVERVIEW_WIDTH / axis.columns - 8
    canvas.open(
        f'<svg x="{axis.x(stage.first)}" width="{axis.x(stage.span)}" height="{OVERVIEW_HEIGHT}">'
    )
    if stage.first:
        canvas.line((0, 6), (0, OVERVIEW_HEIGHT - 6), SCREEN.line)
    canvas.open(f'<a href="#{escape(prefix)}element-{escape(stage.key)}">')
    canvas.add(f"<title>{escape(stage.name)}</title>")
    canvas.text(6, 16, shorten(stage.name, 12, room, 500), fill=SCREEN.ink, weight=500)
    canvas.close("a")
    canvas.close("svg")
