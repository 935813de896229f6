"""Putting a map together from what a file says: within our limits, with keys, every cut told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from journeys.contents import (
    CardContents,
    ChannelContents,
    KpiContents,
    LaneContents,
    MapContents,
    MapFacts,
    ObjectiveContents,
    PersonaContents,
    StageContents,
    TouchpointContents,
)
from journeys.exchange import channel_kinds, sizes
from journeys.models.keys import new_key

if TYPE_CHECKING:
    from journeys.exchange.findings import ProblemLog

LONGEST_NAME, LONGEST_TEXT, LONGEST_LINE = 160, 20_000, 160
UNTITLED = "Untitled journey"
#: What neither a database nor XML could keep.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

#: Where in a file something stands, as `Problem` takes it: line, column, sheet, path.
Place = dict[str, Any]


@dataclass(slots=True)
class TouchpointDraft:
    """A touchpoint on its way in; `fields` are those of `TouchpointContents`."""

    key: str
    name: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class StageDraft:
    """A stage on its way in."""

    key: str
    name: str
    goals: list[str] = field(default_factory=list)
    kpi: str | None = None
    touchpoints: list[TouchpointDraft] = field(default_factory=list)
    by_name: dict[str, TouchpointDraft] = field(default_factory=dict)


class MapBuilder:
    """Takes stages, touchpoints, lanes and cards as they come and gives a sound map.

    What is too long is cut or refused, and `tell` is told with its place.
    """

    def __init__(self, tell: ProblemLog) -> None:
        self.tell = tell
        self.stages: list[StageDraft] = []
        self.stages_by_name: dict[str, StageDraft] = {}
        self.lanes: dict[tuple[str, str], LaneContents] = {}
        self.cards: list[CardContents] = []
        self.channels: dict[str, ChannelContents] = {}
        self.kpis: dict[str, KpiContents] = {}
        self.personas: dict[str, PersonaContents] = {}
        self.objectives: list[ObjectiveContents] = []
        self.name = ""
        self.scope: list[str] = []
        self.facts: dict[str, Any] = {}
        self.touchpoints = 0
        self._taken: set[str] = set()
        self._full: set[str] = set()

    def stage(self, name: str, place: Place, *, key: str = "", new: bool = False) -> StageDraft:
        """Return the stage of this name, made if there is none, or anew if `new` asks for it."""
        known = None if new else self.stages_by_name.get(name)
        if known is not None:
            return known
        if self._is_full("stages", len(self.stages), place) and self.stages:
            return self.stages[-1]
        short = self._name(name, place)
        stage = StageDraft(self.key(key, place), short)
        if short != name:
            stage.goals.append(self.text(name, place))
        self.stages.append(stage)
        self.stages_by_name[name] = stage
        return stage

    def touchpoint(
        self, stage: StageDraft, name: str, place: Place, *, key: str = "", new: bool = False
    ) -> TouchpointDraft | None:
        """Return the stage's touchpoint of this name, made if need be; None if there are too many."""
        known = None if new else stage.by_name.get(name)
        if known is not None:
            return known
        if self._is_full("touchpoints", self.touchpoints, place):
            return None
        short = self._name(name, place)
        touchpoint = TouchpointDraft(self.key(key, place), short)
        if short != name:
            touchpoint.fields["does"] = self.text(name, place)
        stage.touchpoints.append(touchpoint)
        stage.by_name[name] = touchpoint
        self.touchpoints += 1
        return touchpoint

    def lane(self, kind: str, name: str, place: Place) -> LaneContents | None:
        """Return the lane of this kind and name; None if there are too many."""
        lane = self.lanes.get((kind, name))
        if lane is None and not self._is_full("lanes", len(self.lanes), place):
            lane = LaneContents(
                key=self.key("", place), kind=kind, name=self.line(name, 120, place)
            )
            self.lanes[kind, name] = lane
        return lane

    def card(
        self,
        lane: LaneContents | None,
        stage: StageDraft,
        touchpoint: TouchpointDraft | None,
        text: str,
        place: Place,
        **fields: Any,
    ) -> None:
        """Add a card; a text that is too long for one stays out."""
        if lane is None or self._is_full("cards", len(self.cards), place):
            return
        if len(text) > LONGEST_TEXT:
            self.tell.error(
                f"The text has {len(text):,} characters; {LONGEST_TEXT:,} is the most. It stays out.",
                **place,
            )
            return
        key = self.key(fields.pop("key", ""), place)
        self.cards.append(
            CardContents(
                key=key,
                lane=lane.key,
                stage=stage.key,
                touchpoint=touchpoint.key if touchpoint else None,
                text=_UNSTORABLE.sub("\ufffd", text),
                **fields,
            )
        )

    def channel(self, name: str, place: Place) -> str | None:
        """Return the key of the channel of this name."""
        name = self.line(name, 60, place)
        if not name:
            return None
        channel = self.channels.get(name)
        if channel is None:
            if self._is_full("channels", len(self.channels), place):
                return None
            channel = ChannelContents(key=new_key(), name=name, kind=channel_kinds.of(name))
            self.channels[name] = channel
        return channel.key

    def kpi(self, name: str, place: Place) -> str | None:
        """Return the key of the KPI of this name."""
        name = self.line(name, 120, place)
        word = " ".join(name.split())  # a cell has lost the blanks around it
        if word not in self.kpis and not self._is_full("kpis", len(self.kpis), place):
            self.kpis[word] = KpiContents(key=new_key(), name=name)
        return self.kpis[word].key if word in self.kpis else None

    def persona(self, name: str, place: Place, **fields: Any) -> None:
        """Note a persona; of one noted before, fill in what is empty."""
        key = fields.pop("key", "")
        name = self.line(name, 80, place)
        if not name.strip() or self._is_full("personas", len(self.personas), place):
            return
        known = self.personas.get(name) or PersonaContents(key=self.key(key, place), name=name)
        values = {part: getattr(known, part) for part in known.__struct_fields__}
        values |= {part: value for part, value in fields.items() if value and not values[part]}
        self.personas[name] = PersonaContents(**values)

    def objective(self, statement: str, place: Place, key: str = "") -> None:
        """Note an objective."""
        statement = self.line(statement, 240, place)
        if statement.strip() and not self._is_full("objectives", len(self.objectives), place):
            self.objectives.append(ObjectiveContents(key=self.key(key, place), statement=statement))

    def key(self, wanted: str, place: Place) -> str:
        """Return the key wanted, if it is free, else a fresh one."""
        if wanted and wanted in self._taken:
            self.tell.warning(
                "The key stands here for the second time; this one gets a new key.", **place
            )
            wanted = ""
        key = wanted or new_key()
        self._taken.add(key)
        return key

    def line(self, text: str, most: int, place: Place) -> str:
        """Return a text as one line of at most `most` characters."""
        text = _UNSTORABLE.sub("\ufffd", text)
        if "\n" in text or "\r" in text:
            text = " ".join(text.split())
        if len(text) <= most:
            return text
        self.tell.warning(
            f"“{text[:40]}…” has {len(text):,} characters; it is cut to {most}.", **place
        )
        return text[: most - 1].rstrip() + "…"

    def text(self, text: str, place: Place) -> str:
        """Return a text of at most the length a map holds."""
        text = _UNSTORABLE.sub("\ufffd", text)
        if len(text) <= LONGEST_TEXT:
            return text
        self.tell.error(
            f"The text has {len(text):,} characters; {LONGEST_TEXT:,} is the most. The rest stays out.",
            **place,
        )
        return text[:LONGEST_TEXT]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing of a map has been found."""
        return not self.stages and not self.personas

    def contents(self, name: str, **more: Any) -> MapContents:
        """Return the map; `name` is for one that has none of its own."""
        stages = tuple(self._stage(stage) for stage in self.stages)
        used = {part.channel for stage in stages for part in stage.touchpoints}
        kpis = {stage.kpi for stage in stages}
        return MapContents(
            map=MapFacts(
                name=self._name(self.name or name or UNTITLED, {}),
                scope=self.text("\n".join(self.scope), {}),
                **self.facts,
            ),
            channels=tuple(part for part in self.channels.values() if part.key in used),
            kpis=tuple(part for part in self.kpis.values() if part.key in kpis),
            objectives=tuple(self.objectives),
            personas=tuple(self.personas.values()),
            stages=stages,
            lanes=tuple(self.lanes.values()),
            cards=tuple(self.cards),
            **more,
        )

    def _stage(self, stage: StageDraft) -> StageContents:
        return StageContents(
            key=stage.key,
            name=stage.name,
            customer_goal=self.text("\n".join(dict.fromkeys(stage.goals)), {}),
            kpi=stage.kpi,
            touchpoints=tuple(
                TouchpointContents(key=part.key, name=part.name, **part.fields)
                for part in stage.touchpoints
            ),
        )

    def _name(self, name: str, place: Place) -> str:
        name = _UNSTORABLE.sub("\ufffd", name)
        if len(name) <= LONGEST_NAME:
            return name
        self.tell.warning(
            f"The name “{name[:40]}…” has {len(name):,} characters; {LONGEST_NAME} is the most. It is cut.",
            **place,
        )
        return name[: LONGEST_NAME - 1].rstrip() + "…"

    def _is_full(self, kind: str, count: int, place: Place) -> bool:
        if count < sizes.MOST[kind]:
            return False
        if kind not in self._full:
            self._full.add(kind)
            what = "KPIs" if kind == "kpis" else kind
            self.tell.error(
                f"More than {sizes.MOST[kind]:,} {what}: from here on they stay out.", **place
            )
        return True
