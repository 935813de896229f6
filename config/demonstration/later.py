"""What the team changed afterwards: version 2, and the draft of version 3."""

from __future__ import annotations

from typing import Any, TypeVar

from msgspec import structs

from config.demonstration.dates import AUTUMN, SUMMER
from config.demonstration.journey import CHANNELS, VERSION_1, card
from config.demonstration.keys import key
from journeys.contents import (
    MapContents,
    StageContents,
    TouchpointContents,
    VersionFacts,
)

Part = TypeVar("Part")


def _edited(contents: MapContents, edits: dict[str, dict[str, Any]]) -> MapContents:
    """Return the contents with the fields of elements changed, by the elements' first names."""
    by_key = {key(name): fields for name, fields in edits.items()}

    def edit(part: Any) -> Any:
        return structs.replace(part, **by_key.get(part.key, {}))

    return structs.replace(
        contents,
        stages=tuple(
            edit(structs.replace(stage, touchpoints=tuple(map(edit, stage.touchpoints))))
            for stage in contents.stages
        ),
        cards=tuple(map(edit, contents.cards)),
    )


def _without(contents: MapContents, *names: str) -> MapContents:
    """Return the contents without some touchpoints and cards, and without what lies in them."""
    gone = {key(name) for name in names}
    return structs.replace(
        contents,
        stages=tuple(
            structs.replace(
                stage, touchpoints=tuple(part for part in stage.touchpoints if part.key not in gone)
            )
            for stage in contents.stages
        ),
        cards=tuple(
            part for part in contents.cards if part.key not in gone and part.touchpoint not in gone
        ),
    )


def _with_touchpoint(
    contents: MapContents, stage: str, position: int, touchpoint: TouchpointContents
) -> MapContents:
    def extend(part: StageContents) -> StageContents:
        if part.key != key(f"stage {stage}"):
            return part
        touchpoints = list(part.touchpoints)
        touchpoints.insert(position, touchpoint)
        return structs.replace(part, touchpoints=tuple(touchpoints))

    return structs.replace(contents, stages=tuple(map(extend, contents.stages)))


def _with_cards(contents: MapContents, *cards: Any) -> MapContents:
    return structs.replace(contents, cards=(*contents.cards, *cards))


def _version_2() -> MapContents:
    contents = _edited(
        VERSION_1,
        {
            "touchpoint Compare fees": {
                "emotion": -0.2,
                "thinks": "Ah, that is what it costs.",
                "feeling": "relieved",
            },
            "touchpoint Fill in details": {
                "emotion": 0.4,
                "thinks": "They filled in half of it for me.",
                "feeling": "pleased",
            },
            "touchpoint Upload payslip": {"name": "Prove income", "emotion": -0.8},
            "touchpoint Video identification": {
                "emotion": -2.1,
                "does": "Holds up the identity card to a vendor’s agent, at any hour",
            },
            "touchpoint Wait for decision": {
                "emotion": -0.4,
                "thinks": "At least there is a date.",
                "feeling": "calm",
                "channel": CHANNELS["App"].key,
                "does": "Looks at the date in the app",
            },
            "touchpoint Yearly review": {"channel": CHANNELS["Video call"].key},
            "card Call drops and starts from zero": {"severity": 5, "share_hit": 31.0},
            "card Payslip photos fail and give no reason": {"share_hit": 27.0},
            "card Nobody says how long it takes": {
                "severity": 2,
                "text": "Nobody says what is missing",
            },
            "card Agents of the bank, 8 to 20 h": {"text": "Agents of a vendor, at any hour"},
            "card Risk reads every case, two people": {"text": "Risk reads one case in five"},
        },
    )
    contents = _without(
        contents,
        "card Fees hidden in a PDF",
        "card Agents only until 20 h",
        "card Has to enter the address three times",
        "card A fee table in plain words",
        "card Promise a date and keep it",
    )
    contents = _with_cards(
        contents,
        card("pain_points", "Get help", "Call about a charge", "The charge has no name in the app", 3, share_hit=19.0),
        card("opportunities", "Verify identity", "Video identification", "Resume a dropped call", owner="Onboarding"),
        card("delights", "Apply", "Fill in details", "Half of the form is filled in already"),
        card("systems", "Verify identity", "Video identification", "Identity vendor’s platform"),
    )  # fmt: skip
    return structs.replace(
        contents,
        version=VersionFacts(
            label="After the new application",
            reason="New video vendor since May, data carried over from the old bank, a promised date.",
            evidence_from=SUMMER[0],
            evidence_to=SUMMER[1],
            change_summary=(
                "The fee table and the promised date help. The new video vendor drops calls: that is "
                "the next thing to work on."
            ),
        ),
    )


def _version_3() -> MapContents:
    contents = _without(VERSION_2, "touchpoint Paper welcome pack")
    contents = _with_touchpoint(
        contents,
        "Everyday use",
        1,
        TouchpointContents(
            key=key("touchpoint Set up alerts"),
            name="Set up alerts",
            channel=CHANNELS["App"].key,
            does="Asks for a message before the account runs empty",
            thinks="Then I need not look every day.",
            team="App",
            importance=3,
        ),
    )
    contents = _edited(
        contents,
        {
            "touchpoint Receive card": {"thinks": "The PIN is in the app already."},
            "card PIN comes days after the card": {"severity": 1},
        },
    )
    contents = _with_cards(
        contents, card("questions", "Everyday use", "Set up alerts", "Does anybody want this?")
    )
    return structs.replace(
        contents,
        version=VersionFacts(
            label="Identity at first try",
            reason="The PIN shows in the app since October; the paper pack has stopped.",
            evidence_from=AUTUMN,
        ),
    )


VERSION_2 = _version_2()
VERSION_3 = _version_3()
