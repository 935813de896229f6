"""A map as a matrix to read: stages and touchpoints across, what is said of them down."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeys.exchange import items
from journeys.exchange.table import columns, listing

if TYPE_CHECKING:
    from journeys.contents import CardContents, MapContents, StageContents, TouchpointContents

    Cell = str | float | None

#: Over the column of what belongs to a stage as a whole.
WHOLE_STAGE = "(whole stage)"
_MARKS = ("•", "-", "*")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the matrix: a touchpoint, or a stage as a whole."""

    stage: StageContents
    touchpoint: TouchpointContents | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the matrix under its head; `kind` is a lane's kind, or what the row is about."""

    head: str
    cells: tuple[Cell, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """The matrix: its columns, what stands above it, and its rows below stage and touchpoint."""

    columns: tuple[Column, ...]
    above: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


def of(contents: MapContents) -> Grid:
    """Return the matrix of a map; rows that would be empty everywhere are left out, lanes never."""
    cards: dict[tuple[str, str, str | None], list[CardContents]] = defaultdict(list)
    for card in contents.cards:
        cards[card.lane, card.stage, card.touchpoint].append(card)
    whole = {card.stage for card in contents.cards if card.touchpoint is None}
    shown = tuple(_columns(contents, whole))
    lines = [
        line for line in _facts(contents, shown) if any(cell is not None for cell in line.cells)
    ]
    titles = listing.lane_titles(contents)
    for lane in contents.lanes:
        cells = tuple(
            _in_cell(
                cards[lane.key, one.stage.key, one.touchpoint.key if one.touchpoint else None],
                lane.kind,
            )
            for one in shown
        )
        lines.append(Line(titles[lane.key], cells, lane.kind))
    return Grid(shown, tuple(_above(contents)), tuple(lines))


def _columns(contents: MapContents, whole: set[str]) -> list[Column]:
    found = []
    for stage in contents.stages:
        if stage.key in whole or not stage.touchpoints:
            found.append(Column(stage, None))
        found += [Column(stage, touchpoint) for touchpoint in stage.touchpoints]
    return found


def _above(contents: MapContents) -> list[tuple[str, str]]:
    rows = [("Journey", contents.map.name)]
    if contents.map.scope:
        rows.append(("Scope", contents.map.scope))
    if contents.personas:
        rows.append(("Persona", bulleted([persona.name for persona in contents.personas])))
    if contents.objectives:
        rows.append(("Objectives", bulleted([one.statement for one in contents.objectives])))
    return rows


def _facts(contents: MapContents, shown: tuple[Column, ...]) -> list[Line]:
    kpis = {kpi.key: kpi.name for kpi in contents.kpis}
    channels = {channel.key: channel.name for channel in contents.channels}
    first: set[str] = set()
    goals: list[Cell] = []
    measures: list[Cell] = []
    for one in shown:
        is_first = one.stage.key not in first
        first.add(one.stage.key)
        goals.append(one.stage.customer_goal or None if is_first else None)
        measures.append(kpis.get(one.stage.kpi or "") if is_first else None)
    lines = [
        Line("Customer goal", tuple(goals), "goal"),
        Line("KPI of the stage", tuple(measures), "kpi"),
    ]
    for head in ("Customer does", "Customer thinks", "Channel", columns.EMOTION, "Feeling", "Basis", "Moment of truth", "Importance", "Who takes part", "Team"):  # fmt: skip
        field = columns.OF_TOUCHPOINTS.get(head, "channel")
        cells = tuple(_fact(one.touchpoint, field, channels) for one in shown)
        if field != "basis" or "observed" in cells:
            lines.append(Line(head, cells, field))
    return lines


def _fact(touchpoint: Any, field: str, channels: dict[str, str]) -> Cell:
    if touchpoint is None:
        return None
    value = getattr(touchpoint, field)
    if field == "channel":
        return channels.get(value or "")
    if field == "actors":
        return "\n".join(value) or None
    return columns.written(value)


def _in_cell(cards: list[CardContents], kind: str) -> Cell:
    """Return the cards of a cell as one text, from which the reader makes as many cards again."""
    texts = [
        f"{card.text} (severity: {card.severity})"
        if card.severity and kind == "pain_points"
        else card.text
        for card in cards
    ]
    return bulleted(texts) or None


def bulleted(texts: list[str]) -> str:
    """Return texts as a bullet list, or as it is if it is one short text."""
    if len(texts) == 1 and items.statements(texts[0]) == [texts[0]]:
        return texts[0]
    return "\n".join("• " + "\n  ".join(text.splitlines()) for text in texts)
