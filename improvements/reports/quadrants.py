"""The impact × feasibility picture: where each action stands, with its cross and its label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.rendering.markup import FONTS, Drawing, escape

if TYPE_CHECKING:
    from improvements.priorities import RankedAction
    from improvements.scoring import Scorecard

#: The picture: its plot area in user units.
LEFT, TOP, SIZE = 56, 16, 480
#: Left, top, right and bottom of a label.
_Box = tuple[float, float, float, float]
#: The width of a letter of a label on average, and how many are shown.
LETTER, LONGEST_LABEL = 6.0, 26
INK, QUIET, LINE, LIKELY, LESS = "#1d1b26", "#6b6778", "#d9d5e3", "#5b3fd6", "#a9a3b8"
CORNERS = (("quick wins", 1, 0), ("big bets", 0, 0), ("fill-ins", 1, 1), ("reconsider", 0, 1))


class Point(Struct, frozen=True):
    """An action in the picture: its place, its cross, its label and on which side that stands."""

    rank: int
    title: str
    x: float
    y: float
    left: float
    right: float
    top: float
    bottom: float
    is_likely: bool
    anchor: str
    label_x: float
    label_y: float


def points(shown: tuple[RankedAction, ...], card: Scorecard) -> list[Point]:
    """Return where the actions stand, with labels that do not meet; none for a scorecard without axes."""
    if not card.axes:
        return []
    benefit, ease = (card.criterion(name) for name in card.axes)

    def x(value: float) -> float:
        return round(LEFT + SIZE * (value - ease.lowest) / ((ease.highest or 1) - ease.lowest), 1)

    def y(value: float) -> float:
        return round(
            TOP + SIZE * (1 - (value - benefit.lowest) / ((benefit.highest or 1) - benefit.lowest)),
            1,
        )

    found, taken = [], list[_Box]()
    for one in shown:
        if one.axes is None or one.spans is None:
            continue
        at = (x(one.axes[1]), y(one.axes[0]))
        anchor, label_x, label_y = _label(at, one.title, taken)
        found.append(
            Point(
                one.place.rank, one.title, *at, x(one.spans[1][0]), x(one.spans[1][1]), y(one.spans[0][1]),
                y(one.spans[0][0]), one.place.top_k > 0.5, anchor, label_x, label_y,
            )
        )  # fmt: skip
    return found


def _label(at: tuple[float, float], title: str, taken: list[_Box]) -> tuple[str, float, float]:
    """Return anchor and place of a label that meets no other label, if there is one around its point."""
    width = LETTER * (min(len(title), LONGEST_LABEL) + 3)
    places = [
        (anchor, at[0] + (10 if anchor == "start" else -10), at[1] + down)
        for down in (-9, 20, -24, 35)
        for anchor in ("start", "end")
    ]
    free = [place for place in places if _is_free(_box(place, width), taken)]
    chosen = (free or places)[0]
    taken.append(_box(chosen, width))
    return chosen


def _box(place: tuple[str, float, float], width: float) -> _Box:
    anchor, x, y = place
    left = x if anchor == "start" else x - width
    return left, y - 12, left + width, y + 3


def _is_free(box: _Box, taken: list[_Box]) -> bool:
    left, top, right, bottom = box
    if left < LEFT or right > LEFT + SIZE + 20:
        return False
    return all(
        right < other[0] or left > other[2] or bottom < other[1] or top > other[3]
        for other in taken
    )


def ticks(card: Scorecard) -> list[tuple[str, float, float]]:
    """Return the marks of both axes: what they say, and where along x and y."""
    if not card.axes:
        return []
    criterion = card.criterion(card.axes[0])
    low, high = int(criterion.lowest), int(criterion.highest or 0)
    return [
        (str(value), LEFT + SIZE * (value - low) / (high - low), TOP + SIZE * (1 - (value - low) / (high - low)))
        for value in range(low, high + 1)
    ]  # fmt: skip


def drawing(shown: tuple[RankedAction, ...], card: Scorecard) -> Drawing | None:
    """Return the picture for print, None for a scorecard without axes."""
    if not card.axes:
        return None
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + SIZE + 24} 552" width="420" height="414"'
            f' font-family="{FONTS}" font-size="12" role="img" aria-label="{escape(card.axes[0])} by {escape(card.axes[1])}">'
        ),
        f'<rect x="{LEFT}" y="{TOP}" width="{SIZE}" height="{SIZE}" fill="none" stroke="{LINE}"/>',
        f'<path d="M{LEFT} {TOP + SIZE / 2}H{LEFT + SIZE}M{LEFT + SIZE / 2} {TOP}V{TOP + SIZE}" stroke="{LINE}"/>',
    ]
    for name, right, low in CORNERS:
        left, anchor = (LEFT + SIZE - 8, "end") if right else (LEFT + 8, "start")
        below = TOP + SIZE - 10 if low else TOP + 18
        parts.append(
            f'<text x="{left}" y="{below}" text-anchor="{anchor}" fill="{QUIET}">{name}</text>'
        )
    for value, x, y in ticks(card):
        parts.append(
            f'<text x="{x:.1f}" y="514" text-anchor="middle" fill="{QUIET}">{value}</text>'
        )
        parts.append(
            f'<text x="46" y="{y + 4:.1f}" text-anchor="end" fill="{QUIET}">{value}</text>'
        )
    middle = TOP + SIZE / 2
    parts.append(
        f'<text x="{LEFT + SIZE / 2}" y="538" text-anchor="middle" fill="{INK}">{escape(card.axes[1].capitalize())}</text>'
    )
    parts.append(
        f'<text x="14" y="{middle}" text-anchor="middle" fill="{INK}" transform="rotate(-90 14 {middle})">{escape(card.axes[0].capitalize())}</text>'
    )
    found = points(shown, card)
    for one in found:
        colour = LIKELY if one.is_likely else LESS
        parts.append(
            f'<path d="M{one.left} {one.y}H{one.right}M{one.x} {one.top}V{one.bottom}" stroke="{colour}" opacity="0.45"/>'
        )
        parts.append(f'<circle cx="{one.x}" cy="{one.y}" r="6.5" fill="{colour}"/>')
    for one in found:
        title = (
            one.title if len(one.title) <= LONGEST_LABEL else f"{one.title[: LONGEST_LABEL - 1]}…"
        )
        parts.append(
            f'<text x="{one.label_x}" y="{one.label_y}" text-anchor="{one.anchor}" fill="{INK}"><tspan font-weight="700">{one.rank}</tspan> {escape(title)}</text>'
        )
    return Drawing("".join([*parts, "</svg>"]))
