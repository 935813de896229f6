"""A UJG document as a map: phases, experience steps, touchpoints, pain points, measured emotions."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from journeys.exchange import document, feelings, json_text
from journeys.exchange.building import MapBuilder
from journeys.exchange.findings import Findings, FoundMap, ProblemLog
from journeys.exchange.ujg import terms
from journeys.models.keys import KEY_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from journeys.exchange.building import Place, StageDraft, TouchpointDraft

    Node = dict[str, Any]

_LOOK = re.compile(r'"UJGDocument"|"https?://[^"]*\bujg\b[^"]*"')
_KEY = re.compile(KEY_PATTERN)
#: Nodes that are read, or that only say in which order steps come.
_USED = frozenset({"Phase", "Touchpoint", "ExperienceStep", "PainPoint", "Journey", "JourneyEntry", "State", "Transition", "MetricObservation"})  # fmt: skip
NO_PHASE = "Journey"
MOST_NODES = 100_000
_TEXTS = {"does": 20_000, "thinks": 20_000, "feeling": 60, "team": 120}


def looks_like_one(text: str) -> bool:
    """Return whether a text is JSON that speaks of UJG near its beginning."""
    return document.looks_like_one(text) and bool(_LOOK.search(text[:20_000]))


def read(text: str, name: str = "") -> Findings:
    """Return the map of a UJG document; `name` is for one without a title."""
    tell = ProblemLog()
    try:
        value = json_text.parse(text, largest=document.LARGEST_DOCUMENT).value
    except json_text.Unreadable as unreadable:
        tell.error(str(unreadable), unreadable.line, column=unreadable.column)
        return tell.findings([])
    nodes = (
        value.get("nodes", value.get("items", value.get("@graph")))
        if isinstance(value, dict)
        else None
    )
    if not isinstance(nodes, list) or len(nodes) > MOST_NODES:
        tell.error(f"A UJG document has a list of nodes, {MOST_NODES:,} at most.", path="nodes")
        return tell.findings([])
    graph = _Graph(nodes, tell)
    graph.read()
    if not graph.builder.stages:
        tell.error("There are no phases and no experience steps in this document.", path="nodes")
        return tell.findings([])
    return tell.findings([FoundMap(graph.builder.contents(name))])


class _Graph:
    """The nodes of one document on their way to a map."""

    def __init__(self, nodes: list[Any], tell: ProblemLog) -> None:
        self.tell = tell
        self.builder = MapBuilder(tell)
        self.nodes: list[Node] = []
        self.place_of: dict[str, int] = {}
        for number, node in enumerate(nodes):
            if not isinstance(node, dict) or not _type(node):
                tell.error("A node is an object with @type and @id.", path=f"nodes[{number}]")
                continue
            self.nodes.append(node)
            self.place_of.setdefault(_id(node), number)
        self.by_id = {_id(node): node for node in self.nodes if _id(node)}
        self.steps: dict[str, tuple[StageDraft, TouchpointDraft]] = {}
        self.stages: dict[str, StageDraft] = {}

    def read(self) -> None:
        """Take everything a map can hold; list the rest."""
        for journey in self._of("Journey"):
            self.builder.name = self.builder.name or self._text(journey, "label")
            scope = self._text(journey, "description", required=False)
            if scope:
                self.builder.scope.append(scope)
        for phase in sorted(self._of("Phase"), key=_order):
            self._take_phase(phase)
        order = self._order_of_states()
        last = len(order)
        steps = list(self._of("ExperienceStep"))
        steps.sort(
            key=lambda step: min(
                (order.get(ref, last) for ref in _refs(step, "stateRefs")), default=last
            )
        )
        for step in steps:
            self._take_step(step)
        for pain in self._of("PainPoint"):
            self._take_pain(pain)
        for metric in self._of("MetricObservation"):
            self._take_metric(metric)
        counts = Counter(_type(node) for node in self.nodes if _type(node) not in _USED)
        for kind, count in counts.items():
            self.tell.leave_out(
                f"{count:,} {'node' if count == 1 else 'nodes'} of type {kind[:60]}: a map has no place for them."
            )

    def _of(self, kind: str) -> Iterator[Node]:
        return (node for node in self.nodes if _type(node) == kind)

    def _place(self, node: Node, field: str = "") -> Place:
        path = f"nodes[{self.place_of.get(_id(node), 0)}]"
        return {"path": f"{path}.{field}" if field else path}

    def _text(self, node: Node, field: str, *, required: bool = True) -> str:
        value = node.get(field)
        if isinstance(value, dict):  # JSON-LD: {"@value": …} or a text in each language
            value = value.get("@value") or next(
                (one for one in value.values() if isinstance(one, str)), None
            )
        if isinstance(value, str) and value.strip():
            return value
        if required:
            self.tell.warning(f"The node has no {field}.", **self._place(node, field))
        return ""

    def _take_phase(self, phase: Node) -> None:
        name = self._text(phase, "label") or "Untitled stage"
        stage = self.builder.stage(name, self._place(phase), key=_key(phase), new=True)
        goal = _ours(phase).get("customer_goal") or self._text(phase, "description", required=False)
        if isinstance(goal, str) and goal:
            stage.goals.append(goal)
        self.stages[_id(phase)] = stage

    def _take_step(self, step: Node) -> None:
        phase = next(iter(_refs(step, "phaseRef")), "")
        if phase and phase not in self.stages:
            self.tell.error(
                "There is no phase of this id; the step stands in a stage of its own.",
                **self._place(step, "phaseRef"),
            )
        stage = self.stages.get(phase) or self.builder.stage(NO_PHASE, self._place(step))
        name = self._text(step, "label") or "Untitled step"
        touchpoint = self.builder.touchpoint(
            stage, name, self._place(step), key=_key(step), new=True
        )
        if touchpoint is None:
            return
        self.steps[_id(step)] = (stage, touchpoint)
        self._take_touchpoints(step, stage, touchpoint)
        self._take_fields(step, touchpoint)
        description = self._text(step, "description", required=False)
        if description:
            touchpoint.fields.setdefault(
                "does", self.builder.text(description, self._place(step, "description"))
            )
        for tag in self._tags(step):
            self.builder.card(
                self.builder.lane("notes", "Tags", {}),
                stage,
                touchpoint,
                tag,
                self._place(step, "tags"),
            )

    def _take_touchpoints(self, step: Node, stage: StageDraft, touchpoint: TouchpointDraft) -> None:
        """A step's touchpoint gives the channel; its own name, where it differs, a card."""
        for ref in _refs(step, "touchpointRefs"):
            node = self.by_id.get(ref)
            place = self._place(step, "touchpointRefs")
            if node is None:
                self.tell.error(f"There is no touchpoint {ref[:80]}.", **place)
                continue
            label, channel = self._text(node, "label"), self._text(node, "channel", required=False)
            if channel and "channel" not in touchpoint.fields:
                touchpoint.fields["channel"] = self.builder.channel(channel, place)
            if label and label != touchpoint.name:
                self.builder.card(
                    self.builder.lane("notes", "Touchpoints", place),
                    stage,
                    touchpoint,
                    label,
                    place,
                )

    def _take_fields(self, step: Node, touchpoint: TouchpointDraft) -> None:
        """Take what our own export said beside UJG's terms, as far as it is sound."""
        ours = _ours(step)
        fields = touchpoint.fields
        for name, most in _TEXTS.items():
            value = ours.get(name)
            if isinstance(value, str) and 0 < len(value) <= most:
                fields[name] = value
        actors = ours.get("actors")
        if isinstance(actors, list):
            fields["actors"] = tuple(
                actor[:160] for actor in actors[:200] if isinstance(actor, str)
            )
        if ours.get("is_moment_of_truth") is True:
            fields["is_moment_of_truth"] = True
        importance = ours.get("importance")
        if type(importance) is int and 1 <= importance <= 5:
            fields["importance"] = importance
        if ours.get("basis") == "observed":
            fields["basis"] = "observed"

    def _take_pain(self, pain: Node) -> None:
        label, more = self._text(pain, "label"), self._text(pain, "description", required=False)
        text = "\n".join(part for part in (label, more) if part)
        severity = self._severity(pain)
        targets = [self.steps[ref] for ref in _refs(pain, "experienceRefs") if ref in self.steps]
        if not text:
            return
        if not targets:
            self.tell.error(
                "The pain point belongs to no step of this document, and stays out.",
                **self._place(pain, "experienceRefs"),
            )
        lane = self.builder.lane("pain_points", "", self._place(pain))
        tags = tuple(self._tags(pain))
        for number, (stage, touchpoint) in enumerate(targets):
            is_of_stage = _ours(pain).get("spans_stage") is True
            if is_of_stage and number:
                continue
            fields: dict[str, Any] = {"tags": tags} | (
                {} if severity is None else {"severity": severity}
            )
            key = _key(pain) if number == 0 else ""
            self.builder.card(
                lane,
                stage,
                None if is_of_stage else touchpoint,
                text,
                self._place(pain),
                key=key,
                **fields,
            )

    def _severity(self, pain: Node) -> int | None:
        value = pain.get("severity")
        if value is None:
            return None
        number = _number(value)
        if number is None or not 0 <= number <= 1:
            self.tell.error(
                "A severity is a number from 0 to 1; it stays empty.",
                **self._place(pain, "severity"),
            )
            return None
        return terms.severity_of(number)

    def _take_metric(self, metric: Node) -> None:
        subject = next(iter(_refs(metric, "metricSubjectRef")), "")
        key = str(metric.get("metricKey", ""))
        if key.lower() != terms.EMOTION or subject not in self.steps:
            self.tell.leave_out(
                f"The measurement “{key[:60]}”: readings belong to KPIs, and are entered there."
            )
            return
        scale = feelings.said_by(str(metric.get("metricUnit", ""))) or feelings.OUR_SCALE
        number = _number(metric.get("metricValue"))
        emotion = (
            None if number is None else feelings.emotion_of(feelings.read(f"{number:f}"), scale)
        )
        if emotion is None:
            self.tell.error(
                f"The emotion is not on the scale {scale.name}; it stays empty.",
                **self._place(metric, "metricValue"),
            )
        else:
            self.steps[subject][1].fields["emotion"] = emotion

    def _tags(self, node: Node) -> Iterator[str]:
        tags = node.get("tags")
        for tag in tags[:200] if isinstance(tags, list) else ():
            if isinstance(tag, str) and tag.strip():
                yield self.builder.line(tag, 160, self._place(node, "tags"))

    def _order_of_states(self) -> dict[str, int]:
        """Return at which place of the journey each state comes, along the transitions from its entry."""
        following: dict[str, list[str]] = {}
        for transition in self._of("Transition"):
            for start in _refs(transition, "from"):
                following.setdefault(start, []).extend(_refs(transition, "to"))
        entries = [
            ref
            for journey in self._of("Journey")
            for name in ("defaultEntryRef", "entryRefs")
            for ref in _refs(journey, name)
        ]
        waiting = [
            state
            for entry in entries
            for state in (_refs(self.by_id.get(entry, {}), "stateRef") or [entry])
        ]
        waiting += [ref for journey in self._of("Journey") for ref in _refs(journey, "stateRefs")]
        order: dict[str, int] = {}
        waiting.reverse()
        while waiting:
            state = waiting.pop()
            if state not in order:
                order[state] = len(order)
                waiting += reversed(following.get(state, []))
        return order


