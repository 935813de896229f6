"""Cards in a drawn file: how high they get, and painting them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.rendering.lettering import shorten, wrap
from journeys.rendering.shapes import pips_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.rendering.markup import Canvas
    from journeys.rendering.palette import Palette
    from journeys.rendering.parts import CardBox, Cell, LaneRow

SIZE, LEADING = 12, 16
PADDING = 8
GAP = 6
MOST_LINES = 14


class CardBlock(Struct, frozen=True):
    """A card with its text broken into lines, and its height in pixels."""

    card: CardBox
    lines: tuple[str, ...]
    second: tuple[str, ...]
    height: float


def block(card: CardBox, room: float, *, most: int = MOST_LINES) -> CardBlock:
    """Return a card measured for a box `room` pixels wide."""
    inside = room - 2 * PADDING
    lines = wrap(card.text, SIZE, inside, most=most)
    second = [
        shorten(words, SIZE, inside)
        for words in (
            card.owner,
            " · ".join(card.tags),
            card.attachment and f"File: {card.attachment}",
            *card.notes,
        )
        if words
    ]
    height = 2 * PADDING + LEADING * (len(lines) + len(second) + _has_facts(card))
    if _has_facts(card):
        height += 4
    return CardBlock(card, tuple(lines), tuple(second), height)


def _has_facts(card: CardBox) -> bool:
    return bool(card.severity or card.share)


def stack(cell: Cell, room: float) -> list[CardBlock]:
    """Return a cell's cards measured, from the top."""
    return [block(card, room) for card in cell.cards]


def stack_height(blocks: Sequence[CardBlock]) -> float:
    """Return how high measured cards are on top of each other."""
    return sum(one.height for one in blocks) + GAP * max(0, len(blocks) - 1)


def paint(
    canvas: Canvas,
    blocks: Sequence[CardBlock],
    row: LaneRow,
    x: float,
    y: float,
    room: float,
    palette: Palette,
) -> None:
    """Paint measured cards from the top y down."""
    for one in blocks:
        canvas.rect(x, y, room, one.height, rx=6, **_looks(row, palette))
        below = canvas.lines(
            x + PADDING, y + PADDING, one.lines, fill=palette.ink, room=room - 2 * PADDING
        )
        if _has_facts(one.card):
            _paint_facts(canvas, one.card, x + PADDING, below + 4, room - 2 * PADDING, palette)
            below += LEADING + 4
        canvas.lines(x + PADDING, below, one.second, fill=palette.muted)
        y += one.height + GAP


def _looks(row: LaneRow, palette: Palette) -> dict[str, str]:
    if row.kind == "opportunities":
        return {"fill": palette.primary_soft}
    if row.kind in {"backstage", "systems", "policies"}:
        return {"fill": palette.sunk}
    return {"fill": palette.surface, "stroke": palette.line}


def _paint_facts(
    canvas: Canvas, card: CardBox, x: float, y: float, room: float, palette: Palette
) -> None:
    if card.severity:
        canvas.add(pips_at(x, y + 3, card.severity, palette.pain, palette.line_strong))
        canvas.text(x + 39, y + 12, str(card.severity), fill=palette.pain, weight=600)
    if card.share:
        canvas.text(x + room, y + 12, card.share, fill=palette.muted, anchor="end")
