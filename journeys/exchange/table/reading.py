"""Sheets as maps: one map a sheet, with everything that is wrong by row and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.exchange.building import MapBuilder
from journeys.exchange.findings import FoundMap
from journeys.exchange.placing import Placer
from journeys.exchange.table import above, layouts
from journeys.exchange.table.matrix import MatrixReader
from journeys.exchange.table.records import RecordsReader

if TYPE_CHECKING:
    from journeys.exchange.findings import ProblemLog
    from journeys.exchange.table.sheets import Sheet

NO_TABLE = (
    "There is no table of a journey here. One has a head “Stage” (or Phase), and heads such as Touchpoint, "
    "Pain points, Opportunities, Channel or Emotion, as columns or as rows."
)
NOTHING_IN_IT = (
    "The table has heads but no stages yet. Name the stages in the row (or column) “Stage”."
)
TAGGED = "Sources, dates and personas of single cards come in as tags of the card."


def read_sheet(sheet: Sheet, name: str, tell: ProblemLog) -> FoundMap | None:
    """Return the map in a sheet, None if there is no table of one. `name` is for a map without one."""
    layout = layouts.find(sheet)
    if layout is None:
        return None
    builder = MapBuilder(tell)
    return read_table(sheet, layout, name, builder, tell)


def why_none(sheets: list[Sheet]) -> str:
    """Return why no map was found: the heads are there and nothing else, or not even those."""
    return NOTHING_IN_IT if any(map(layouts.has_heads, sheets)) else NO_TABLE


def read_table(
    sheet: Sheet, layout: layouts.Layout, name: str, builder: MapBuilder, tell: ProblemLog
) -> FoundMap | None:
    """Read one table into a builder and return the map."""
    placer = Placer(builder, tell)
    if layout.kind == "records":
        above.read(sheet, layout.head, builder, tell)
        RecordsReader(sheet, layout, builder, placer, tell).read()
    else:
        top = min(row for row in (layout.stages, layout.touchpoints) if row >= 0)
        above.read(sheet, top, builder, tell)
        MatrixReader(sheet, layout, builder, placer, tell).read()
    placer.settle_emotions()
    if not builder.stages:
        return None
    if any(
        tag.startswith(("source: ", "date: ", "persona: "))
        for card in builder.cards
        for tag in card.tags
    ):
        tell.warning(TAGGED)
    return FoundMap(builder.contents(name))
