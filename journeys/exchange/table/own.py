"""Reading our own list back: verbatim, by key, a row that somebody added included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import structs

from journeys.contents import ChannelContents, LaneContents
from journeys.exchange import channel_kinds, feelings, labels
from journeys.exchange.building import LONGEST_LINE, MapBuilder
from journeys.exchange.findings import FoundMap
from journeys.exchange.placing import Placer
from journeys.exchange.table import columns, facts, grid
from journeys.models import Lane
from journeys.models.keys import KEY_PATTERN

if TYPE_CHECKING:
    from journeys.contents import MapContents
    from journeys.exchange.building import Place, StageDraft, TouchpointDraft
    from journeys.exchange.findings import ProblemLog
    from journeys.exchange.table.sheets import Sheet

MATRIX, LIST, LEGEND = "Map", "List", "How to read this file"
_KEY = re.compile(KEY_PATTERN)
_LONGEST = {"feeling": feelings.LONGEST_FEELING, "team": 120, "owner": 120}
_KINDS = frozenset(Lane.Kind.values)


def is_ours(sheets: list[Sheet]) -> bool:
    """Return whether a workbook has a list as we write it."""
    return any(map(_has_our_heads, sheets))


def _has_our_heads(sheet: Sheet) -> bool:
    return bool(sheet.rows) and {columns.WHAT, columns.KEY, "Stage", "Touchpoint"} <= {
        cell.strip() for cell in sheet.rows[0]
    }


def read_sheet(sheet: Sheet, name: str, tell: ProblemLog) -> FoundMap | None:
    """Return the map of a list alone; None if it is no list of ours."""
    return read([sheet], name, tell) if _has_our_heads(sheet) else None


def read(sheets: list[Sheet], name: str, tell: ProblemLog) -> FoundMap | None:
    """Return the map of our own workbook: its list, with what the other sheets say."""
    by_name = {sheet.name: sheet for sheet in sheets}
    builder = MapBuilder(tell)
    listed = next(filter(_has_our_heads, sheets))
    parts: dict[str, tuple[Any, ...]] = {
        field: facts.read_parts(by_name[title], kind, tell)
        for field, (title, kind) in facts.PARTS.items()
        if title in by_name
    }
    builder.channels = {channel.name: channel for channel in parts.pop("channels", ())}
    builder.kpis = {" ".join(kpi.name.split()): kpi for kpi in parts.pop("kpis", ())}
    _ListReader(listed, builder, tell).read()
    if builder.is_empty and not builder.name and facts.ABOUT not in by_name:
        tell.error("The list has no rows.", sheet=listed.name)
        return None
    contents = structs.replace(builder.contents(name), **parts)
    if facts.ABOUT in by_name:
        about, version = facts.read_about(by_name[facts.ABOUT], tell)
        contents = structs.replace(contents, map=about or contents.map, version=version)
    if facts.BY_PERSONA in by_name:
        contents = facts.read_by_persona(by_name[facts.BY_PERSONA], contents, tell)
    _compare_matrix(by_name.get(MATRIX), contents, tell)
    return FoundMap(contents)


def _compare_matrix(sheet: Sheet | None, contents: MapContents, tell: ProblemLog) -> None:
    """Say so if the matrix was changed: it is there to be read, the list is what comes in."""
    if sheet is None:
        return
    shown = {cell.strip() for row in sheet.rows for cell in row if cell.strip()}
    expected = grid.of(contents)
    said = {str(cell).strip() for line in expected.lines for cell in line.cells if cell is not None}
    said |= {
        part.name.strip()
        for column in expected.columns
        for part in (column.stage, column.touchpoint)
        if part
    }
    strange = [
        text
        for text in shown - said - {value for pair in expected.above for value in pair}
        if len(text) < 30_000
    ]
    known = (
        {line.head for line in expected.lines}
        | {head for head, _ in expected.above}
        | {"Stage", "Touchpoint", grid.WHOLE_STAGE}
    )
    strange = [text for text in strange if text not in known and not _is_number(text)]
    if strange:
        tell.warning(
            f"The sheet “{MATRIX}” says “{strange[0][:60]}”, which the sheet “{LIST}” does not. Only “{LIST}” comes in: change things there.",
            sheet=sheet.name,
        )


def _is_number(text: str) -> bool:
    return feelings.read(text).number is not None


class _ListReader:
    """Reads one list into a builder."""

    def __init__(self, sheet: Sheet, builder: MapBuilder, tell: ProblemLog) -> None:
        self.sheet, self.builder, self.tell = sheet, builder, tell
        self.placer = Placer(builder, tell)
        self.place_of: dict[str, int] = {}
        for column, head in enumerate(sheet.rows[0]):
            if head.strip() in columns.HEADS:
                self.place_of.setdefault(head.strip(), column)
            elif head.strip():
                tell.leave_out(
                    f"The column “{head.strip()[:40]}” is none of our list's and was left out."
                )
        self.lanes: dict[str, LaneContents] = {}
        self.stage: StageDraft | None = None
        self.touchpoint: TouchpointDraft | None = None

    def read(self) -> None:
        """Take every row: lanes first, wherever a sorted list has them."""
        rows = [
            (number, row)
            for number, row in enumerate(self.sheet.rows)
            if number and any(cell.strip() for cell in row)
        ]
        kinds = {number: self._what(row) for number, row in rows}
        for number, row in rows:
            if kinds[number] == columns.LANE:
                self._take_lane(number, row)
        takers = {
            columns.STAGE: self._take_stage,
            columns.TOUCHPOINT: self._take_touchpoint,
            columns.CARD: self._take_card,
        }
        for number, row in rows:
            taker = takers.get(kinds[number])
            if taker is not None:
                taker(number, row)
            elif kinds[number] != columns.LANE:
                self._take_fact(kinds[number], number, row)

    def _cell(self, row: list[str], head: str) -> str:
        column = self.place_of.get(head, -1)
        return row[column] if 0 <= column < len(row) else ""

    def _what(self, row: list[str]) -> str:
        said = self._cell(row, columns.WHAT).strip().lower()
        if said:
            return said
        if self._cell(row, "Text").strip():
            return columns.CARD
        return columns.TOUCHPOINT if self._cell(row, "Touchpoint").strip() else columns.STAGE

    def _place(self, number: int, head: str = columns.WHAT) -> Place:
        return self.sheet.place(number, self.place_of.get(head))

    def _key(self, row: list[str], number: int) -> str:
        key = self._cell(row, columns.KEY).strip()
        if not key or _KEY.match(key):
            return key
        self.tell.warning(
            "This is no key; the row gets a new one.", **self._place(number, columns.KEY)
        )
        return ""

    def _take_lane(self, number: int, row: list[str]) -> None:
        title, name = self._cell(row, "Lane"), self._cell(row, "Text")
        kind = self._cell(row, "Kind of lane").strip()
        place = self._place(number, "Kind of lane")
        if kind not in _KINDS:
            if kind:
                self.tell.error(
                    f"“{kind[:40]}” is no kind of lane. Known are {', '.join(sorted(_KINDS))}.",
                    **place,
                )
            kind = labels.kind_of_lane(title)
            name = name or title
        lane = self.builder.lane(kind, f"\0{number}", place)
        if lane is None:
            return
        lane = structs.replace(
            lane,
            name=self._within(name, 120, self._place(number, "Text")),
            key=self._key_for(row, number, lane.key),
        )
        self.builder.lanes[kind, f"\0{number}"] = lane
        self.lanes[title] = lane

    def _key_for(self, row: list[str], number: int, fresh: str) -> str:
        wanted = self._key(row, number)
        return self.builder.key(wanted, self._place(number, columns.KEY)) if wanted else fresh

    def _take_stage(self, number: int, row: list[str]) -> None:
        name = self._cell(row, "Stage")
        if not name.strip():
            self.tell.error("The stage has no name.", **self._place(number, "Stage"))
            return
        place = self._place(number, "Stage")
        self.stage = self.builder.stage(name, place, key=self._key(row, number), new=True)
        self.touchpoint = None
        if self._cell(row, "Customer goal"):
            self.stage.goals = [
                self.builder.text(
                    self._cell(row, "Customer goal"), self._place(number, "Customer goal")
                )
            ]
        kpi = self._cell(row, "KPI of the stage")
        if kpi:
            self.stage.kpi = self.builder.kpi(kpi, self._place(number, "KPI of the stage"))

    def _find_stage(self, number: int, row: list[str]) -> StageDraft | None:
        name = self._cell(row, "Stage")
        if self.stage is not None and name in {"", self.stage.name}:
            return self.stage
        if not name.strip():
            self.tell.error(
                "The row says no stage, and none is above.", **self._place(number, "Stage")
            )
            return None
        self.stage = self.builder.stage(name, self._place(number, "Stage"))
        self.touchpoint = None
        return self.stage

    def _take_touchpoint(self, number: int, row: list[str]) -> None:
        stage = self._find_stage(number, row)
        name = self._cell(row, "Touchpoint")
        place = self._place(number, "Touchpoint")
        if stage is None:
            return
        if not name.strip():
            self.tell.error("The touchpoint has no name.", **place)
            return
        touchpoint = self.builder.touchpoint(
            stage, name, place, key=self._key(row, number), new=True
        )
        if touchpoint is None:
            return
        self.touchpoint = touchpoint
        channel = self._cell(row, "Channel")
        if channel:
            touchpoint.fields["channel"] = self._channel(channel, self._place(number, "Channel"))
        for head, field in columns.OF_TOUCHPOINTS.items():
            text = self._cell(row, head)
            if text:
                value = self._field(field, text, self._place(number, head))
                if value is not None:
                    touchpoint.fields[field] = value

    def _channel(self, name: str, place: Place) -> str | None:
        known = self.builder.channels.get(name)
        if known is None and len(name) <= 60 and name.strip():
            known = ChannelContents(
                key=self.builder.key("", place), name=name, kind=channel_kinds.of(name)
            )
            self.builder.channels[name] = known
        return known.key if known else self.builder.channel(name, place)

    def _field(self, field: str, text: str, place: Place) -> Any:
        """Return a touchpoint's or card's field from its cell; None if it cannot be one."""
        if field in _LONGEST:
            return self._within(text, _LONGEST[field], place)
        match field:
            case "emotion":
                return self._emotion(text, place)
            case "importance" | "severity":
                return self.placer.one_to_five(text, field, place)
            case "share_hit":
                return self.placer.share(text, place)
            case "actors" | "tags":
                entries = columns.split(text)[:200]
                return tuple(self._within(entry, LONGEST_LINE, place) for entry in entries)
        word = text.strip().lower()
        plain = {
            "is_moment_of_truth": word in {"yes", "y", "true", "x", "1"},
            "basis": "observed" if word == "observed" else "assumed",
        }
        return plain[field] if field in plain else self.builder.text(text, place)

    def _emotion(self, text: str, place: Place) -> float | None:
        emotion = feelings.emotion_of(feelings.read(text), feelings.OUR_SCALE)
        if emotion is None:
            self.tell.error(
                f"“{text[:40]}” is not on the scale −3 to +3; the emotion stays empty.", **place
            )
        return emotion

    def _take_card(self, number: int, row: list[str]) -> None:
        stage = self._find_stage(number, row)
        text = self._cell(row, "Text")
        if stage is None:
            return
        if not text.strip():
            self.tell.error("The card has no text.", **self._place(number, "Text"))
            return
        fields: dict[str, Any] = {}
        for head, field in columns.OF_CARDS.items():
            if self._cell(row, head):
                fields[field] = self._field(field, self._cell(row, head), self._place(number, head))
        self.builder.card(
            self._lane(number, row),
            stage,
            self._touchpoint_of(stage, number, row),
            text,
            self._place(number, "Text"),
            key=self._key(row, number),
            **{field: value for field, value in fields.items() if value is not None},
        )

    def _lane(self, number: int, row: list[str]) -> LaneContents | None:
        title = self._cell(row, "Lane")
        known = self.lanes.get(title)
        if known is None:
            label = labels.of(title.strip() or "Notes")
            name = label.name if label.field == "lane_of" else title.strip()
            known = self.builder.lane(label.kind or "notes", name, self._place(number, "Lane"))
            if known is not None:
                self.lanes[title] = known
        return known

    def _touchpoint_of(
        self, stage: StageDraft, number: int, row: list[str]
    ) -> TouchpointDraft | None:
        name = self._cell(row, "Touchpoint")
        if not name.strip():
            return None
        current = self.touchpoint
        if (
            current is not None
            and current.name == name
            and any(one is current for one in stage.touchpoints[-1:])
        ):
            return current
        return self.builder.touchpoint(stage, name, self._place(number, "Touchpoint"))

    def _take_fact(self, what: str, number: int, row: list[str]) -> None:
        text, place = self._cell(row, "Text"), self._place(number, "Text")
        match what:
            case columns.MAP:
                self.builder.name = text
            case columns.SCOPE:
                self.builder.scope.append(text)
            case columns.PERSONA:
                self.builder.persona(text, place, key=self._key(row, number))
            case columns.OBJECTIVE:
                self.builder.objective(text, place, key=self._key(row, number))
            case _:
                self.tell.error(
                    f"“{what[:40]}” is no kind of row. Known are stage, touchpoint, lane and card.",
                    **self._place(number),
                )

    def _within(self, text: str, most: int, place: Place) -> str:
        return text if len(text) <= most else self.builder.line(text, most, place)
