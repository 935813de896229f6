"""A version laid out for comparison: every element by key, with the place it stands in."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from journeys.comparison.results import Place

if TYPE_CHECKING:
    from journeys.comparison.results import ElementKind
    from journeys.contents import (
        CardContents,
        LaneContents,
        MapContents,
        StageContents,
        TouchpointContents,
    )


class Outline:
    """One version's elements by key, and each one's parent as a tuple that can be compared."""

    def __init__(self, contents: MapContents) -> None:
        self.contents = contents
        self.stages: dict[str, StageContents] = {stage.key: stage for stage in contents.stages}
        self.lanes: dict[str, LaneContents] = {lane.key: lane for lane in contents.lanes}
        self.touchpoints: dict[str, TouchpointContents] = {}
        self.stage_of: dict[str, str] = {}
        for stage, touchpoint in contents.touchpoints:
            self.touchpoints[touchpoint.key] = touchpoint
            self.stage_of[touchpoint.key] = stage.key
        self.cards: dict[str, CardContents] = {card.key: card for card in contents.cards}
        self.channel_names = {channel.key: channel.name for channel in contents.channels}
        self.persona_names = {persona.key: persona.name for persona in contents.personas}
        self.kpi_names = {kpi.key: kpi.name for kpi in contents.kpis}
        self.persona_names = {persona.key: persona.name for persona in contents.personas}

    @cached_property
    def keys(self) -> dict[str, int]:
        """Return every element's key with its place in the journey's order: stages, touchpoints, …"""
        every = (*self.stages, *self.touchpoints, *self.lanes, *self.cards)
        return {key: index for index, key in enumerate(every)}

    def kind_of(self, key: str) -> ElementKind | None:
        """Return what an element is, None if the version does not have it."""
        if key in self.touchpoints:
            return "touchpoint"
        if key in self.stages:
            return "stage"
        if key in self.cards:
            return "card"
        return "lane" if key in self.lanes else None

    def name_of(self, key: str) -> str:
        """Return what an element is called: a card by its text."""
        if key in self.cards:
            return self.cards[key].text
        if key in self.lanes:
            return self.lanes[key].title
        part = self.touchpoints.get(key) or self.stages[key]
        return part.name

    def place_of(self, key: str) -> Place:
        """Return where an element stands."""
        if key in self.cards:
            return self.place_of_card(self.cards[key])
        if key in self.touchpoints:
            return self.place_of_touchpoint(key)
        if key in self.stages:
            return Place(stage=key, stage_name=self.stages[key].name)
        return Place(lane=key, lane_name=self.lanes[key].title)

    def is_pain_point(self, card: CardContents) -> bool:
        """Return whether the card lies in a lane of pain points."""
        return self.lanes[card.lane].kind == "pain_points"

    def place_of_touchpoint(self, key: str) -> Place:
        """Return the stage a touchpoint lies in."""
        stage = self.stages[self.stage_of[key]]
        return Place(stage=stage.key, stage_name=stage.name)

    def place_of_card(self, card: CardContents) -> Place:
        """Return the cell a card lies in."""
        touchpoint = self.touchpoints[card.touchpoint] if card.touchpoint else None
        return Place(
            stage=card.stage,
            stage_name=self.stages[card.stage].name,
            touchpoint=touchpoint.key if touchpoint else "",
            touchpoint_name=touchpoint.name if touchpoint else "",
            lane=card.lane,
            lane_name=self.lanes[card.lane].title,
        )

    def cells(self, only: set[str]) -> dict[tuple[str, str, str | None], list[str]]:
        """Return the keys of `only`'s cards in order, per cell (lane, stage, touchpoint)."""
        cells: dict[tuple[str, str, str | None], list[str]] = defaultdict(list)
        for card in self.contents.cards:
            if card.key in only:
                cells[card.lane, card.stage, card.touchpoint].append(card.key)
        return cells
