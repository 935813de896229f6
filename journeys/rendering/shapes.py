"""The shapes data is drawn in: points, pips, verdicts. Shape and dash carry the meaning in grey too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.rendering.markup import attributes, number

if TYPE_CHECKING:
    from journeys.rendering.markup import Canvas
    from journeys.rendering.palette import Palette

OUTLINE = 1.6


def disc(canvas: Canvas, x: float, y: float, radius: float, **looks: str) -> None:
    """Draw a circle."""
    canvas.add(
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" '
        f'stroke-width="{OUTLINE}"{attributes(looks)}/>'
    )


def diamond(canvas: Canvas, x: float, y: float, half: float, **looks: str) -> None:
    """Draw the diamond of a moment of truth."""
    canvas.path(
        f"M{number(x)} {number(y - half)}L{number(x + half)} {number(y)}"
        f"L{number(x)} {number(y + half)}L{number(x - half)} {number(y)}Z",
        stroke_width=OUTLINE,
        **looks,
    )


def square(canvas: Canvas, x: float, y: float, **looks: str) -> None:
    """Draw the square of an older version."""
    half = 4.5
    canvas.rect(x - half, y - half, 2 * half, 2 * half, **looks)


#: The outlines of personas' marks around 0, 0, none of them the disc or diamond of the map's own curve.
_OUTLINES = (
    ((-4.8, -4.8), (4.8, -4.8), (4.8, 4.8), (-4.8, 4.8)),
    ((0, -6.4), (6.2, 4.6), (-6.2, 4.6)),
    ((0, 6.4), (-6.2, -4.6), (6.2, -4.6)),
    ((0, -6.2), (5.9, -1.9), (3.6, 5), (-3.6, 5), (-5.9, -1.9)),
    ((0, -7), (1.9, -2.2), (7, -2.2), (2.9, 1), (4.4, 6), (0, 3), (-4.4, 6), (-2.9, 1), (-7, -2.2), (-1.9, -2.2)),
    ((-2, -6), (2, -6), (2, -2), (6, -2), (6, 2), (2, 2), (2, 6), (-2, 6), (-2, 2), (-6, 2), (-6, -2), (-2, -2)),
)  # fmt: skip
#: Where a persona's line is its own: a pattern each. Where it falls back to the map's it is dotted.
_DASHES = ("10 3", "7 3 2 3", "14 4", "9 2 2 2 2 2", "4 2.5", "12 3 2 3 2 3")
FALLS_BACK = "2 3.5"


def persona_dash(look: int) -> str:
    """Return the dashes of a persona's line."""
    return _DASHES[look % len(_DASHES)]


def persona_mark(
    canvas: Canvas, look: int, x: float, y: float, palette: Palette, *, is_assumed: bool
) -> None:
    """Draw a persona's mark: filled if observed, hollow if assumed."""
    colour = palette.persona(look)
    corners = "L".join(
        f"{number(x + dx)} {number(y + dy)}" for dx, dy in _OUTLINES[look % len(_OUTLINES)]
    )
    canvas.path(
        f"M{corners}Z",
        fill=palette.surface if is_assumed else colour,
        stroke=colour,
        stroke_width=OUTLINE,
    )


def pips_at(x: float, y: float, level: int, filled: str, empty: str) -> str:
    """Return five pips, 33 wide and 10 high together, the first `level` of them filled."""
    full = "".join(f"M{x + 7 * index:g} {y:g}h5v10h-5z" for index in range(level))
    hollow = "".join(f"M{x + 7 * index + 0.5:g} {y + 0.5:g}h4v9h-4z" for index in range(level, 5))
    return (f'<path d="{full}" fill="{filled}"/>' if full else "") + (
        f'<path d="{hollow}" fill="none" stroke="{empty}"/>' if hollow else ""
    )


def verdict(canvas: Canvas, name: str, x: float, y: float, palette: Palette) -> None:
    """Draw the shape of a verdict around x, y."""
    colour, _ = palette.verdict(name)
    if name == "cannot_tell":
        disc(canvas, x, y, 5, fill=palette.surface, stroke=colour, stroke_dasharray="3 2")
    elif name == "not_comparable":
        d = f"M{number(x - 5)} {number(y - 5)}l10 10m0 -10l-10 10"
        canvas.path(d, fill="none", stroke=colour, stroke_width=2)
    elif name == "no_detectable_change":
        d = f"M{number(x - 6)} {number(y - 3)}h12m-12 6h12"
        canvas.path(d, fill="none", stroke=colour, stroke_width=2)
    else:
        down = 1 if name == "worse" else -1
        d = f"M{number(x - 7)} {number(y - down * 5)}h14L{number(x)} {number(y + down * 7)}Z"
        canvas.path(d, fill=colour)
