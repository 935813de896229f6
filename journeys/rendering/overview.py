"""The whole journey small: stages to jump to, the curve, and a frame for what is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.rendering import curve as curves
from journeys.rendering.frame import Frame
from journeys.rendering.lettering import shorten
from journeys.rendering.markup import Canvas, Drawing, escape, number
from journeys.rendering.palette import SCREEN
from journeys.rendering.parts import COLUMN_WIDTH

if TYPE_CHECKING:
    from journeys.rendering.parts import StageHead
    from journeys.rendering.picture import MapPicture

HEIGHT = 64
_NAMES = 22  # the height of the line the stages' names stand on
_USUAL_WIDTH = 1100  # of the strip on most screens; where it is narrower, names are cut off


def draw(picture: MapPicture) -> Drawing:
    """Return the overview; `picture.js` moves its frame, without a script the links do."""
    frame = Frame(max(1, len(picture.columns)), COLUMN_WIDTH, is_fluid=True, unit=6, margin=14)
    canvas = Canvas()
    for stage in picture.stages:
        _paint_stage(canvas, stage, frame, picture.prefix)
    zero = _y(frame, 0)
    canvas.line((0, zero), ("100%", zero), SCREEN.line_strong, stroke_dasharray="1 4")
    group, column = frame.open_lines(canvas)
    d = curves.path(
        picture.curve.segments,
        lambda x: number(x * column),
        lambda value: number(_y(frame, value)),
    )
    if d:
        looks = {"fill": "none", "stroke": SCREEN.primary, "vector_effect": "non-scaling-stroke"}
        canvas.path(d, stroke_width=1.6, **looks)
    canvas.close(group)
    for point in picture.curve.points:
        is_hollow = point.is_assumed
        canvas.add(
            f'<circle cx="{frame.x(point.x)}" cy="{number(_y(frame, point.value))}" r="3" '
            f'fill="{SCREEN.surface if is_hollow else SCREEN.feeling(point.value)}" '
            f'stroke="{SCREEN.ink if is_hollow else SCREEN.outline(point.value)}"/>'
        )
    return Drawing(
        f'<svg class="picture-overview-plot" width="100%" height="{HEIGHT}">{canvas}'
        f'<rect class="picture-window" x="0" y="1" width="100%" height="{HEIGHT - 2}" rx="6" '
        f'fill="none" stroke="{SCREEN.primary}" stroke-width="2" visibility="hidden"/></svg>'
    )


def _y(frame: Frame, value: float) -> float:
    return frame.y(value) + HEIGHT - frame.height


def _paint_stage(canvas: Canvas, stage: StageHead, frame: Frame, prefix: str) -> None:
    room = stage.span * _USUAL_WIDTH / frame.columns - 8
    canvas.open(f'<svg x="{frame.x(stage.first)}" width="{frame.x(stage.span)}" height="{HEIGHT}">')
    if stage.first:
        canvas.line((0, 6), (0, HEIGHT - 6), SCREEN.line)
    canvas.open(f'<a href="#{escape(prefix)}element-{escape(stage.key)}">')
    canvas.add(f"<title>{escape(stage.name)}</title>")
    canvas.rect(0, 0, "100%", _NAMES, fill=SCREEN.ground, fill_opacity=0)
    if room > 24:
        canvas.text(6, 16, shorten(stage.name, 12, room, 500), fill=SCREEN.ink, weight=500)
    canvas.close("a")
    canvas.close("svg")
