"""A map as one SVG file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.rendering import cards, marks, plot, sheet, text
from journeys.rendering.lettering import shorten, width, wrap
from journeys.rendering.markup import Canvas, Drawing, document
from journeys.rendering.persona_curves import FALLS_BACK_WORDS
from journeys.rendering.shapes import (
    FALLS_BACK,
    diamond,
    disc,
    persona_dash,
    persona_mark,
    pips_at,
)
from journeys.rendering.sheet import MARGIN, PADDING, Head, Sheet

if TYPE_CHECKING:
    from journeys.rendering.palette import Palette
    from journeys.rendering.parts import FactCell, FactRow, LaneRow, StageHead
    from journeys.rendering.picture import MapPicture

MOST_LINES = 12
EMPTY = (
    "No stages yet. Start with the stages; what customers feel can come when you have asked them."
)


def draw_map(picture: MapPicture, palette: Palette) -> Drawing:
    """Return a whole map as an SVG file."""
    page = Sheet(Canvas(), len(picture.columns), palette)
    y = sheet.paint_heading(page, picture.title, (picture.caption, picture.subtitle))
    if picture.is_empty:
        y = page.canvas.lines(MARGIN, y + 8, wrap(EMPTY, 13, 560), fill=palette.muted, size=13)
    else:
        y = _paint_rows(page, picture, y)
        y = _paint_legend(page, y)
        y = _paint_personas(page, picture, y)
    return document(
        sheet.on_ground(page, y + MARGIN),
        page.width,
        y + MARGIN,
        title=", ".join(filter(None, (picture.title, picture.caption))),
        description=str(text.describe(picture)),
        prefix=picture.prefix,
    )


def _paint_rows(page: Sheet, picture: MapPicture, y: float) -> float:
    y = sheet.paint_stages(page, [_stage_head(stage) for stage in picture.stages], y)
    top = y
    heads = [
        Head(
            index,
            column.name,
            second=column.notes,
            is_moment_of_truth=column.is_moment_of_truth,
        )
        for index, column in enumerate(picture.columns)
    ]
    y = sheet.paint_touchpoints(page, heads, y)
    frame = page.frame(plot.frame_of(picture))
    page.paint_plot_head(y, "Emotion", "mood", frame)
    plot.paint(page.moved(page.left, y), picture, frame, page.palette)
    page.canvas.close()
    y += frame.height
    for fact in picture.facts:
        y = _paint_facts(page, fact, y)
    for lane in picture.lanes:
        y = _paint_lane(page, lane, y)
    for fact in picture.facts_below:
        y = _paint_facts(page, fact, y)
    page.paint_rule(y)
    page.paint_stage_borders(picture.stages, top, y)
    return y


def _stage_head(stage: StageHead) -> Head:
    goal = (f"“{stage.goal}”",) if stage.goal else ()
    return Head(stage.first, stage.name, stage.span, second=(*goal, *stage.notes))


def _paint_facts(page: Sheet, row: FactRow, y: float) -> float:
    blocks = [_fact_lines(page, cell) for cell in row.cells]
    height = 16 * max((len(lines) for lines in blocks), default=1) + 2 * PADDING
    head = page.paint_row_head(y, row.title, row.icon)
    is_quote = row.name == "thinks"
    for cell, lines in zip(row.cells, blocks, strict=True):
        _paint_fact(page, cell, lines, y + PADDING, is_quiet=is_quote)
    return y + max(height, head)


def _fact_lines(page: Sheet, cell: FactCell) -> list[str]:
    room = page.room(cell.span) - (22 if cell.icon else 0)
    return wrap(cell.text, 12, room, most=MOST_LINES) or [""]


def _paint_fact(page: Sheet, cell: FactCell, lines: list[str], y: float, *, is_quiet: bool) -> None:
    x = page.x(cell.first) + PADDING
    palette = page.palette
    if cell.icon:
        page.canvas.add(marks.placed(cell.icon, x, y, 16, palette.muted))
        x += 22
    if cell.level:
        page.canvas.add(pips_at(x, y + 3, cell.level, palette.muted, palette.line_strong))
        page.canvas.text(x + 39, y + 12, f"{cell.level}", fill=palette.ink, weight=600)
    if cell.text:
        fill = palette.muted if is_quiet else palette.ink
        page.canvas.lines(x, y, lines, fill=fill, room=page.room(cell.span))


def _paint_lane(page: Sheet, row: LaneRow, y: float) -> float:
    inset = 4
    stacks = [cards.stack(cell, cell.span * page.column_width - 2 * inset) for cell in row.cells]
    height = max((cards.stack_height(stack) for stack in stacks), default=0) + 2 * inset + 4
    head = 0.0
    if not row.is_continued:
        head = page.paint_row_head(y, row.title, row.icon)
    for cell, stack in zip(row.cells, stacks, strict=True):
        room = cell.span * page.column_width - 2 * inset
        cards.paint(
            page.canvas, stack, row, page.x(cell.first) + inset, y + inset + 2, room, page.palette
        )
    return y + max(height, head)


def _paint_legend(page: Sheet, y: float) -> float:
    """Say what the marks of the curve and of severity mean."""
    canvas, palette = page.canvas, page.palette
    x, middle = float(MARGIN), y + 20
    looks = {"fill": palette.emotion_high_2, "stroke": palette.emotion_high_3}
    disc(canvas, x + 7, middle, 6, **looks)
    x = page.paint_words(x + 20, middle, "observed")
    looks = {"fill": palette.surface, "stroke": palette.ink, "stroke_dasharray": "3 2"}
    disc(canvas, x + 7, middle, 6, **looks)
    x = page.paint_words(x + 20, middle, "assumed")
    diamond(canvas, x + 7, middle, 6, fill=palette.ink)
    x = page.paint_words(x + 20, middle, "moment of truth")
    canvas.line((x, middle), (x + 26, middle), palette.primary, stroke_width=2)
    x = page.paint_words(x + 32, middle, "how customers feel, −3 to +3")
    canvas.line(
        (x, middle), (x + 26, middle), palette.primary, stroke_width=2, stroke_dasharray="5 4"
    )
    x = page.paint_words(x + 32, middle, "partly assumed")
    canvas.add(pips_at(x, middle - 5, 3, palette.pain, palette.line_strong))
    page.paint_words(x + 39, middle, "severity of 5")
    return middle + 8


def _paint_personas(page: Sheet, picture: MapPicture, y: float) -> float:
    """Say whose curves those beside the map's own are; gives the y below."""
    if not picture.shown_personas:
        return y
    canvas, palette = page.canvas, page.palette
    x, middle = float(MARGIN), y + 20
    for persona in picture.shown_personas:
        words = shorten(f"{persona.name}, {persona.told}", 12, 320)
        if x > MARGIN and x + 62 + width(words, 12) > page.width - MARGIN:
            x, middle = float(MARGIN), middle + 24
        canvas.line(
            (x, middle),
            (x + 34, middle),
            palette.persona(persona.look),
            stroke_width=2,
            stroke_dasharray=persona_dash(persona.look),
        )
        persona_mark(canvas, persona.look, x + 17, middle, palette, is_assumed=False)
        x = page.paint_words(x + 42, middle, words)
    if x > MARGIN and x + 340 > page.width - MARGIN:
        x, middle = float(MARGIN), middle + 24
    canvas.line((x, middle), (x + 26, middle), palette.muted, stroke_dasharray=FALLS_BACK)
    page.paint_words(x + 32, middle, FALLS_BACK_WORDS)
    return middle + 8
