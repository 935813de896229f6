"""Small drawings that stand in the text of a page: icons, pips, the marks a legend explains.

On screen they take the colour of the text around them; in print they bring their own, because
WeasyPrint knows no `currentColor` in drawings.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from journeys.rendering.markup import Canvas, Drawing, number
from journeys.rendering.material_symbols import SHAPES
from journeys.rendering.palette import PRINT, SCREEN
from journeys.rendering.shapes import (
    FALLS_BACK,
    diamond,
    disc,
    persona_dash,
    persona_mark,
    pips_at,
    square,
    verdict,
)

if TYPE_CHECKING:
    from journeys.rendering.palette import Palette
    from journeys.rendering.parts import Medium


def palette_of(medium: Medium) -> Palette:
    """Return the colours of a page."""
    return PRINT if medium == "print" else SCREEN


@cache
def icon(name: str, medium: Medium, size: int = 16) -> Drawing:
    """Return an icon; the words beside it name it."""
    fill = PRINT.muted if medium == "print" else "currentColor"
    return Drawing(
        f'<svg class="picture-icon" width="{size}" height="{size}" viewBox="0 -960 960 960" '
        f'fill="{fill}" aria-hidden="true" focusable="false"><path d="{SHAPES[name]}"/></svg>'
    )


@cache
def pips(level: int, medium: Medium, *, is_severity: bool = True) -> Drawing:
    """Return a level of five as five small marks; the digit beside them says it too."""
    palette = palette_of(medium)
    filled = palette.pain if is_severity else palette.muted
    return _small(33, 10, pips_at(0, 0, level, filled, palette.line_strong), "picture-pips")


@cache
def mark(name: str, medium: Medium) -> Drawing:
    """Return a mark as the plots draw it: a point, a line, the shape of a verdict."""
    palette = palette_of(medium)
    canvas = Canvas()
    across = 16
    if name == "moment_of_truth":
        diamond(canvas, 8, 8, 6, fill=palette.ink)
    elif name == "observed":
        disc(canvas, 8, 8, 6, fill=palette.emotion_high_2, stroke=palette.emotion_high_3)
    elif name == "assumed":
        disc(canvas, 8, 8, 6, fill=palette.surface, stroke=palette.ink, stroke_dasharray="3 2")
    elif name in _LINES:
        across = 28
        field, looks = _LINES[name]
        canvas.line((0, 8), (28, 8), getattr(palette, field), **looks)
        if name == "before":
            square(canvas, 14, 8, fill=palette.before, stroke=palette.surface)
        elif name == "after":
            disc(canvas, 14, 8, 5, fill=palette.primary, stroke=palette.surface)
    else:
        verdict(canvas, name, 8, 8, palette)
    return _small(across, 16, str(canvas), "picture-mark")


@cache
def persona(look: int, medium: Medium) -> Drawing:
    """Return a persona's line and mark as the plot draws them."""
    palette = palette_of(medium)
    canvas = Canvas()
    canvas.line(
        (0, 8), (34, 8), palette.persona(look), stroke_width=2, stroke_dasharray=persona_dash(look)
    )
    persona_mark(canvas, look, 17, 8, palette, is_assumed=False)
    return _small(34, 16, str(canvas), "picture-mark")


_LINES: dict[str, tuple[str, dict[str, str | float]]] = {
    "line": ("primary", {"stroke_width": 2}),
    "assumed_line": ("primary", {"stroke_width": 2, "stroke_dasharray": "5 4"}),
    "falls_back": ("muted", {"stroke_width": 1.4, "stroke_dasharray": FALLS_BACK}),
    "before": ("before", {"stroke_width": 1.6, "stroke_dasharray": "6 4"}),
    "after": ("primary", {"stroke_width": 2}),
}


def placed(name: str, x: float, y: float, size: float, fill: str) -> str:
    """Return an icon inside a drawing, its top left corner at x, y."""
    scale = number(size / 960, 5)
    return (
        f'<path transform="translate({number(x)} {number(y + size)}) scale({scale})" '
        f'fill="{fill}" d="{SHAPES[name]}"/>'
    )


def _small(width: float, height: float, body: str, name: str) -> Drawing:
    return Drawing(
        f'<svg class="{name}" width="{number(width)}" height="{number(height)}" '
        f'viewBox="0 0 {number(width)} {number(height)}" aria-hidden="true" focusable="false">{body}</svg>'
    )
