"""Slides both decks have: the title with its figures, lists over several slides, provenance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.rendering.palette import PRINT
from journeys.reports.slides import tables
from journeys.reports.slides.deck import BOTTOM, MARGIN, ROOM, TOP
from journeys.reports.slides.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from journeys.reports.remarks import Remark, Said
    from journeys.reports.slides.deck import Deck
    from journeys.reports.slides.tables import Row, Table
    from journeys.reports.version_comparison.front import KeyFigure
    from journeys.reports.version_comparison.kpis import ReadingSaid

#: A list goes on over this many slides at most; then the slide says what is left out.
MOST_SLIDES = 40
VERDICT_COLOURS = {
    "better": "better",
    "worse": "worse",
    "no_detectable_change": "no_detectable_change",
    "cannot_tell": "cannot_tell",
    "not_comparable": "not_comparable",
    "none": "muted",
}


def opening(
    deck: Deck, *, title: str, kicker: str, headline: str, second: str, figures: Sequence[KeyFigure]
) -> None:
    """Add the title slide: what it is about, the one sentence, the key figures."""
    slide = deck.slide(title, size=24)
    slide.box(MARGIN, TOP, 60, 4, fill="primary")
    slide.text(kicker, MARGIN, TOP + 16, ROOM, 18, size=12, colour="muted", lines=1)
    size = 26 if len(headline) <= 140 else 20 if len(headline) <= 260 else 16
    slide.text(headline, MARGIN, TOP + 44, ROOM, 190, size=size, bold=True)
    slide.text(second, MARGIN, TOP + 246, ROOM, 32, size=12, colour="muted", lines=2)
    across = (ROOM - 3 * 16) / 4
    for index, figure in enumerate(figures[:4]):
        x, y = MARGIN + index * (across + 16), 372.0
        slide.box(x, y, across, 120, fill="ground").name = "Figure"
        slide.text(figure.title, x + 12, y + 10, across - 24, 16, size=11, colour="muted", lines=1)
        for place, count in enumerate(figure.counts[:4]):
            row, column = divmod(place, 2)
            left, top = x + 12 + column * (across - 24) / 2, y + 30 + row * 34
            slide.text(f"{count.number:,}", left, top, across / 2 - 16, 20, size=16, bold=True, lines=1)  # fmt: skip
            slide.text(count.word, left, top + 18, across / 2 - 14, 14, size=9, colour="muted", lines=1)  # fmt: skip
        if figure.rest:
            slide.text(figure.rest, x + 12, y + 101, across - 24, 14, size=9, colour="muted", lines=1)  # fmt: skip


def listed(
    deck: Deck,
    title: str,
    widths: Sequence[float],
    heads: Sequence[Row],
    rows: Iterable[Row],
    *,
    words: str,
    note: str = "",
) -> None:
    """Add a table over as many slides as it takes, its heads on each."""
    room = BOTTOM - TOP - (22 if note else 0)
    stretches = list(tables.split(widths, heads, rows, room=room))
    shown = stretches[:MOST_SLIDES]
    left_out = sum(len(one.rows) - one.heads for one in stretches[MOST_SLIDES:])
    for number, stretch in enumerate(shown, start=1):
        slide = deck.slide(numbered(title, number, len(stretches)))
        slide.table(stretch, name=title, words=f"{words} {said(stretch)}")
        foot = note
        if left_out and number == len(shown):
            foot = f"{left_out:,} more rows are left out here. The PDF report has them all. {note}"
        if foot:
            slide.text(foot, MARGIN, BOTTOM - 16, ROOM, 16, size=10, colour="muted", lines=1)


def numbered(title: str, number: int, total: int) -> str:
    """Return a title with its number, if it stands on several slides."""
    return title if total == 1 else f"{title} ({number} of {total})"


def said(table: Table) -> str:
    """Return how large a table is, in words."""
    rows = len(table.rows) - table.heads
    return f"Table with {rows} row{'' if rows == 1 else 's'} and {len(table.widths)} columns."


def empty(deck: Deck, title: str, words: str) -> None:
    """Add a slide that says that there is nothing to show, and why."""
    deck.slide(title).text(words, MARGIN, TOP + 8, ROOM, 60, size=14, colour="muted")


def reading_cells(reading: ReadingSaid | None) -> tuple[Cell, ...]:
    """Return a KPI's value, interval and n."""
    if reading is None:
        return tuple(Cell("–", right=True) for _ in range(3))
    return (
        Cell(reading.value, bold=True, right=True),
        Cell(reading.interval, right=True),
        Cell(reading.n, right=True),
    )


def verdict(name: str, words: str, more: str = "") -> Cell:
    """Return a verdict in its colour: the word says it too."""
    colour = getattr(PRINT, VERDICT_COLOURS.get(name, "ink"))
    text = f"{words}\n{more}" if more else words
    return Cell(text, bold=not more, colour=colour)


def provenance(deck: Deck, facts: Sequence[Said], methods: Sequence[Remark]) -> None:
    """Add what the deck was made from, and how its figures were made."""
    rows = [tables.row(Cell(fact.name, colour="muted"), fact.said) for fact in facts]
    listed(
        deck, "Made from", (220, ROOM - 220), (tables.head("What", "Which"),), rows,
        words="What this presentation was made from.",
    )  # fmt: skip
    paragraphs = [
        tables.row(Cell(remark.title if index == 0 else "", bold=True), paragraph)
        for remark in methods
        for index, paragraph in enumerate(remark.paragraphs)
    ]
    listed(
        deck, "Method", (160, ROOM - 160), (tables.head("About", "How it was done"),), paragraphs,
        words="How the figures were made.",
    )  # fmt: skip
