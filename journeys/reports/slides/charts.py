"""Emotion curves as native line charts: the values stand in the chart's own sheet and can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from msgspec import Struct
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from journeys.rendering.curve import signed
from journeys.rendering.palette import PRINT
from journeys.reports.slides import texts, theme
from journeys.reports.slides.deck import MARGIN, ROOM, described, rgb

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from journeys.rendering.curve import Curve, Point
    from journeys.reports.slides.deck import Slide

#: Where the plot itself lies in the chart's frame, as parts of it: the columns of stages follow it.
LEFT_PART, RIGHT_PART = 0.045, 0.995
STAGES_HEIGHT = 26.0
#: More touchpoints than these have no values beside their points, and no names under them.
MOST_VALUES, MOST_NAMES = 44, 80
LONGEST_NAME = 26
_NUMBERS = "+0.0;−0.0;0"


class Line(Struct, frozen=True):
    """A curve of the chart: its name, its points, its looks. `labelled` are keys whose value is written.

    `above` are keys whose value stands above the point; without it, those of good ratings.
    """

    name: str
    curve: Curve
    colour: str
    is_before: bool = False
    labelled: frozenset[str] | None = None
    above: frozenset[str] | None = None


def draw(
    slide: Slide,
    stages: Sequence[Any],
    columns: Sequence[Any],
    lines: Sequence[Line],
    *,
    top: float,
    height: float,
    words: str,
) -> Any:
    """Add the chart of curves over the columns of a picture, its stages above it."""
    _paint_stages(slide, stages, len(columns), top)
    data = CategoryChartData(number_format=_NUMBERS)
    names = _names(columns)
    data.categories = names
    for line in lines:
        values = {int(point.x): point.value for point in line.curve.points}
        data.add_series(texts.one_line(line.name, 80), [values.get(i) for i in range(len(columns))])
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.LINE_MARKERS,
        Pt(MARGIN), Pt(top + STAGES_HEIGHT), Pt(ROOM), Pt(height - STAGES_HEIGHT), data,
    )  # fmt: skip
    described(frame, "Emotion curve", words)
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(9), theme.FONT
    chart.font.color.rgb = rgb("muted")
    chart.has_title = False
    chart.has_legend = len(lines) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.legend.font.size = Pt(11)
    _axes(chart, len(columns))
    _lay_out(chart, bottom=0.66 if len(columns) > 10 else 0.8)
    for line, series in zip(lines, chart.plots[0].series, strict=True):
        _dress(series, line, len(columns))
    return frame


def _names(columns: Sequence[Any]) -> list[str]:
    """Return the touchpoints' names, unlike each other: a chart's sheet has one row for each."""
    return [texts.one_line(column.name, LONGEST_NAME) or "no touchpoints yet" for column in columns]


def _paint_stages(slide: Slide, stages: Sequence[Any], columns: int, top: float) -> None:
    left, across = MARGIN + ROOM * LEFT_PART, ROOM * (RIGHT_PART - LEFT_PART)
    step = across / max(1, columns)
    for stage in stages:
        width = stage.span * step - 2
        box = slide.text(
            stage.name, left + stage.first * step + 1, top, width, STAGES_HEIGHT - 4,
            size=10, bold=True, lines=1, fill="sunk",
        )  # fmt: skip
        frame = box.text_frame
        frame.margin_left = frame.margin_right = Pt(4)
        frame.margin_top = frame.margin_bottom = Pt(4)
        for paragraph in frame.paragraphs:
            fitting = texts.fit(stage.name, 10, width - 8, 1, bold=True)
            for run in paragraph.runs:
                run.text = fitting if width > 22 else ""
        described(box, "Stage", stage.name)


def _axes(chart: Any, columns: int) -> None:
    across, up = chart.category_axis, chart.value_axis
    up.minimum_scale, up.maximum_scale, up.major_unit = -3, 3, 1
    up.has_major_gridlines = True
    up.major_gridlines.format.line.color.rgb = rgb("line")
    up.format.line.fill.background()
    up.major_tick_mark = XL_TICK_MARK.NONE
    up.tick_labels.number_format, up.tick_labels.number_format_is_linked = "+0;−0;0", False
    across.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    across.major_tick_mark = XL_TICK_MARK.NONE
    across.format.line.color.rgb = rgb("line_strong")
    across.tick_labels.font.size = Pt(9 if columns <= 40 else 7)
    if columns > MOST_NAMES:
        across.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    elif columns > 10:
        body = across._element.find(qn("c:txPr")).find(qn("a:bodyPr"))
        body.set("rot", "-5400000")
        body.set("vert", "horz")
    # Every name, not every second one where it gets narrow.
    element = across._element
    skip = etree.SubElement(element, qn("c:tickLblSkip"), val="1")
    after = element.find(qn("c:noMultiLvlLbl"))
    if after is not None:
        after.addprevious(skip)


def _lay_out(chart: Any, *, bottom: float) -> None:
    """Give the plot a place of its own, so that the stages above it fit its columns."""
    area = chart._chartSpace.chart.plotArea
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = etree.Element(qn("c:layout"))
        area.insert(0, layout)
    for child in list(layout):
        layout.remove(child)
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    for name, value in (
        ("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge"), ("x", LEFT_PART),
        ("y", 0.02), ("w", RIGHT_PART - LEFT_PART), ("h", bottom),
    ):  # fmt: skip
        etree.SubElement(manual, qn(f"c:{name}"), val=str(value))


def _dress(series: Any, line: Line, columns: int) -> None:
    series.smooth = False  # a smoothed line goes beyond what was rated
    series.format.line.color.rgb = rgb(line.colour)
    series.format.line.width = Pt(2)
    if line.is_before:
        series.format.line.dash_style = MSO_LINE.LONG_DASH
    series.marker.style = XL_MARKER_STYLE.SQUARE if line.is_before else XL_MARKER_STYLE.CIRCLE
    series.marker.size = 7
    for point in line.curve.points:
        _mark(series.points[int(point.x)], point, line)
    for segment in line.curve.segments:
        if segment.is_assumed:
            _dash(series.points[int(segment.x1)], line)
    if columns > MOST_VALUES:
        return
    wanted: Collection[str] | None = line.labelled
    for point in line.curve.points:
        if wanted is None or point.key in wanted:
            _label(series.points[int(point.x)], point, line)


def _dash(target: Any, line: Line) -> None:
    """Dash the piece of line that ends here: one of its ends is assumed."""
    looks = target.format.line
    looks.color.rgb, looks.width = rgb(line.colour), Pt(2)
    looks.dash_style = MSO_LINE.ROUND_DOT if line.is_before else MSO_LINE.DASH


def _mark(target: Any, point: Point, line: Line) -> None:
    """Fill what was observed, leave hollow what is assumed, make a diamond of a moment of truth."""
    marker = target.marker
    if point.is_moment_of_truth and not line.is_before:
        marker.style, marker.size = XL_MARKER_STYLE.DIAMOND, 10
    else:
        marker.style = XL_MARKER_STYLE.SQUARE if line.is_before else XL_MARKER_STYLE.CIRCLE
        marker.size = 7
    colour = line.colour if line.is_before else PRINT.outline(point.value)
    marker.format.line.color.rgb = rgb(colour)
    marker.format.line.width = Pt(1.5)
    marker.format.fill.solid()
    filled = line.colour if line.is_before else PRINT.feeling(point.value)
    marker.format.fill.fore_color.rgb = rgb("surface" if point.is_assumed else filled)


def _label(target: Any, point: Point, line: Line) -> None:
    label = target.data_label
    frame = label.text_frame
    run = frame.paragraphs[0].add_run()
    run.text = signed(point.value)
    run.font.size, run.font.bold = Pt(9), True
    run.font.color.rgb = rgb(line.colour if line.is_before else PRINT.outline(point.value))
    is_above = point.value >= 0 if line.above is None else point.key in line.above
    label.position = XL_LABEL_POSITION.ABOVE if is_above else XL_LABEL_POSITION.BELOW
