"""CJML documents as maps: one for each planned or actual journey."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journeys.exchange import xml
from journeys.exchange.building import MapBuilder
from journeys.exchange.cjml import points
from journeys.exchange.findings import Findings, FoundMap, ProblemLog
from journeys.models.keys import KEY_PATTERN

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from journeys.contents import MapContents
    from journeys.exchange.building import Place

_JOURNEYS = ("plannedJourney", "actualJourney")
_KINDS = re.compile(r"(planned|actual)?(communicationpoint|action)$")
_KEY = re.compile(KEY_PATTERN)
_TIMES = {"timeOriginated": "originated", "timeReceived": "received", "timeConsumed": "consumed", "timeStarted": "started", "timeCompleted": "completed"}  # fmt: skip
_BEFORE = re.compile(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^\[>]*(?:\[[^\]]*\])?\s*>", re.DOTALL)
_START = re.compile(r"<(?:\w{1,40}:)?(?:CJML|plannedJourney|actualJourney)\b", re.IGNORECASE)
#: Elements of a journey that are read; whatever else one has is listed.
_READ = frozenset({"journeyID", "journeyTitle", "journeyPhases", "journeyShortSummary", "journeyLongSummary", "actors", "touchpoints"})  # fmt: skip
_READ_OF_POINTS = frozenset({"touchpointID", "belongsTo", "compliance", "initiator", "receiver", "channel", "comment", "timestamps", "touchpointExperience"})  # fmt: skip


def looks_like_one(text: str) -> bool:
    """Return whether a text is a CJML document, by its first element."""
    return bool(_START.match(_BEFORE.sub("", text.lstrip("\ufeff")[:10_000]).lstrip()))


def read(text: str, name: str = "") -> Findings:
    """Return the journeys of a CJML document; `name` is for one without a title."""
    tell = ProblemLog()
    try:
        top = xml.parse(text)
    except xml.Unreadable as unreadable:
        tell.error(str(unreadable), unreadable.line, column=unreadable.column)
        return tell.findings([])
    journeys = [part for part in top.iter() if xml.name(part) in _JOURNEYS]
    maps = []
    for journey in journeys[:100]:
        contents = _Journey(journey, tell).contents(name)
        if contents is not None:
            maps.append(FoundMap(contents))
    if not maps and not tell.errors:
        tell.error("There is no plannedJourney or actualJourney with touchpoints in this file.")
    return tell.findings(maps)


class _Journey:
    """One journey on its way to a map."""

    def __init__(self, journey: Element, tell: ProblemLog) -> None:
        self.journey, self.tell = journey, tell
        self.is_actual = xml.name(journey) == "actualJourney"
        self.builder = MapBuilder(tell)
        self.phases = {
            xml.attribute(phase, "phaseID"): phase
            for phase in xml.children(xml.child(journey, "journeyPhases"), "journeyPhase")
        }
        self.actors = self._actors()
        self.not_read: set[str] = set()

    def contents(self, name: str) -> MapContents | None:
        """Return the map; None if the journey has neither phases nor touchpoints."""
        builder = self.builder
        builder.name = xml.text(self.journey, "journeyTitle") or name
        summary = [
            xml.text(self.journey, part) for part in ("journeyShortSummary", "journeyLongSummary")
        ]
        builder.scope += [part for part in summary if part]
        for number, phase in enumerate(self.phases.values()):
            stage = builder.stage(self._phase_name(phase), self._place(f"journeyPhases[{number}]"))
            if xml.text(phase, "phaseDescription"):
                stage.goals.append(xml.text(phase, "phaseDescription"))
        for number, part in enumerate(xml.children(xml.child(self.journey, "touchpoints"))):
            if _KINDS.search(xml.name(part).lower()):
                points.add(
                    self._point(part), builder, self.tell, self._place(f"touchpoints[{number}]")
                )
        self._tell_of_the_rest()
        return builder.contents(name) if builder.stages else None

    def _place(self, path: str) -> Place:
        return {"path": f"{xml.name(self.journey)}.{path}"}

    def _actors(self) -> dict[str, str]:
        """Return the actors' names by id; end users become personas."""
        names = {}
        for actor in xml.children(xml.child(self.journey, "actors")):
            identifier = xml.attribute(actor, "actorID")
            name = xml.text(actor, "actorName") or xml.text(actor, "companyName") or identifier
            names[identifier] = name
            if xml.name(actor) == "endUser" and name:
                self.builder.persona(
                    name, {"path": "actors"}, portrait=xml.text(actor, "actorDescription")
                )
        return names

    def _phase_name(self, phase: Element) -> str:
        return xml.text(phase, "phaseName") or xml.attribute(phase, "phaseID") or points.NO_PHASE

    def _point(self, part: Element) -> points.CjmlPoint:
        experience = xml.child(part, "touchpointExperience")
        phase = self.phases.get(xml.attribute(xml.child(part, "belongsTo"), "phaseIDref"))
        identifier = xml.text(part, "touchpointID")
        compliance = xml.text(part, "compliance")
        times = xml.child(part, "timestamps")
        self.not_read |= {
            xml.name(child)
            for child in part
            if xml.name(child) not in _READ_OF_POINTS and xml.text(child)
        }
        return points.CjmlPoint(
            identifier=identifier,
            phase=self._phase_name(phase) if phase is not None else "",
            initiator=self._actor(part, "initiator"),
            initiator_label=xml.text(part, "initiator", "initiatorLabel"),
            receiver=self._actor(part, "receiver"),
            receiver_label=xml.text(part, "receiver", "receiverLabel"),
            channel=xml.text(part, "channel", "channelName"),
            comment=xml.text(part, "comment"),
            experience=xml.text(experience, "experienceDescription"),
            rating=xml.text(experience, "experienceRating"),
            is_observed=self.is_actual,
            deviation=compliance
            if compliance.lower() not in {"", "true", "yes", "compliant", "planned"}
            else "",
            times=[
                f"{word} {xml.text(times, tag)}"
                for tag, word in _TIMES.items()
                if xml.text(times, tag)
            ],
            key=identifier if _KEY.match(identifier) else "",
        )

    def _actor(self, part: Element, side: str) -> str:
        reference = xml.attribute(xml.child(xml.child(part, side), "refersTo"), "actorIDref")
        return self.actors.get(reference, reference)

    def _tell_of_the_rest(self) -> None:
        others = {
            xml.name(part)
            for part in self.journey
            if xml.name(part) not in _READ and xml.text(part)
        }
        for name in sorted(others | self.not_read):
            self.tell.leave_out(f"The element {name[:60]} of CJML has no place on a map.")
