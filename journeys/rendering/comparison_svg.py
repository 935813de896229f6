"""A comparison as one SVG file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.rendering import comparison_plot, icons, marks, shapes, sheet, text
from journeys.rendering.lettering import wrap
from journeys.rendering.markup import Canvas, Drawing, document
from journeys.rendering.sheet import MARGIN, PADDING, Head, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journeys.rendering.comparison_parts import ComparedColumn, ComparedStage, Verdict
    from journeys.rendering.comparison_picture import ComparisonPicture
    from journeys.rendering.palette import Palette

EMPTY = "Neither version has stages yet."


def draw_comparison(picture: ComparisonPicture, palette: Palette) -> Drawing:
    """Return a whole comparison as an SVG file."""
    page = Sheet(Canvas(), len(picture.columns), palette)
    versions = f"{picture.before_name} and {picture.after_name}"
    y = sheet.paint_heading(page, picture.title, (versions, picture.summary))
    if picture.is_empty:
        y = page.canvas.lines(MARGIN, y + 8, [EMPTY], fill=palette.muted, size=13)
    else:
        y = _paint_rows(page, picture, y)
        y = _paint_legend(page, picture, y)
    return document(
        sheet.on_ground(page, y + MARGIN),
        page.width,
        y + MARGIN,
        title=f"{picture.title}, {versions}",
        description=str(text.describe_comparison(picture)),
        prefix=picture.prefix,
    )


def _paint_rows(page: Sheet, picture: ComparisonPicture, y: float) -> float:
    y = sheet.paint_stages(page, [_stage_head(stage) for stage in picture.stages], y)
    top = y
    heads = [_touchpoint_head(index, part) for index, part in enumerate(picture.columns)]
    y = sheet.paint_touchpoints(page, heads, y)
    frame = page.frame(comparison_plot.curves_frame(picture))
    page.paint_plot_head(y, "Emotion", "mood", frame)
    comparison_plot.paint_curves(page.moved(page.left, y), picture, frame, page.palette)
    page.canvas.close()
    y += frame.height
    if picture.has_differences:
        frame = page.frame(comparison_plot.differences_frame(picture))
        page.paint_plot_head(y, "Difference", "difference", frame)
        comparison_plot.paint_differences(page.moved(page.left, y), picture, frame, page.palette)
        page.canvas.close()
        y += frame.height
    y = _paint_verdicts(page, picture.columns, y)
    if picture.has_marks:
        y = _paint_marks(page, picture.columns, y)
    page.paint_rule(y)
    page.paint_stage_borders(picture.stages, top, y)
    return y


def _paint_verdicts(page: Sheet, columns: Sequence[ComparedColumn], y: float) -> float:
    """Write the verdict of every touchpoint with both ratings and the reason."""
    below = y + page.paint_row_head(y, "What can be said", "rule")
    for index, column in enumerate(columns):
        x = page.x(index) + PADDING
        if column.verdict is not None:
            end = _paint_verdict(page, column.verdict, x, y + PADDING)
        else:
            words = column.standing_words if column.is_touchpoint else ""
            lines = wrap(words, 12, page.room(), most=2)
            end = page.canvas.lines(x, y + PADDING, lines, fill=page.palette.muted)
        below = max(below, end + PADDING)
    return below


def _paint_verdict(page: Sheet, verdict: Verdict, x: float, y: float) -> float:
    """Draw one verdict, on its ground if the ratings differ; gives the y below."""
    canvas, palette = page.canvas, page.palette
    colour, ground = palette.verdict(verdict.name)
    weight = 600 if verdict.difference else 400
    lines = wrap(verdict.words, 12, page.room() - 34, weight=weight)
    height = 16.0 * len(lines) + 12
    if verdict.difference:
        canvas.rect(x, y, page.room(), height, fill=ground, rx=6)
    else:
        colour = palette.muted
    shapes.verdict(canvas, verdict.name, x + 14, y + 14, palette)
    canvas.lines(x + 28, y + 6, lines, fill=colour, weight=weight)
    y = canvas.lines(x, y + height + 4, [verdict.ratings], fill=palette.ink, weight=600)
    return canvas.lines(x, y, wrap(verdict.reason, 12, page.room(), most=4), fill=palette.muted)


def _paint_marks(page: Sheet, columns: Sequence[ComparedColumn], y: float) -> float:
    head = page.paint_row_head(y, "What changed", "edit")
    below = y + head
    for index, column in enumerate(columns):
        x = page.x(index) + PADDING
        if column.marks:
            end = sheet.paint_change_marks(page, column.marks, x, y + PADDING, page.room())
            below = max(below, end + PADDING)
    return below


def _paint_legend(page: Sheet, picture: ComparisonPicture, y: float) -> float:
    """Say what lines, points and marks mean."""
    canvas, palette = page.canvas, page.palette
    x, middle = float(MARGIN), y + 20
    canvas.line((x, middle), (x + 28, middle), palette.before, stroke_dasharray="6 4")
    shapes.square(canvas, x + 14, middle, fill=palette.before)
    x = page.paint_words(x + 34, middle, picture.before_name)
    canvas.line((x, middle), (x + 28, middle), palette.primary, stroke_width=2)
    shapes.disc(canvas, x + 14, middle, 5, fill=palette.primary)
    x = page.paint_words(x + 34, middle, picture.after_name)
    x = page.paint_words(x, middle, "hollow: assumed")
    shapes.diamond(canvas, x + 7, middle, 6, fill=palette.ink)
    x = page.paint_words(x + 20, middle, "moment of truth")
    for kind, name in icons.CHANGES.items():
        if kind in {"split", "merged"} and not picture.has_origins:
            continue
        canvas.add(marks.placed(name, x, middle - 8, 16, palette.change(kind)[0]))
        x = page.paint_words(x + 20, middle, kind)
    return middle + 8


def _stage_head(stage: ComparedStage) -> Head:
    mark = "" if stage.mark == "kept" else stage.mark
    return Head(
        stage.first, stage.name, stage.span, mark=mark, marks=stage.marks, is_gone=stage.is_gone
    )


def _touchpoint_head(index: int, column: ComparedColumn) -> Head:
    return Head(
        index,
        column.name,
        second=tuple(_said_under(column)),
        is_moment_of_truth=column.is_moment_of_truth,
        mark="" if column.mark == "kept" else column.mark,
        is_gone=column.is_gone,
    )


def _said_under(column: ComparedColumn) -> Iterator[str]:
    """Return what stands under a touchpoint's name: what it was called, where it came from."""
    if column.old_name:
        yield f"was “{column.old_name}”"
    if column.origin:
        yield column.origin
