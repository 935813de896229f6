"""A map as CJML 2.0: a planned journey for what the team assumes, an actual one for what was observed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from journeys.exchange.cjml import channels, losses
from journeys.exchange.cjml.points import SCALE
from journeys.exchange.mermaid import scores

if TYPE_CHECKING:
    from journeys.contents import MapContents, TouchpointContents

#: Who acts when the map does not say.
CUSTOMER, COMPANY = "Customer", "Company"


def write(contents: MapContents) -> tuple[bytes, tuple[str, ...]]:
    """Return the document as bytes, and what of the map it does not hold."""
    top = Element("CJML", version="2.0")
    kind = "actual" if losses.is_observed(contents) else "planned"
    journey = SubElement(top, f"{kind}Journey")
    _add(journey, "journeyID", "AJ1" if kind == "actual" else "PJ1")
    _add(journey, "journeyTitle", contents.map.name)
    phases = SubElement(journey, "journeyPhases")
    for number, stage in enumerate(contents.stages, start=1):
        phase = SubElement(phases, "journeyPhase", phaseID=f"p{number}")
        _add(phase, "phaseName", stage.name)
        _add(phase, "phaseDescription", stage.customer_goal)
    _add(journey, "journeyShortSummary", contents.map.scope)
    actors = _actors(journey, contents)
    listed = SubElement(journey, "touchpoints")
    names = {
        channel.key: channels.token_of(channel.name, channel.kind) for channel in contents.channels
    }
    for number, stage in enumerate(contents.stages, start=1):
        for touchpoint in stage.touchpoints:
            _touchpoint(listed, kind, f"p{number}", touchpoint, actors, names)
    indent(top)
    return tostring(top, encoding="utf-8", xml_declaration=True) + b"\n", tuple(losses.of(contents))


def _actors(journey: Element, contents: MapContents) -> dict[str, str]:
    """Write who takes part; return their ids by name."""
    listed = SubElement(journey, "actors")
    personas = [persona.name for persona in contents.personas] or [CUSTOMER]
    others = [actor for _, touchpoint in contents.touchpoints for actor in sides_of(touchpoint)]
    identifiers: dict[str, str] = {}
    for name in dict.fromkeys([*personas, *others, COMPANY]):
        is_user = name in personas
        identifiers[name] = f"{'U' if is_user else 'S'}{len(identifiers) + 1}"
        actor = SubElement(
            listed, "endUser" if is_user else "serviceProvider", actorID=identifiers[name]
        )
        _add(actor, "actorName" if is_user else "companyName", name)
    return identifiers


def _touchpoint(
    listed: Element,
    kind: str,
    phase: str,
    touchpoint: TouchpointContents,
    actors: dict[str, str],
    names: dict[str, str],
) -> None:
    is_action = touchpoint.channel is None and len(touchpoint.actors) < 2
    part = SubElement(listed, f"{kind}{'Action' if is_action else 'CommunicationPoint'}")
    _add(part, "touchpointID", touchpoint.key)
    SubElement(part, "belongsTo", phaseIDref=phase)
    sides = sides_of(touchpoint) or [next(iter(actors))]
    _side(part, "initiator", actors[sides[0]], touchpoint.name)
    if not is_action:
        receiver = (
            sides[1] if len(sides) > 1 else COMPANY if sides[0] != COMPANY else next(iter(actors))
        )
        _side(part, "receiver", actors[receiver], touchpoint.name)
        _add(SubElement(part, "channel"), "channelName", names.get(touchpoint.channel or "", ""))
    if touchpoint.does:
        _add(part, "comment", touchpoint.does)
    if touchpoint.thinks or touchpoint.emotion is not None:
        experience = SubElement(part, "touchpointExperience")
        _add(experience, "experienceDescription", touchpoint.thinks)
        if touchpoint.emotion is not None:
            _add(experience, "experienceRating", rating_of(touchpoint.emotion))


def sides_of(touchpoint: TouchpointContents) -> list[str]:
    """Return who initiates and who receives: the first two who take part."""
    return [actor for actor in touchpoint.actors if actor.strip()][:2]


def _side(part: Element, side: str, actor: str, label: str) -> None:
    element = SubElement(part, side)
    SubElement(element, "refersTo", actorIDref=actor)
    _add(element, f"{side}Label", label)


def rating_of(emotion: float) -> str:
    """Return the rating for an emotion; CJML's scale has whole numbers only."""
    rating = round(float(scores.score_of(emotion)))
    return str(min(max(rating, int(SCALE.low)), int(SCALE.high)))


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = "".join(
        letter if _is_allowed(letter) else "\ufffd" for letter in text
    )


def _is_allowed(letter: str) -> bool:
    """Return whether XML 1.0 can hold a character; it has no other way to write one it cannot."""
    return letter in "\t\n\r" or (
        letter >= " " and letter not in "\ufffe\uffff" and not "\ud800" <= letter <= "\udfff"
    )
