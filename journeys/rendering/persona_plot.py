"""Painting the curves of personas: a group each, so that a page can show and hide it by its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.rendering import curve as curves
from journeys.rendering import persona_names, text
from journeys.rendering.lettering import needs_shaping
from journeys.rendering.markup import escape, number
from journeys.rendering.shapes import FALLS_BACK, persona_dash, persona_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.rendering.curve import Segment
    from journeys.rendering.frame import Frame
    from journeys.rendering.labels import Label
    from journeys.rendering.markup import Canvas
    from journeys.rendering.palette import Palette
    from journeys.rendering.persona_curves import PersonaCurve
    from journeys.rendering.picture import MapPicture


def paint_lines(canvas: Canvas, picture: MapPicture, frame: Frame, palette: Palette) -> None:
    """Paint the personas' lines, under the map's own."""
    for persona in _painted(picture, frame):
        _open(canvas, persona)
        group, column = frame.open_lines(canvas)
        for falls_back in (True, False):
            segments = [part for part in persona.curve.segments if part.is_assumed == falls_back]
            if segments:
                canvas.path(
                    _path(segments, column, frame),
                    fill="none",
                    stroke=palette.persona(persona.look),
                    stroke_width=1.6 if falls_back else 2,
                    stroke_dasharray=FALLS_BACK if falls_back else persona_dash(persona.look),
                    vector_effect="non-scaling-stroke" if frame.is_fluid else "",
                )
        canvas.close(group)
        canvas.close()


def paint_points(
    canvas: Canvas, picture: MapPicture, frame: Frame, palette: Palette, *, taken: Sequence[Label]
) -> None:
    """Paint the personas' own points, over the map's own, and each one's name at its line."""
    painted = _painted(picture, frame)
    names = persona_names.place(painted, picture.curve, frame, taken=taken)
    for persona in painted:
        _open(canvas, persona)
        for point in persona.curve.points:
            group = frame.open_at(canvas, point.x, data_key=escape(point.key))
            canvas.add(f"<title>{escape(text.persona_rating(persona.name, point))}</title>")
            persona_mark(
                canvas, persona.look, 0, frame.y(point.value), palette, is_assumed=point.is_assumed
            )
            canvas.close(group)
        name = names.get(persona.key)
        # WeasyPrint writes letters of drawings one by one; the legend has such names right.
        if name is not None and not (picture.medium == "print" and needs_shaping(persona.name)):
            group = frame.open_at(canvas, name.x)
            fill = palette.persona(persona.look)
            canvas.text(name.middle, name.top + 12, name.words, fill=fill, weight=600, anchor="middle")  # fmt: skip
            canvas.close(group)
        canvas.close()


def _painted(picture: MapPicture, frame: Frame) -> Sequence[PersonaCurve]:
    """Return all on a page with a script or links to choose, elsewhere those chosen."""
    return picture.personas if frame.is_fluid else picture.shown_personas


def _open(canvas: Canvas, persona: PersonaCurve) -> None:
    hidden = "" if persona.is_shown else ' display="none"'
    canvas.open(f'<g data-persona="{escape(persona.key)}"{hidden}>')


def _path(segments: Sequence[Segment], column: float, frame: Frame) -> str:
    return curves.path(segments, lambda x: number(x * column), lambda value: number(frame.y(value)))
