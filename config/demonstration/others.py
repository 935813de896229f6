"""The other maps of the demonstration: one closer look, one that has grown old, one just begun."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from config.demonstration.journey import CHANNELS
from config.demonstration.keys import key
from config.demonstration.people import LENA, OMAR
from journeys import maps, versions
from journeys.contents import (
    CardContents,
    LaneContents,
    MapContents,
    MapFacts,
    PersonaContents,
    StageContents,
    TouchpointContents,
    VersionFacts,
)
from journeys.models import JourneyMap

if TYPE_CHECKING:
    from django.contrib.auth.models import User

CALL_PUBLISHED = datetime(2026, 9, 21, 10, 0, tzinfo=UTC)
CHARGE_PUBLISHED = datetime(2026, 4, 20, 15, 20, tzinfo=UTC)
Steps = tuple[tuple[str, str, tuple[tuple[str, str, float | None], ...]], ...]


def _contents(name: str, scope: str, why: str, steps: Steps, pains: tuple[tuple[str, str, int], ...]) -> MapContents:  # fmt: skip
    """Return a small map; keys follow from its name and the names in it."""
    lane = LaneContents(key=key(f"{name} lane"), kind="pain_points")
    stages, stage_of, used = [], {}, {}
    for stage, goal, touchpoints in steps:
        parts = []
        for touchpoint, channel, emotion in touchpoints:
            used[channel] = CHANNELS[channel]
            stage_of[touchpoint] = key(f"{name} stage {stage}")
            parts.append(
                TouchpointContents(
                    key=key(f"{name} touchpoint {touchpoint}"),
                    name=touchpoint,
                    channel=CHANNELS[channel].key,
                    emotion=emotion,
                )
            )
        stages.append(
            StageContents(
                key=key(f"{name} stage {stage}"),
                name=stage,
                customer_goal=goal,
                touchpoints=tuple(parts),
            )
        )
    return MapContents(
        map=MapFacts(name=name, scope=scope),
        version=VersionFacts(reason=why),
        channels=tuple(used.values()),
        personas=tuple(PersonaContents(key=one.key, name=one.name) for one in (LENA, OMAR)),
        stages=tuple(stages),
        lanes=(lane,),
        cards=tuple(
            CardContents(
                key=key(f"{name} card {text}"),
                lane=lane.key,
                stage=stage_of[touchpoint],
                touchpoint=key(f"{name} touchpoint {touchpoint}"),
                text=text,
                severity=severity,
            )
            for touchpoint, text, severity in pains
        ),
    )


CALL = _contents(
    "Video identification in detail",
    "From the invitation to the call until the bank knows who the customer is.",
    "The step that hurts most on the large map, seen closely.",
    (
        ("Get ready", "Have everything at hand", (("Read the invitation", "E-mail", 0.4), ("Test camera and light", "App", -0.3))),
        ("Wait", "Not lose my place", (("Wait in the queue", "Video call", -1.2),)),
        ("Call", "Be done at the first try", (("Hold the passport up", "Video call", -0.6), ("Read out the code", "Video call", 0.2), ("Call drops", "Video call", -2.6))),
        ("Know", "Be sure that it counted", (("Get the confirmation", "App", 1.4),)),
    ),
    (("Call drops", "A dropped call starts from zero", 4), ("Wait in the queue", "Nobody says how many are waiting", 3)),
)  # fmt: skip
CHARGE = _contents(
    "Ask about a charge",
    "From the line on the statement that nobody knows to an answer one believes.",
    "Service hears of charges more often than of anything else.",
    (
        ("Notice", "Know what I paid for", (("See the statement", "App", -0.8), ("Search the help pages", "Web", -1.1))),
        ("Ask", "Tell it once", (("Call the hotline", "Telephone", -1.6), ("Write a message", "App", 0.1))),
        ("Settle", "Have it in writing", (("Receive the answer", "E-mail", 0.9),)),
    ),
    (("Call the hotline", "The story has to be told twice", 4),),
)  # fmt: skip
CLOSE = _contents(
    "Close the account",
    "From the wish to leave to the last letter.",
    "People who leave well come back; nobody has looked at how they leave.",
    (
        ("Decide", "Leave without regret", (("Compare with another bank", "Web", None),)),
        ("Leave", "Nothing gets lost", (("Give notice", "Branch", -0.5), ("Move the payments", "App", None))),
    ),
    (),
)  # fmt: skip


def load(main: JourneyMap, team: dict[str, User]) -> None:
    """Create the other maps, and place all of them in the customers' life."""
    manager = team["manager"]
    maps.place(main, JourneyMap.LifeCycle.ONBOARDING, by=manager)
    call = maps.create(
        main.program,
        CALL,
        by=team["tomas"],
        details=(main, key("touchpoint Video identification")),
    )
    charge = maps.create(main.program, CHARGE, by=team["priya"])
    close = maps.create(main.program, CLOSE, by=team["tomas"])
    versions.publish(call, by=manager, at=CALL_PUBLISHED)
    versions.publish(charge, by=manager, at=CHARGE_PUBLISHED)
    for draft, stage in (
        (call, JourneyMap.LifeCycle.ONBOARDING),
        (charge, JourneyMap.LifeCycle.SUPPORT),
        (close, JourneyMap.LifeCycle.LEAVING),
    ):
        maps.place(draft.map, stage, by=manager)
