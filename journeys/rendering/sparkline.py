"""Very small pictures for lists: a KPI's trend with its band, and the emotion curve of a map. Pure.

They are given as paths and points in pixels; a template draws them in the colours of the page.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from journeys.rendering import curve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

#: Room for the last point's dot, and for half a line's width.
MARGIN = 5.0


class Measured(Struct, frozen=True):
    """A value at a moment (any unit that grows with time), with its interval if it has one."""

    at: float
    value: float
    low: float | None = None
    high: float | None = None


class Trend(Struct, frozen=True):
    """A trend as paths: `band` may have gaps, `target` is the height of the target line."""

    width: int
    height: int
    line: str
    band: str
    target: str
    last: tuple[str, str]


class Dot(Struct, frozen=True):
    """A touchpoint on the small curve; `level` is its emotion rounded to −3…+3."""

    x: str
    y: str
    level: int
    is_assumed: bool


class Feelings(Struct, frozen=True):
    """The small emotion curve: its sure and its assumed pieces, the dots, the zero line."""

    width: int
    height: int
    sure: str
    assumed: str
    dots: tuple[Dot, ...]
    zero: str


def trend(
    measured: Sequence[Measured], target: float | None, *, width: int = 112, height: int = 44
) -> Trend | None:
    """Lay out a trend so that every interval and the target fit; None without values."""
    if not measured:
        return None
    heights = [bound for m in measured for bound in (m.value, m.low, m.high) if bound is not None]
    heights += [target] if target is not None else []
    lowest, highest = min(heights), max(heights)
    first, last = measured[0].at, measured[-1].at

    def x(at: float) -> float:
        if last == first:
            return width - MARGIN
        return MARGIN + (at - first) / (last - first) * (width - 2 * MARGIN)

    def y(value: float) -> float:
        if highest == lowest:
            return height / 2
        return height - MARGIN - (value - lowest) / (highest - lowest) * (height - 2 * MARGIN)

    line = "".join(
        f"{'L' if place else 'M'}{_px(x(m.at))} {_px(y(m.value))}"
        for place, m in enumerate(measured)
    )
    return Trend(
        width=width,
        height=height,
        line=line,
        band="".join(_bands(measured, x, y)),
        target=_px(y(target)) if target is not None else "",
        last=(_px(x(measured[-1].at)), _px(y(measured[-1].value))),
    )


def feelings(
    places: Iterable[curve.Point | None], *, width: int = 112, height: int = 40
) -> Feelings | None:
    """Lay out the emotion curve on the whole scale −3…+3; None if nothing is rated."""
    places = list(places)
    drawn = curve.through(places)
    if not drawn.points:
        return None
    step = (width - 2 * MARGIN) / len(places)

    def x(column: float) -> str:
        return _px(MARGIN + column * step)

    def y(value: float) -> str:
        return _px(height / 2 - value / 3 * (height / 2 - MARGIN))

    return Feelings(
        width=width,
        height=height,
        sure=curve.path([s for s in drawn.segments if not s.is_assumed], x, y),
        assumed=curve.path([s for s in drawn.segments if s.is_assumed], x, y),
        dots=tuple(Dot(x(p.x), y(p.value), round(p.value), p.is_assumed) for p in drawn.points),
        zero=y(0),
    )


def of_persona(
    own: Sequence[curve.Point | None],
    places: Sequence[curve.Point | None],
    *,
    width: int = 112,
    height: int = 40,
) -> Feelings | None:
    """Lay out a persona's curve: dots are its own, lines are `sure` between two of its own.

    Where it has none its line is the map's, in `assumed`. None if it has none at all.
    """
    if not any(own):
        return None
    joined = [
        structs.replace(felt, is_assumed=False)
        if felt is not None
        else place and structs.replace(place, is_assumed=True)
        for felt, place in zip(own, places, strict=True)
    ]
    line = feelings(joined, width=width, height=height)
    dots = feelings(own, width=width, height=height)
    return line and dots and structs.replace(line, dots=dots.dots)


def _bands(
    measured: Sequence[Measured], x: Callable[[float], float], y: Callable[[float], float]
) -> Iterator[str]:
    """Give a closed shape between each two neighbours that both have an interval."""
    for a, b in pairwise(measured):
        if a.low is not None and a.high is not None and b.low is not None and b.high is not None:
            corners = ((a.at, a.high), (b.at, b.high), (b.at, b.low), (a.at, a.low))
            yield f"M{'L'.join(f'{_px(x(at))} {_px(y(value))}' for at, value in corners)}Z"
    only = measured[0]
    if len(measured) == 1 and only.low is not None and only.high is not None:
        left, right = _px(x(only.at) - 2), _px(x(only.at) + 2)
        yield f"M{left} {_px(y(only.high))}H{right}V{_px(y(only.low))}H{left}Z"


def _px(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
