"""Slides: opened again, they are native tables, charts and shapes that hold what the map says."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Pt

from journeys import maps, reporting, tasks, versions
from journeys.contents import MapContents, MapFacts
from journeys.models import Report
from journeys.reports import slides
from journeys.reports.slides import tables, texts
from tests.factories import member
from tests.journeys.reports.hostile import hostile_map
from tests.journeys.sample import edited, small_map, stage, touchpoint

WIDTH, HEIGHT = Pt(960), Pt(540)


def deck(kind, program, parameters):
    report = Report(program=program, kind="slides", parameters=parameters, requested_by_name="mara")
    content = kind.make(report, lambda *step: None)
    return Presentation(io.BytesIO(content)), content


def of_map(program, contents):
    version = maps.create(program, contents, by=None)
    return deck(slides.of_map, program, {"version": version.pk})


def titles(presentation):
    return [slide.shapes.title.text_frame.text for slide in presentation.slides]


def tables_of(presentation, title):
    return [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for slide in presentation.slides
        if slide.shapes.title.text_frame.text.startswith(title)
        for shape in slide.shapes
        if shape.has_table
    ]


def shapes_of(presentation):
    return [shape for slide in presentation.slides for shape in slide.shapes]


def assert_fits(presentation):
    """Assert that every shape lies on its slide."""
    for shape in shapes_of(presentation):
        assert shape.left >= 0
        assert shape.top >= 0
        assert shape.left + shape.width <= WIDTH + Pt(1), shape.name
        assert shape.top + shape.height <= HEIGHT + Pt(1), shape.name


def test_a_map_stands_on_slides_in_the_order_of_its_report(program):
    presentation, _ = of_map(program, small_map())

    assert (presentation.slide_width, presentation.slide_height) == (WIDTH, HEIGHT)
    assert titles(presentation) == [
        "Open an account",
        "How customers feel along the journey",
        "The map: Apply – First use",
        "Pain points, the worst first",
        "Moments of truth",
        "Opportunities",
        "Personas on the map",
        "Made from",
        "Method",
    ]
    assert_fits(presentation)


def test_the_curve_is_a_chart_whose_values_can_be_changed(program):
    presentation, _ = of_map(program, small_map())

    (chart,) = [shape.chart for shape in shapes_of(presentation) if shape.has_chart]

    (series,) = chart.plots[0].series
    assert list(chart.plots[0].categories) == [
        "Start application",
        "Prove identity",
        "First payment",
    ]
    assert tuple(series.values) == (1.0, -2.1, 1.8)
    assert chart.part.chart_workbook.xlsx_part is not None


def test_a_touchpoint_nobody_rated_is_a_gap_in_the_curve(program):
    presentation, _ = of_map(program, edited(small_map(), "Prove identity", emotion=None))

    (chart,) = [shape.chart for shape in shapes_of(presentation) if shape.has_chart]

    assert tuple(chart.plots[0].series[0].values) == (1.0, None, 1.8)


def test_the_map_is_a_table_with_its_heads_and_severities(program):
    (table,) = tables_of(of_map(program, small_map())[0], "The map")

    assert table[0][1] == "Apply\n“Have an account by tonight”"
    assert table[1] == ["Touchpoints", "Start application", "◆ Prove identity", "First payment"]
    assert table[2] == ["Emotion", "+1.0 assumed", "−2.1 assumed", "+1.8 assumed"]
    assert ["Pain points", "severity 2 of 5\nForm asks twice", "", ""] in table
    assert ["Pain points, continued", "", "severity 4 of 5 · 31 %\nCall drops", ""] in table


def test_a_long_map_goes_on_over_slides_under_repeated_heads(program):
    stages = [
        stage(
            f"Stage {number}", *(touchpoint(f"T{number}{n}", does="word " * 60) for n in range(4))
        )
        for number in range(5)
    ]

    presentation, _ = of_map(program, small_map(stages=tuple(stages), cards=()))
    found = tables_of(presentation, "The map")

    names = [name for name in titles(presentation) if name.startswith("The map")]
    assert names[0] == "The map: Stage 0 – Stage 1 (1 of 4)"
    assert len(found) == 4
    assert all(table[1][0] == "Touchpoints" for table in found)
    assert_fits(presentation)


def test_severity_is_drawn_as_shapes_that_say_it(program):
    presentation, _ = of_map(program, small_map())

    pips = [shape for shape in shapes_of(presentation) if shape.name == "Severity"]

    said = [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in pips]
    assert said == ["Severity 4 of 5", "Severity 2 of 5"]
    assert [len(shape.shapes) for shape in pips] == [5, 5]


def test_tables_and_charts_have_words_and_every_slide_its_provenance(program):
    presentation, _ = of_map(program, small_map())

    for shape in shapes_of(presentation):
        if shape.has_table or shape.has_chart:
            assert shape._element.xpath(".//p:cNvPr")[0].get("descr")
    for slide in presentation.slides:
        assert "Checksum (SHA-256 of the document): " in slide.notes_slide.notes_text_frame.text
        assert not [
            shape for shape in slide.shapes if shape.shape_type == 13
        ]  # no picture of anything


def test_an_empty_map_says_so(program):
    presentation, _ = of_map(program, MapContents(map=MapFacts(name="Nothing yet")))

    assert titles(presentation)[:2] == ["Nothing yet", "The map"]


def test_hostile_contents_are_text_that_fits_and_a_file_that_opens(program):
    presentation, content = of_map(program, hostile_map())

    assert_fits(presentation)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    assert any("<script>alert(1)" in name for name in titles(presentation))


def test_the_same_map_gives_the_same_bytes(program):
    version = maps.create(program, small_map(), by=None)
    report = Report(program=program, parameters={"version": version.pk})

    first, second = (slides.of_map.make(report, lambda *step: None) for _ in range(2))

    assert first == second


def test_a_comparison_has_both_curves_and_every_change(pair, program):
    after = edited(small_map(), "Prove identity", emotion=-0.4, name="Identify by video")
    first, second = pair(small_map(), edited(after, "Call drops", severity=5))

    presentation, _ = deck(
        slides.of_comparison, program, {"version": second.pk, "against": first.pk}
    )

    assert titles(presentation) == [
        "Open an account",
        "How customers feel, before and after",
        "Ratings that differ, and what can be said",
        "Pain points that differ",
        "What changed, stage by stage",
        "Made from",
        "Method",
    ]
    (chart,) = [shape.chart for shape in shapes_of(presentation) if shape.has_chart]
    assert [(one.name, tuple(one.values)) for one in chart.plots[0].series] == [
        ("Version 1", (1.0, -2.1, 1.8)),
        ("Version 2", (1.0, -0.4, 1.8)),
    ]
    (ratings,) = tables_of(presentation, "Ratings that differ")
    assert ratings[1][:4] == ["Identify by video", "−2.1", "−0.4", "+1.7"]
    assert ratings[1][5].startswith("Cannot tell\n")
    (pains,) = tables_of(presentation, "Pain points that differ")
    assert [cell.strip() for cell in pains[1]] == [
        "Worse",
        "Call drops",
        "Apply, Identify by video",
        "4",
        "5",
    ]
    (changes,) = tables_of(presentation, "What changed")
    assert ["", "Re-rated\nrating", "−2.1", "−0.4"] in changes
    assert_fits(presentation)


def test_two_versions_that_say_the_same_are_no_empty_slides(pair, program):
    first, second = pair(small_map(), small_map())

    presentation, _ = deck(
        slides.of_comparison, program, {"version": second.pk, "against": first.pk}
    )

    assert "What changed, stage by stage" in titles(presentation)
    assert_fits(presentation)


def test_a_worker_keeps_the_slides_under_their_own_suffix(program):
    version = versions.publish(maps.create(program, small_map(), by=None), by=None)
    mara = member(program, "viewer")
    asked = slides.of_map.check({"version": version.pk}, mara)
    report = reporting.request("map_slides", asked, by=mara)

    tasks.make_report(report.pk)

    done = Report.objects.get(pk=report.pk)
    assert (done.status, done.error) == ("done", "")
    assert done.title == "Slides of the map: Open an account, version 1"
    assert (done.file.name[-5:], reporting.suffix(done)) == (".pptx", ".pptx")


@pytest.mark.parametrize("text", ["W" * 900, "word " * 300, "a\nb\n" * 40, "x" * 400 + "…"])
def test_a_long_text_ends_in_an_ellipsis_and_in_its_room(text):
    fitting = texts.fit(text, 10, 100, 5)

    assert fitting.endswith("…")
    assert texts.count_lines(fitting, 10, 100) <= 5


def test_rows_that_belong_together_stay_on_one_slide():
    rows = [tables.row("a"), tables.row("head", keeps=True), tables.row("b")]
    height = tables.measured(rows[0], (100,)).height

    found = list(
        tables.split(
            (100,),
            (tables.head("H"),),
            rows,
            room=tables.measured(tables.head("H"), (100,)).height + 2 * height,
        )
    )

    assert [[row.cells[0].text for row in table.rows] for table in found] == [
        ["H", "a"],
        ["H", "head", "b"],
    ]
