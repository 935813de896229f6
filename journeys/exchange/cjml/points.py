"""One touchpoint of CJML, whichever of its files it stands in, as one of ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from journeys.exchange import feelings
from journeys.exchange.cjml import channels

if TYPE_CHECKING:
    from journeys.exchange.building import MapBuilder, Place
    from journeys.exchange.findings import ProblemLog

#: Experience in CJML: 1 very dissatisfied to 5 very satisfied.
SCALE = feelings.Scale(Decimal(1), Decimal(5))
_WORDS = {
    "very dissatisfied": 1,
    "dissatisfied": 2,
    "neutral": 3,
    "satisfied": 4,
    "very satisfied": 5,
}
NO_PHASE = "Journey"


@dataclass(slots=True)
class CjmlPoint:
    """What CJML says of a touchpoint. Without a receiver it is an action."""

    identifier: str = ""
    phase: str = ""
    initiator: str = ""
    initiator_label: str = ""
    receiver: str = ""
    receiver_label: str = ""
    channel: str = ""
    comment: str = ""
    experience: str = ""
    rating: str = ""
    is_observed: bool = False
    deviation: str = ""
    times: list[str] = field(default_factory=list)
    key: str = ""

    def name(self) -> str:
        """Return what the touchpoint is called: what its initiator does, else its comment, else its number."""
        label = self.initiator_label or self.receiver_label or self.comment.split("\n")[0]
        return " ".join(label.split()) or self.identifier or "Touchpoint"


def add(point: CjmlPoint, builder: MapBuilder, tell: ProblemLog, place: Place) -> None:
    """Add a touchpoint to its phase's stage."""
    stage = builder.stage(point.phase or NO_PHASE, place)
    touchpoint = builder.touchpoint(stage, point.name(), place, key=point.key, new=True)
    if touchpoint is None:
        return
    actors = [
        builder.line(actor, 160, place) for actor in (point.initiator, point.receiver) if actor
    ]
    if actors:
        touchpoint.fields["actors"] = tuple(actors)
    if point.channel:
        touchpoint.fields["channel"] = builder.channel(channels.name_of(point.channel), place)
    does = [line for line in (point.comment, _seen(point)) if line and line != point.name()]
    if does:
        touchpoint.fields["does"] = builder.text("\n".join(does), place)
    if point.experience:
        touchpoint.fields["thinks"] = builder.text(point.experience, place)
    emotion = _emotion(point, tell, place)
    if emotion is not None:
        touchpoint.fields["emotion"] = emotion
        if point.is_observed:
            touchpoint.fields["basis"] = "observed"
    notes = [f"Deviation from the plan: {point.deviation}"] if point.deviation else []
    notes += [f"Time: {', '.join(point.times)}"] if point.times else []
    for note in notes:
        builder.card(builder.lane("notes", "", place), stage, touchpoint, note, place)


def _seen(point: CjmlPoint) -> str:
    """Return how the receiver's side calls it, where it differs from the initiator's."""
    if point.receiver_label and point.receiver_label != point.name():
        return (
            f"{point.receiver}: {point.receiver_label}" if point.receiver else point.receiver_label
        )
    return ""


def _emotion(point: CjmlPoint, tell: ProblemLog, place: Place) -> float | None:
    rating = point.rating.strip()
    if not rating or rating.lower() in feelings.UNKNOWN:
        return None
    try:
        number = Decimal(_WORDS.get(rating.lower().split("(")[0].strip(), rating.replace(",", ".")))
        if SCALE.holds(number):
            return SCALE.emotion(number)
    except InvalidOperation:
        pass
    tell.error(
        f"The experience “{rating[:40]}” is not on CJML's scale of 1 to 5; the emotion stays empty.",
        **place,
    )
    return None
