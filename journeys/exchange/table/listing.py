"""A map as our own list: a row for every lane, stage, touchpoint and card, in journey order."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from journeys.exchange.table import columns
from journeys.exchange.table.columns import CARD, HEADS, LANE, STAGE, TOUCHPOINT, WHAT, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.contents import CardContents, MapContents, StageContents, TouchpointContents

    Cell = str | float | None
    Row = list[Cell]

_PLACE = {head: number for number, head in enumerate(HEADS)}


def rows(contents: MapContents, *, with_facts: bool = False) -> Iterator[Row]:
    """Yield the rows below the heads; `with_facts` also what is said of the map, for a file without more."""
    if with_facts:
        yield from _facts(contents)
    titles = lane_titles(contents)
    for lane in contents.lanes:
        yield _row(
            LANE, lane.key, {"Lane": titles[lane.key], "Text": lane.name, "Kind of lane": lane.kind}
        )
    channels = {channel.key: channel.name for channel in contents.channels}
    kpis = {kpi.key: kpi.name for kpi in contents.kpis}
    cards: dict[tuple[str, str | None], list[CardContents]] = defaultdict(list)
    for card in contents.cards:
        cards[card.stage, card.touchpoint].append(card)
    for stage in contents.stages:
        said: dict[str, Cell] = {
            "Stage": stage.name,
            "Customer goal": stage.customer_goal,
            "KPI of the stage": kpis.get(stage.kpi or ""),
        }
        yield _row(STAGE, stage.key, said)
        for card in cards[stage.key, None]:
            yield _card(card, stage, None, titles)
        for touchpoint in stage.touchpoints:
            yield _touchpoint(touchpoint, stage, channels)
            for card in cards[stage.key, touchpoint.key]:
                yield _card(card, stage, touchpoint, titles)


def lane_titles(contents: MapContents) -> dict[str, str]:
    """Return what each lane is called in a table, no two alike."""
    titles: dict[str, str] = {}
    taken: set[str] = set()
    for number, lane in enumerate(contents.lanes, start=1):
        title = lane.title if lane.title.strip() else f"Lane {number}"
        unique, again = title, 1
        while unique in taken:
            again += 1
            unique = f"{title} ({again})"
        taken.add(unique)
        titles[lane.key] = unique
    return titles


def _facts(contents: MapContents) -> Iterator[Row]:
    yield _row(columns.MAP, "", {"Text": contents.map.name})
    if contents.map.scope:
        yield _row(columns.SCOPE, "", {"Text": contents.map.scope})
    for persona in contents.personas:
        yield _row(columns.PERSONA, persona.key, {"Text": persona.name})
    for objective in contents.objectives:
        yield _row(columns.OBJECTIVE, objective.key, {"Text": objective.statement})


def _touchpoint(
    touchpoint: TouchpointContents, stage: StageContents, channels: dict[str, str]
) -> Row:
    said = {
        head: written(getattr(touchpoint, field)) for head, field in columns.OF_TOUCHPOINTS.items()
    }
    said |= {
        "Stage": stage.name,
        "Touchpoint": touchpoint.name,
        "Channel": channels.get(touchpoint.channel or ""),
    }
    return _row(TOUCHPOINT, touchpoint.key, said)


def _card(
    card: CardContents,
    stage: StageContents,
    touchpoint: TouchpointContents | None,
    titles: dict[str, str],
) -> Row:
    said = {head: written(getattr(card, field)) for head, field in columns.OF_CARDS.items()}
    said |= {"Stage": stage.name, "Lane": titles[card.lane], "Text": card.text}
    if touchpoint is not None:
        said["Touchpoint"] = touchpoint.name
    return _row(CARD, card.key, said)


def _row(what: str, key: str, said: dict[str, Cell]) -> Row:
    row: Row = [None] * len(HEADS)
    row[_PLACE[WHAT]], row[_PLACE[columns.KEY]] = what, key
    for head, value in said.items():
        row[_PLACE[head]] = None if value == "" else value
    return row
