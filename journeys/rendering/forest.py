"""Estimates with their intervals, one below the other on one scale: a forest plot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.rendering.lettering import clean
from journeys.rendering.markup import FONTS, Drawing, escape, number

if TYPE_CHECKING:
    from collections.abc import Sequence

#: User units: the labels' column, the plot, a row.
LABELS, PLOT, VALUES, ROW, TOP = 230, 340, 120, 22, 26
LETTER = 6.1
#: Fit for light and dark pages alike; words take the colour of the page they stand on.
INK, COLOURS = "currentColor", {"better": "#3b82d0", "worse": "#d0603a", "": "#8a8598"}


class Estimated(Struct, frozen=True):
    """A row: its name, the estimate, its interval if there is one, what is written beside it, and how it is marked."""

    name: str
    value: float
    low: float | None
    high: float | None
    said: str = ""
    mark: str = ""


def drawing(
    rows: Sequence[Estimated], lowest: float, highest: float, ticks: Sequence[float], *, says: str
) -> Drawing:
    """Return the picture; what lies beyond `lowest` to `highest` ends at the edge with an arrow. `says` is its label."""
    width, height = LABELS + PLOT + VALUES, TOP + ROW * len(rows) + 8
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            f' font-family="{FONTS}" font-size="11.5" role="img" aria-label="{escape(says)}">'
        )
    ]
    for tick in ticks:
        x = number(_x(tick, lowest, highest))
        opacity = 0.7 if tick == 0 else 0.2
        parts.append(
            f'<path d="M{x} {TOP - 6}V{height - 6}" stroke="{INK}" opacity="{opacity}" stroke-width="{1.2 if tick == 0 else 0.8}"/>'
        )
        parts.append(
            f'<text x="{x}" y="{TOP - 12}" text-anchor="middle" fill="{INK}">{_signed(tick)}</text>'
        )
    for place, row in enumerate(rows):
        parts += _row(row, TOP + ROW * place + ROW / 2, lowest, highest)
    return Drawing("".join([*parts, "</svg>"]))


def _row(row: Estimated, y: float, lowest: float, highest: float) -> list[str]:
    colour = COLOURS.get(row.mark, COLOURS[""])
    most = int((LABELS - 12) / LETTER)
    name = clean(row.name)
    name = name if len(name) <= most else f"{name[: most - 1]}…"
    parts = [f'<text x="0" y="{number(y + 4)}" fill="{INK}">{escape(name)}</text>']
    if row.low is not None and row.high is not None:
        left, right = (
            _x(min(max(end, lowest), highest), lowest, highest) for end in (row.low, row.high)
        )
        parts.append(
            f'<path d="M{number(left)} {number(y)}H{number(right)}" stroke="{colour}" stroke-width="2.2" stroke-linecap="round" opacity="0.55"/>'
        )
        parts += [
            _arrow(x, y, way, colour)
            for x, way, beyond in ((left, -1, row.low < lowest), (right, 1, row.high > highest))
            if beyond
        ]
    x = _x(min(max(row.value, lowest), highest), lowest, highest)
    parts.append(f'<circle cx="{number(x)}" cy="{number(y)}" r="4.4" fill="{colour}"/>')
    parts.append(
        f'<text x="{LABELS + PLOT + 12}" y="{number(y + 4)}" fill="{INK}">{escape(clean(row.said))}</text>'
    )
    return parts


def _arrow(x: float, y: float, way: int, colour: str) -> str:
    return f'<path d="M{number(x - 4 * way)} {number(y - 3.5)}L{number(x + 2 * way)} {number(y)}L{number(x - 4 * way)} {number(y + 3.5)}" fill="none" stroke="{colour}" stroke-width="1.4"/>'


def _x(value: float, lowest: float, highest: float) -> float:
    return LABELS + PLOT * (value - lowest) / (highest - lowest)


def _signed(value: float) -> str:
    return "0" if value == 0 else f"{value:+g}".replace("-", "−")
