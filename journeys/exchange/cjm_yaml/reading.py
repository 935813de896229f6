"""Documents of `kind: cjm` as maps: phases are stages, actions touchpoints, scores emotions."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from journeys.exchange import feelings
from journeys.exchange.building import MapBuilder
from journeys.exchange.cjm_yaml import loading
from journeys.exchange.findings import Findings, FoundMap, ProblemLog
from journeys.models.keys import KEY_PATTERN

if TYPE_CHECKING:
    from journeys.exchange.building import StageDraft

_LOOK = re.compile(r"^kind:[ \t]*['\"]?cjm\b", re.MULTILINE)
_KEY = re.compile(KEY_PATTERN)
SCALE = feelings.Scale(Decimal(-2), Decimal(2))
_READ = frozenset(
    {"kind", "version", "id", "name", "title", "description", "persona", "phases", "actions"}
)
_READ_OF_ACTIONS = frozenset(
    {"id", "name", "phase", "touchpoints", "thoughts_feelings", "emotion_score"}
)


def looks_like_one(text: str) -> bool:
    """Return whether a text says that it is of this kind."""
    return bool(_LOOK.search(text[:200_000]))


def read(text: str, name: str = "") -> Findings:
    """Return the journeys of a file; `name` is what one without a name is called."""
    tell = ProblemLog()
    try:
        documents = loading.load(text)
    except loading.Unreadable as unreadable:
        tell.error(str(unreadable), unreadable.line, column=unreadable.column)
        return tell.findings([])
    maps = []
    for value in documents:
        if not isinstance(value, loading.Mapping):
            continue
        if value.get("kind") != "cjm":
            tell.leave_out(
                f"Line {value.line}: the document of kind {str(value.get('kind'))[:40]} is not a journey."
            )
            continue
        found = _Journey(value, tell).contents(name)
        if found is not None:
            maps.append(found)
    if not maps and not tell.errors:
        tell.error("There is no document of kind cjm with phases in this file.")
    return tell.findings(maps)


class _Journey:
    """One document on its way to a map."""

    def __init__(self, value: loading.Mapping, tell: ProblemLog) -> None:
        self.value, self.tell = value, tell
        self.builder = MapBuilder(tell)
        self.stages: dict[str, StageDraft] = {}

    def contents(self, name: str) -> FoundMap | None:
        """Return the map; None if it has no phases."""
        builder, value = self.builder, self.value
        builder.name = _text(value.get("name")) or _text(value.get("title"))
        if _text(value.get("description")):
            builder.scope.append(_text(value["description"]))
        self._take_persona(value.get("persona"))
        for phase in self._list("phases"):
            self._take_phase(phase)
        for action in self._list("actions"):
            self._take_action(action)
        for field in sorted(value.keys() - _READ):
            self.tell.leave_out(
                f"Line {value.lines[field]}: the field {field[:60]} has no place on a map."
            )
        if not builder.stages:
            self.tell.error("The journey has no phases.", value.line)
            return None
        return FoundMap(builder.contents(name), value.line)

    def _list(self, field: str) -> list[loading.Mapping]:
        items = self.value.get(field) or []
        if isinstance(items, list):
            for item in items:
                if not isinstance(item, loading.Mapping):
                    self.tell.error(
                        f"An entry of {field} has a name and an id.", self.value.lines[field]
                    )
            return [item for item in items if isinstance(item, loading.Mapping)]
        self.tell.error(f"The field {field} is a list.", self.value.lines[field])
        return []

    def _take_persona(self, persona: Any) -> None:
        if isinstance(persona, loading.Mapping) and _text(persona.get("name")):
            place = {"line": persona.line}
            about = self.builder.text(_text(persona.get("description")), place)
            self.builder.persona(_text(persona["name"]), place, portrait=about)

    def _take_phase(self, phase: loading.Mapping) -> None:
        identifier, name = _text(phase.get("id")), _text(phase.get("name"))
        if not name:
            self.tell.error("The phase has no name.", phase.line)
        key = identifier if _KEY.match(identifier) else ""
        stage = self.builder.stage(
            name or identifier or "Untitled stage", {"line": phase.line}, key=key, new=True
        )
        self.stages[identifier or name] = stage

    def _take_action(self, action: loading.Mapping) -> None:
        place = {"line": action.line}
        stage = self.stages.get(_text(action.get("phase")))
        name, identifier = _text(action.get("name")), _text(action.get("id"))
        if stage is None or not name:
            what = (
                f"There is no phase {_text(action.get('phase'))[:60]!r}"
                if name
                else "The action has no name"
            )
            self.tell.error(f"{what}; the action stays out.", action.line)
            return
        key = identifier if _KEY.match(identifier) else ""
        touchpoint = self.builder.touchpoint(stage, name, place, key=key, new=True)
        if touchpoint is None:
            return
        met = _texts(action.get("touchpoints"))
        if met:
            touchpoint.fields["channel"] = self.builder.channel(met[0], place)
        for further in met[1:]:
            self.builder.card(
                self.builder.lane("notes", "Touchpoints", place), stage, touchpoint, further, place
            )
        thinks = "\n".join(_texts(action.get("thoughts_feelings")))
        if thinks:
            touchpoint.fields["thinks"] = self.builder.text(thinks, place)
        score = feelings.read(_text(action.get("emotion_score")))
        emotion = feelings.emotion_of(score, SCALE) if score.number is not None else None
        if emotion is not None:
            touchpoint.fields["emotion"] = emotion
        elif _text(action.get("emotion_score")):
            self.tell.error(
                "The emotion_score is not a number from −2 to +2; the emotion stays empty.",
                action.lines["emotion_score"],
            )
        for field in sorted(action.keys() - _READ_OF_ACTIONS):
            self.tell.leave_out(
                f"Line {action.lines[field]}: the field {field[:60]} of an action has no place on a map."
            )


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [_text(one) for one in values if _text(one)]
