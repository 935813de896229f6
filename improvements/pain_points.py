"""The life of pain points: open, addressed, verified resolved, gone, recurred; computed, never typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from improvements.models import Action
from improvements.models.action import State
from journeys import alignments, contents, judging
from journeys.models import MapVersion
from journeys.models.version import FROZEN_STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.comparison.results import Judgement
    from journeys.contents import MapContents
    from journeys.models import JourneyMap

Life = Literal["open", "addressed", "verified", "gone", "recurred"]
#: An action that was accepted takes a pain point on; one that was dropped does not.
TAKING_ON = (State.ACCEPTED, State.TESTING, State.IMPLEMENTING, State.MONITORING, State.DONE)
PAINS = "pain_points"
#: What stands beside a pain point on the map; an open one needs no words.
NOTED = {"addressed": "An action takes it on", "recurred": "It was gone, and is back"}
#: Published versions that are looked at, the newest ones.
MOST_VERSIONS = 50


class Sighting(Struct, frozen=True):
    """A published version in which the pain point stood, with its severity 1–5 if it had one."""

    version: int
    severity: int | None


class PainPoint(Struct, frozen=True):
    """A pain point and where it stands. `actions` are ids of those that take it on; `reason` says why it is so called."""

    key: str
    text: str
    touchpoint: str
    life: Life
    reason: str
    seen: tuple[Sighting, ...]
    actions: tuple[int, ...]


def of(journey: JourneyMap) -> list[PainPoint]:
    """Return the pain points of a map's published versions, present ones first, then those that are gone.

    A pain point is **verified** resolved only if it is gone and customers said in the newest version's evidence window that
    its touchpoint is better than when it last stood there: a closed ticket does not do.
    """
    rows = list(
        MapVersion.objects.filter(map=journey, state__in=FROZEN_STATES)
        .defer(None)
        .select_related("map")
        .order_by("-number")[:MOST_VERSIONS]
    )[::-1]
    read = [contents.read(version) for version in rows]
    if not read:
        return []
    actions = list(
        Action.objects.filter(program_id=journey.program_id, state__in=TAKING_ON)
        .order_by("id")
        .values_list("pk", "element_keys")
    )
    judged = _Judged(rows, read)
    found = [_told(key, rows, read, actions, judged) for key in _keys(read)]
    order: tuple[Life, ...] = ("recurred", "open", "addressed", "gone", "verified")
    return sorted(found, key=lambda one: (order.index(one.life), -(one.seen[-1].severity or 0)))


def notes(version: MapVersion) -> dict[str, list[str]]:
    """Return what to write beside the pain points of a version that is being published: where each stands."""
    actions = dict(
        Action.objects.filter(program_id=version.program_id, state__in=TAKING_ON).values_list("pk", "element_keys")
    )  # fmt: skip
    earlier = MapVersion.objects.filter(map=version.map_id, state__in=FROZEN_STATES).exclude(
        pk=version.pk
    )
    rows = list(earlier.defer(None).select_related("map").order_by("-number")[:MOST_VERSIONS])[::-1]
    read = [*(contents.read(row) for row in rows), contents.read(version)]
    said: dict[str, list[str]] = {}
    for card in _pains(read[-1]):
        places = [
            place
            for place, one in enumerate(read)
            if any(pain.key == card.key for pain in _pains(one))
        ]
        about = {card.key, card.touchpoint or card.stage}
        life, _ = _life(places, len(read), any(about & set(keys) for keys in actions.values()))
        if life != "open":
            said[card.key] = [NOTED[life]]
    return said


class _Judged:
    """What customers said between a version and the newest; worked out once for each."""

    def __init__(self, rows: Sequence[MapVersion], read: Sequence[MapContents]) -> None:
        self.rows, self.read = rows, read
        self._known: dict[int, dict[str, Judgement]] = {}

    def at(self, place: int, touchpoint: str) -> Judgement | None:
        """Return the judgement of a touchpoint between the version at a place and the newest."""
        if place not in self._known:
            before, after = self.rows[place], self.rows[-1]
            both = alignments.of(before, self.read[place], after, self.read[-1])
            self._known[place] = judging.judgements(before, after, both)
        return self._known[place].get(touchpoint)


def _keys(read: Sequence[MapContents]) -> list[str]:
    return list(dict.fromkeys(card.key for version in read[::-1] for card in _pains(version)))


def _pains(read: MapContents) -> list[contents.CardContents]:
    lanes = {lane.key for lane in read.lanes if lane.kind == PAINS}
    return [card for card in read.cards if card.lane in lanes]


def _told(
    key: str,
    rows: Sequence[MapVersion],
    read: Sequence[MapContents],
    actions: Sequence[tuple[int, list[str]]],
    judged: _Judged,
) -> PainPoint:
    stood = [
        (place, card)
        for place, version in enumerate(read)
        for card in _pains(version)
        if card.key == key
    ]
    last, card = stood[-1]
    touchpoint = card.touchpoint or card.stage
    about = {key, touchpoint}
    taking_on = tuple(pk for pk, keys in actions if about & set(keys))
    life, reason = _life([place for place, _ in stood], len(read), bool(taking_on))
    if life == "gone":
        said = judged.at(last, touchpoint)
        if said is not None and said.verdict == "better":
            life, reason = "verified", f"customers feel better there: {said.reason}"
        elif said is not None:
            reason = f"gone from the map, but not verified: {said.reason}"
    seen = tuple(Sighting(rows[place].number, one.severity) for place, one in stood)
    return PainPoint(key, card.text, touchpoint, life, reason, seen, taking_on)


def _life(places: Sequence[int], versions: int, is_taken_on: bool) -> tuple[Life, str]:
    if places[-1] < versions - 1:
        return "gone", "gone from the map, but nobody was asked whether it is"
    if places[-1] - places[0] + 1 > len(places):
        return "recurred", "it was gone from an earlier version and is back"
    if is_taken_on:
        return "addressed", "an accepted action takes it on"
    return "open", "no accepted action takes it on"
