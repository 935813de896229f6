"""Journeys in a page's tables, with what the sections around them say of the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.exchange import labels
from journeys.exchange.building import MapBuilder
from journeys.exchange.markdown import flows, headings, inline, outline, personas
from journeys.exchange.placing import Placer
from journeys.exchange.table import above, layouts
from journeys.exchange.table.matrix import MatrixReader
from journeys.exchange.table.records import RecordsReader

if TYPE_CHECKING:
    from journeys.exchange.findings import ProblemLog
    from journeys.exchange.markdown.pages import Page, Section
    from journeys.exchange.table.layouts import Layout
    from journeys.exchange.table.sheets import Sheet


def journeys(page: Page, tell: ProblemLog) -> list[MapBuilder]:
    """Return the journeys of a page's tables; tables without stages below one heading make one map."""
    found: dict[int, tuple[MapBuilder, Section]] = {}
    taken: set[int] = {0}
    for section in page.top.walk():
        for block in section.blocks:
            layout = _layout(block.sheet) if block.sheet is not None else None
            if block.sheet is None or layout is None:
                continue
            owner = _owner(section)
            named = _names_stages(block.sheet, layout)
            # A table with its own stages is a map; one below a stage's heading is a part of one.
            key = block.line if named else -(owner.parent.line if owner.parent else 0) - 1
            top = owner if named or owner.parent is None else owner.parent
            builder, _ = found.setdefault(key, (MapBuilder(tell), top))
            builder.name = builder.name or top.title or page.title
            _read(
                _plain(block.sheet),
                layout,
                outline.stage_name(owner.title) if not named else "",
                builder,
                tell,
            )
            block.sheet = None  # said; what is left of the section is read for facts of the map
            taken |= {section.line, owner.line, top.line}
    for builder, top in found.values():
        taken |= _take_around(top, builder, tell)
    if found:
        taken |= personas.take(page.top, MapBuilder(tell))
        headings.tell_of_the_rest(page, taken, tell)
    return [builder for builder, _ in found.values()]


def _layout(sheet: Sheet) -> Layout | None:
    """Return how a table is laid out, if it is surely one of a journey: it speaks of stages, or of much."""
    if flows.is_pattern(sheet):
        return None
    sheet = _plain(sheet)
    layout = layouts.find(sheet)
    if layout is None:
        return None
    row = sheet.rows[layout.head if layout.kind == "records" else 0]
    column = [sheet.cell(number, layout.head) for number in range(len(sheet.rows))]
    heads = {
        labels.plain(cell): labels.of(cell)
        for cell in (row if layout.kind == "records" else column)
        if labels.is_known(cell)
    }
    fields = {label.field for label in heads.values()}
    return (
        layout
        if (("stage" in fields or "touchpoint" in fields) and len(heads) >= 2) or len(heads) >= 3
        else None
    )


def _plain(sheet: Sheet) -> Sheet:
    """Return a sheet without the asterisks that HTML tables keep."""
    for row in sheet.rows:
        row[:] = [inline.plain(cell) if "**" in cell else cell for cell in row]
    return sheet


def _owner(section: Section) -> Section:
    """Return the section whose title names the map: the nearest that is not about persona or goals."""
    while section.parent is not None and section.parent.level and _is_about_map(section.title):
        section = section.parent
    return section


def _is_about_map(title: str) -> bool:
    head = outline.head_of(title)
    return above.is_fact(head) or labels.plain(head) in {
        "map", "the map", "journey map", "stages", "table", "matrix", "overview", "journey", "details",
    }  # fmt: skip


def _names_stages(sheet: Sheet, layout: Layout) -> bool:
    if layout.kind == "matrix":
        return layout.stages >= 0
    return any(labels.of(cell).field == "stage" for cell in sheet.rows[layout.head] if cell.strip())


def _read(sheet: Sheet, layout: Layout, stage: str, builder: MapBuilder, tell: ProblemLog) -> None:
    placer = Placer(builder, tell)
    if layout.kind == "matrix":
        MatrixReader(sheet, layout, builder, placer, tell).read()
    else:
        if stage:
            sheet.rows = [
                ["Stage" if number == layout.head else stage, *row]
                for number, row in enumerate(sheet.rows)
            ]
        RecordsReader(sheet, layout, builder, placer, tell).read()
    placer.settle_emotions()


def _take_around(top: Section, builder: MapBuilder, tell: ProblemLog) -> set[int]:
    """Take persona, objectives and scope, and points that name their stage; return the lines taken."""
    taken: set[int] = set()
    placer = Placer(builder, tell)
    for section in top.walk():
        if section is top:
            headings.take_introduction(top, builder)
            continue
        said = list(outline.points(section))
        head = outline.head_of(section.title)
        if above.is_fact(head) and said:
            above.fact(
                head,
                "\n".join(f"• {_one_line(point.whole)}" for point in said),
                builder,
                {"line": section.line},
            )
            taken.add(section.line)
            continue
        for point in said:
            label = labels.of(point.head or head)
            if label.field != "lane_of" or not label.is_known:
                continue
            taken.add(section.line)
            stage = headings.stage_named_in(point.text, builder)
            if stage is not None:
                placer.put(label, point.whole, stage, None, {"line": point.line})
            else:
                tell.leave_out(
                    f"Line {point.line}, {label.text}: “{point.text[:120]}” names no stage and was left out."
                )
    return taken


def _one_line(text: str) -> str:
    return " ".join(text.split())
