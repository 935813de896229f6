"""A picture cut into pages: windows of columns, each with its heads repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import structs

from journeys.rendering.comparison_parts import ComparedStage
from journeys.rendering.parts import HEAD_WIDTH, Cell, FactCell, FactRow, LaneRow, StageHead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journeys.rendering.comparison_picture import ComparisonPicture
    from journeys.rendering.parts import CardBox
    from journeys.rendering.picture import MapPicture

Head = TypeVar("Head", StageHead, ComparedStage)

#: How much of the page's width a table of few columns takes: as `picture.css` has it.
SPARSE = {1: 0.34, 2: 0.56, 3: 0.78}
_ANOTHER_PAGE, _CUT_STAGE, _UNEVEN = 1000.0, 30.0, 1.0


def windows(spans: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Return windows (first column, columns) of at most `most` columns over stages of these spans.

    The fewest windows first, then the fewest stages cut, then the most even: the cheapest way,
    found by working back from the last column.
    """
    borders = {0}
    for span in spans:
        borders.add(max(borders) + span)
    total = max(borders)
    cost = [0.0] * (total + 1)
    best = [0] * (total + 1)
    for start in range(total - 1, -1, -1):
        options = []
        for size in range(1, min(most, total - start) + 1):
            end = start + size
            cut = 0 if end in borders else _CUT_STAGE
            uneven = _UNEVEN * (1 - size / most) ** 2
            options.append((_ANOTHER_PAGE + cut + uneven + cost[end], size))
        cost[start], best[start] = min(options)
    found = []
    start = 0
    while start < total:
        found.append((start, best[start]))
        start += best[start]
    return found


def of_map(
    picture: MapPicture, most: int, *, width: float, cards_per_row: int, longest: int
) -> tuple[MapPicture, ...]:
    """Return the pages of a map; an empty map has one."""
    if picture.is_empty:
        return (structs.replace(picture, medium="print"),)
    cuts = windows([stage.span for stage in picture.stages], max(1, most))
    return tuple(
        structs.replace(
            picture,
            stages=stages_in(picture.stages, first, size),
            columns=picture.columns[first : first + size],
            curve=picture.curve.window(first, size),
            facts=_fact_rows(picture.facts, first, size, longest),
            lanes=tuple(_lane_rows(picture.lanes, first, size, cards_per_row, longest)),
            facts_below=_fact_rows(picture.facts_below, first, size, longest),
            medium="print",
            prefix=f"{picture.prefix}p{number}-" if number > 1 else picture.prefix,
            column_width=column_width(size, width),
            number=number,
            of=len(cuts),
        )
        for number, (first, size) in enumerate(cuts, start=1)
    )


def column_width(columns: int, width: float) -> float:
    """Return how wide each of a page's columns is."""
    return (width * SPARSE.get(columns, 1) - HEAD_WIDTH) / columns


def clip(first: int, span: int, start: int, size: int) -> tuple[int, int] | None:
    """Return a span of columns as it shows in a window, None if it does not."""
    left, right = max(first, start), min(first + span, start + size)
    return (left - start, right - left) if left < right else None


def stages_in(stages: Sequence[Head], start: int, size: int) -> tuple[Head, ...]:
    """Return the stage heads of a window."""
    return tuple(
        structs.replace(stage, first=place[0], span=place[1], is_continued=stage.first < start)
        for stage in stages
        if (place := clip(stage.first, stage.span, start, size))
    )


def _fact_rows(rows: Sequence[FactRow], start: int, size: int, longest: int) -> tuple[FactRow, ...]:
    """Return the rows that say something in a window."""
    in_window = (
        structs.replace(
            row,
            cells=tuple(
                FactCell(
                    *place,
                    _clipped(cell.text, longest),
                    cell.icon,
                    cell.level,
                    cell.starts_stage and cell.first >= start,
                    cell.first < start,
                )
                for cell in row.cells
                if (place := clip(cell.first, cell.span, start, size))
            ),
        )
        for row in rows
    )
    return tuple(row for row in in_window if row.says_something)


def _lane_rows(
    rows: Sequence[LaneRow], start: int, size: int, cards_per_row: int, longest: int
) -> Iterator[LaneRow]:
    """Return the lanes' rows in a window, cut so that only so many cards stand on top of each other.

    A lane without cards in the window has no row there; the first row it has carries its title.
    """
    titled = ""
    for row in rows:
        cells = [
            (cell, place)
            for cell in row.cells
            if (place := clip(cell.first, cell.span, start, size))
        ]
        highest = max((len(cell.cards) for cell, _ in cells), default=0)
        for step in range(0, highest, cards_per_row):
            yield structs.replace(
                row,
                cells=tuple(
                    _lane_cell(cell, place, start, step, step + cards_per_row, longest)
                    for cell, place in cells
                ),
                is_continued=titled == row.key,
            )
            titled = row.key


def _lane_cell(
    cell: Cell, place: tuple[int, int], start: int, first: int, end: int, longest: int
) -> Cell:
    return Cell(
        *place,
        tuple(_clipped_card(card, longest) for card in cell.cards[first:end]),
        cell.starts_stage and cell.first >= start,
        cell.first < start,
    )


def _clipped_card(card: CardBox, longest: int) -> CardBox:
    if len(card.text) <= longest:
        return card
    return structs.replace(card, text=_clipped(card.text, longest))


def _clipped(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def of_comparison(
    picture: ComparisonPicture, most: int, *, width: float
) -> tuple[ComparisonPicture, ...]:
    """Return the pages of a comparison."""
    if picture.is_empty:
        return (structs.replace(picture, medium="print"),)
    cuts = windows([stage.span for stage in picture.stages], max(1, most))
    return tuple(
        structs.replace(
            picture,
            stages=stages_in(picture.stages, first, size),
            columns=picture.columns[first : first + size],
            before=picture.before.window(first, size),
            after=picture.after.window(first, size),
            medium="print",
            prefix=f"{picture.prefix}p{number}-" if number > 1 else picture.prefix,
            column_width=column_width(size, width),
            number=number,
            of=len(cuts),
        )
        for number, (first, size) in enumerate(cuts, start=1)
    )