def _type(node: Node) -> str:
    value = node.get("@type", node.get("type"))
    value = value[0] if isinstance(value, list) and value else value
    return (
        value.rpartition(":")[2].rpartition("#")[2].rpartition("/")[2]
        if isinstance(value, str)
        else ""
    )


def _id(node: Node) -> str:
    value = node.get("@id", node.get("id"))
    return value if isinstance(value, str) else ""


def _key(node: Node) -> str:
    key = _id(node).removeprefix(terms.URN)
    return key if _KEY.match(key) else ""


def _refs(node: Node, field: str) -> list[str]:
    """Return the ids that a field refers to, whether it holds one, several, or objects with an id."""
    value = node.get(field)
    values: Iterable[Any] = value if isinstance(value, list) else [value]
    refs = [one.get("@id", one.get("id")) if isinstance(one, dict) else one for one in values]
    return [ref for ref in refs if isinstance(ref, str)]


def _ours(node: Node) -> Node:
    extensions = node.get("extensions")
    ours = extensions.get(terms.OURS) if isinstance(extensions, dict) else None
    return ours if isinstance(ours, dict) else {}


def _number(value: Any) -> float | None:
    """Return a number, also one written as text or as JSON-LD's value."""
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) < 1e6 else None


def _order(phase: Node) -> float:
    number = _number(phase.get("order"))
    return 1e9 if number is None else number
