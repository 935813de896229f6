"""A picture cut into pages: windows of columns, each with its heads repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, structs

from journeys.rendering import persona_curves
from journeys.rendering.cards import PADDING, block
from journeys.rendering.comparison_parts import ComparedColumn, ComparedStage
from journeys.rendering.lettering import fit, needs_shaping
from journeys.rendering.parts import HEAD_WIDTH, Cell, Column, FactCell, FactRow, LaneRow, StageHead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journeys.rendering.comparison_picture import ComparisonPicture
    from journeys.rendering.parts import CardBox
    from journeys.rendering.picture import MapPicture

Head = TypeVar("Head", StageHead, ComparedStage)
AnyColumn = TypeVar("AnyColumn", Column, ComparedColumn)

#: How much of the page's width a table of few columns takes: as `picture.css` has it.
SPARSE = {1: 0.34, 2: 0.56, 3: 0.78}
NARROWEST = 40.0
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


class Measures(Struct, frozen=True):
    """How high a row may be, in CSS pixels, so that a page can end below it; lines of one text."""

    row_height: float
    lines_per_text: int


def of_map(
    picture: MapPicture, most: int, *, width: float, measures: Measures
) -> tuple[MapPicture, ...]:
    """Return the pages of a map; an empty map has one."""
    if picture.is_empty:
        return (structs.replace(picture, medium="print"),)
    cuts = windows([stage.span for stage in picture.stages], max(1, most))
    pages = []
    for number, (first, size) in enumerate(cuts, start=1):
        across = column_width(size, width)
        page = structs.replace(
            picture,
            stages=tuple(
                structs.replace(stage, goal=fit(stage.goal, 12, stage.span * across - 24, most=3))
                for stage in stages_in(picture.stages, first, size, across)
            ),
            columns=columns_in(picture.columns, first, size, across),
            curve=picture.curve.window(first, size),
            personas=persona_curves.in_window(picture.shown_personas, first, size),
            facts=_fact_rows(picture.facts, first, size, across, measures),
            lanes=tuple(_lane_rows(picture.lanes, first, size, across, measures)),
            facts_below=_fact_rows(picture.facts_below, first, size, across, measures),
            medium="print",
            prefix=f"{picture.prefix}p{number}-" if number > 1 else picture.prefix,
            column_width=across,
            number=number,
            of=len(cuts),
        )
        pages.append(_with_legible_feelings(page))
    return tuple(pages)


def of_comparison(
    picture: ComparisonPicture, most: int, *, width: float
) -> tuple[ComparisonPicture, ...]:
    """Return the pages of a comparison; an empty one has one."""
    if picture.is_empty:
        return (structs.replace(picture, medium="print"),)
    cuts = windows([stage.span for stage in picture.stages], max(1, most))
    pages = []
    for number, (first, size) in enumerate(cuts, start=1):
        across = column_width(size, width)
        page = structs.replace(
            picture,
            stages=stages_in(picture.stages, first, size, across),
            columns=columns_in(picture.columns, first, size, across),
            before=picture.before.window(first, size),
            after=picture.after.window(first, size),
            medium="print",
            prefix=f"{picture.prefix}p{number}-" if number > 1 else picture.prefix,
            column_width=across,
            number=number,
            of=len(cuts),
        )
        pages.append(page)
    return tuple(pages)


def column_width(columns: int, width: float) -> float:
    """Return how wide each of a page's columns is."""
    return max(NARROWEST, (width * SPARSE.get(columns, 1) - HEAD_WIDTH) / columns)


def clip(first: int, span: int, start: int, size: int) -> tuple[int, int] | None:
    """Return a span of columns as it shows in a window, None if it does not."""
    left, right = max(first, start), min(first + span, start + size)
    return (left - start, right - left) if left < right else None


def stages_in(stages: Sequence[Head], start: int, size: int, across: float) -> tuple[Head, ...]:
    """Return the stage heads of a window of columns so wide; their names fit, for heads repeat."""
    return tuple(
        structs.replace(
            stage,
            name=fit(stage.name, 14, place[1] * across - 20, weight=600, most=3),
            first=place[0],
            span=place[1],
            is_continued=stage.first < start,
        )
        for stage in stages
        if (place := clip(stage.first, stage.span, start, size))
    )


def columns_in(
    columns: Sequence[AnyColumn], start: int, size: int, across: float
) -> tuple[AnyColumn, ...]:
    """Return the columns of a window; their names fit, for heads repeat."""
    return tuple(
        structs.replace(
            column,
            name=fit(
                column.name,
                13,
                across - (32 if column.is_moment_of_truth else 12),
                weight=600,
                most=5,
            ),
        )
        for column in columns[start : start + size]
    )


def _with_legible_feelings(page: MapPicture) -> MapPicture:
    """Move the feelings from the curve into a row of their own where the alphabet asks for it.

    WeasyPrint draws text in drawings letter by letter, text in tables as it should be.
    """
    if not any(needs_shaping(point.feeling) for point in page.curve.points):
        return page
    row = FactRow(
        "feeling",
        "Feeling",
        tuple(
            FactCell(index, text=column.feeling, starts_stage=column.starts_stage)
            for index, column in enumerate(page.columns)
        ),
    )
    points = tuple(structs.replace(point, feeling="") for point in page.curve.points)
    return structs.replace(
        page, curve=structs.replace(page.curve, points=points), facts=(row, *page.facts)
    )


def _fact_rows(
    rows: Sequence[FactRow], start: int, size: int, across: float, measures: Measures
) -> tuple[FactRow, ...]:
    """Return the rows that say something in a window."""
    in_window = (
        structs.replace(
            row,
            cells=tuple(
                FactCell(
                    *place,
                    fit(cell.text, 12, place[1] * across - 16, most=measures.lines_per_text),
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
    rows: Sequence[LaneRow], start: int, size: int, across: float, measures: Measures
) -> Iterator[LaneRow]:
    """Return the lanes' rows in a window, cut so that none is much higher than it may be.

    A lane without cards in the window has no row there; the first row it has carries its title.
    """
    titled = ""
    for row in rows:
        cells = [
            (cell, place, _portions(cell, place[1] * across - 24, measures))
            for cell in row.cells
            if (place := clip(cell.first, cell.span, start, size))
        ]
        for step in range(max((len(portions) for _, _, portions in cells), default=0)):
            yield structs.replace(
                row,
                cells=tuple(
                    Cell(
                        *place,
                        portions[step] if step < len(portions) else (),
                        cell.starts_stage and cell.first >= start,
                        cell.first < start,
                    )
                    for cell, place, portions in cells
                ),
                is_continued=titled == row.key,
            )
            titled = row.key


def _portions(cell: Cell, room: float, measures: Measures) -> list[tuple[CardBox, ...]]:
    """Return a cell's cards in portions that are no higher than a row may be, one card at least."""
    portions: list[list[CardBox]] = []
    height = measures.row_height
    for card in cell.cards:
        fitting = fit(card.text, 12, room, most=measures.lines_per_text)
        card = card if fitting == card.text else structs.replace(card, text=fitting)  # noqa: PLW2901  the shortened one from here on
        tall = block(card, room + 2 * PADDING, most=measures.lines_per_text).height
        if height + tall > measures.row_height:
            portions.append([])
            height = 0
        portions[-1].append(card)
        height += tall
    return [tuple(portion) for portion in portions]
