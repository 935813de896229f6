"""One touchpoint or stage before and after, field by field. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from journeys.admin.pages import compare_customers
from journeys.admin.pages.change_words import field_name, signed, value

if TYPE_CHECKING:
    from journeys.admin.pages.compare_customers import CustomerRow
    from journeys.comparison import EmotionDelta, MapComparison
    from journeys.contents import (
        CardContents,
        MapContents,
        StageContents,
        TouchpointContents,
    )

TOUCHPOINT_FIELDS = (
    "name", "stage", "channel", "does", "thinks", "emotion", "feeling", "basis", "is_moment_of_truth",
    "importance", "actors", "team",
)  # fmt: skip
STAGE_FIELDS = ("name", "customer_goal", "kpi")


@dataclass(frozen=True, slots=True)
class Line:
    """A field on both sides; a side the element is missing from says so in the head of its column."""

    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Return whether the two sides differ."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Detail:
    """The element picked: its name, what it is, its fields, its cards on both sides, the verdict."""

    key: str
    name: str
    what: str
    lines: tuple[Line, ...]
    cards: tuple[Line, ...]
    is_before: bool
    is_after: bool
    delta: EmotionDelta | None = None
    customers: tuple[CustomerRow, ...] = ()

    @property
    def difference(self) -> str:
        """Return the difference of the two ratings with its sign, or ""."""
        return (
            "" if self.delta is None or self.delta.told[2] is None else signed(self.delta.told[2])
        )


def detail(
    key: str, before: MapContents, after: MapContents, comparison: MapComparison
) -> Detail | None:
    """Return the stage or touchpoint with this key as it was and is; None if neither version has it."""
    for what, find, fields in (
        ("Touchpoint", _touchpoint, TOUCHPOINT_FIELDS),
        ("Stage", _stage, STAGE_FIELDS),
    ):
        was, now = find(key, before), find(key, after)
        if was or now:
            named: Any = now or was
            return Detail(
                key=key,
                name=named["name"],
                what=what,
                lines=tuple(_lines(fields, was or {}, now or {})),
                cards=tuple(_cards(key, before, after)),
                is_before=was is not None,
                is_after=now is not None,
                delta=next((row for row in comparison.emotions if row.key == key), None),
                customers=compare_customers.of(key, comparison),
            )
    return None


def _lines(fields: tuple[str, ...], was: dict[str, Any], now: dict[str, Any]) -> list[Line]:
    """Return the fields that say something on either side."""
    lines = [
        Line(_label(name), value(name, was.get(name)), value(name, now.get(name)))
        for name in fields
        if was.get(name) not in {None, "", (), False} or now.get(name) not in {None, "", (), False}
    ]
    return [line for line in lines if line.label != _label("basis") or _is_rated(was, now)]


def _is_rated(was: dict[str, Any], now: dict[str, Any]) -> bool:
    return was.get("emotion") is not None or now.get("emotion") is not None


def _label(name: str) -> str:
    return {"name": "Name", "stage": "Stage", "is_moment_of_truth": "Moment of truth"}.get(
        name, field_name(name)
    )


def _touchpoint(key: str, read: MapContents) -> dict[str, Any] | None:
    for stage, part in read.touchpoints:
        if part.key == key:
            channels = {channel.key: channel.name for channel in read.channels}
            return _values(part) | {
                "stage": stage.name,
                "channel": channels.get(part.channel or ""),
                "is_moment_of_truth": "yes" if part.is_moment_of_truth else "",
            }
    return None


def _stage(key: str, read: MapContents) -> dict[str, Any] | None:
    for part in read.stages:
        if part.key == key:
            kpis = {kpi.key: kpi.name for kpi in read.kpis}
            return _values(part) | {"kpi": kpis.get(part.kpi or "")}
    return None


def _values(part: TouchpointContents | StageContents) -> dict[str, Any]:
    return {name: getattr(part, name) for name in part.__struct_fields__}


def _cards(key: str, before: MapContents, after: MapContents) -> list[Line]:
    """Return the cards at this place on either side, by key, with the lane they lie in."""
    was, now = _cards_at(key, before), _cards_at(key, after)
    return [
        Line(
            (now.get(card) or was[card])[0],
            was[card][1] if card in was else "–",
            now[card][1] if card in now else "–",
        )
        for card in dict.fromkeys([*was, *now])
    ]


def _cards_at(key: str, read: MapContents) -> dict[str, tuple[str, str]]:
    titles = {lane.key: lane.title for lane in read.lanes}
    return {
        card.key: (titles[card.lane], _card(card))
        for card in read.cards
        if (card.touchpoint or card.stage) == key
    }


def _card(card: CardContents) -> str:
    facts = [
        f"severity {card.severity}" if card.severity else "",
        f"{card.share_hit:g} % hit" if card.share_hit is not None else "",
    ]
    said = ", ".join(fact for fact in facts if fact)
    return f"{card.text} ({said})" if said else card.text
