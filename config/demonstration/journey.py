"""The journey as the team first mapped it: version 1."""

from __future__ import annotations

from typing import Any

from config.demonstration.dates import WINTER
from config.demonstration.keys import key
from config.demonstration.people import EMOTIONS, PERSONAS
from journeys.contents import (
    CardContents,
    ChannelContents,
    KpiContents,
    LaneContents,
    MapContents,
    MapFacts,
    ObjectiveContents,
    PersonaEmotion,
    StageContents,
    TouchpointContents,
    VersionFacts,
)
from journeys.programs import standard_key

CHANNELS = {
    name: ChannelContents(key=standard_key(name), name=name, kind=kind)
    for name, kind in (
        ("Web", "web"),
        ("App", "app"),
        ("Branch", "store"),
        ("Video call", "video"),
        ("E-mail", "email"),
        ("Post", "post"),
        ("Telephone", "phone"),
        ("Card", "device"),
        ("Social media", "social"),
    )
}
OBJECTIVES = {
    "complete": ObjectiveContents(
        key=key("objective complete"), statement="Complete more applications", aspect="conversion"
    ),
    "identity": ObjectiveContents(
        key=key("objective identity"), statement="Make proving identity easy", aspect="effort"
    ),
    "use": ObjectiveContents(
        key=key("objective use"), statement="Get people using the account", aspect="adoption"
    ),
    "recommend": ObjectiveContents(
        key=key("objective recommend"), statement="Be recommended", aspect="loyalty"
    ),
}
KPIS = {
    "completed": KpiContents(
        key=key("kpi completed"), name="Applications completed", kind="proportion", unit="%"
    ),
    "identified": KpiContents(
        key=key("kpi identified"), name="Identified at first try", kind="proportion", unit="%"
    ),
    "paid": KpiContents(
        key=key("kpi paid"), name="Paid within 14 days", kind="proportion", unit="%"
    ),
    "decision": KpiContents(
        key=key("kpi decision"),
        name="Hours until the decision",
        kind="duration",
        unit="hours",
        better="lower",
    ),
    "nps": KpiContents(key=key("kpi nps"), name="Relationship NPS", kind="nps", unit="points"),
}


def _touchpoint(
    name: str, channel: str, emotion: float | None, does: str, thinks: str, **more: Any
) -> TouchpointContents:
    return TouchpointContents(
        key=key(f"touchpoint {name}"),
        name=name,
        channel=CHANNELS[channel].key,
        emotion=emotion,
        does=does,
        thinks=thinks,
        persona_emotions=tuple(
            PersonaEmotion(persona, *of_persona[name])
            for persona, of_persona in EMOTIONS.items()
            if name in of_persona
        ),
        **more,
    )


def _stage(name: str, goal: str, *touchpoints: TouchpointContents, kpi: str = "") -> StageContents:
    return StageContents(
        key=key(f"stage {name}"),
        name=name,
        customer_goal=goal,
        kpi=KPIS[kpi].key if kpi else None,
        touchpoints=touchpoints,
    )


STAGES = (
    _stage(
        "Discover",
        "Find out that this bank is for people like me",
        _touchpoint("See an offer", "Social media", 0.6, "Taps an advert between two stops", "A free account? What is the catch?", team="Marketing", importance=2),
        _touchpoint("Ask friends", "Social media", 0.9, "Asks in the family chat who is with whom", "If it works for my sister, it works for me.", team="Marketing", importance=3),
        _touchpoint("Visit the website", "Web", 0.2, "Scrolls the start page on the phone", "Where is the price?", team="Web", importance=3),
    ),
    _stage(
        "Compare",
        "Know what it really costs",
        _touchpoint("Compare fees", "Web", -0.9, "Opens three tabs and a fee table", "Everything is free until it is not.", feeling="wary", team="Web", importance=4),
        _touchpoint("Read the small print", "Web", -1.1, "Opens a PDF of forty pages", "I will never read this.", feeling="tired", team="Legal", importance=2),
        _touchpoint("Ask an adviser", "Branch", 1.0, "Walks into the branch at lunch", "At last a person who explains it.", feeling="relieved", team="Branches", importance=3),
    ),
    _stage(
        "Apply",
        "Have an account by tonight",
        _touchpoint("Start application", "App", 1.0, "Taps “Open account” in the app", "Ten minutes, they say.", feeling="hopeful", team="Onboarding", importance=3),
        _touchpoint("Fill in details", "App", -0.7, "Enters name, job and tax number", "Where do I find my tax number?", feeling="impatient", team="Onboarding", importance=3),
        _touchpoint("Upload payslip", "App", -0.7, "Photographs three payslips", "Why three? My last bank took one.", feeling="annoyed", team="Risk", importance=3),
        _touchpoint("Review and sign", "App", 0.3, "Scrolls down and ticks four boxes", "I hope I did not sign for a loan.", team="Legal", importance=3),
        kpi="completed",
    ),
    _stage(
        "Verify identity",
        "Prove who I am, now",
        _touchpoint("Video identification", "Video call", -1.4, "Holds up the identity card on a live call", "I look like a criminal.", feeling="exposed", is_moment_of_truth=True, team="Onboarding", importance=5, actors=("Customer", "Bank agent")),
        _touchpoint("Wait for decision", "E-mail", -1.6, "Waits and looks for a status", "Did they forget me?", feeling="anxious", team="Risk", importance=5),
        _touchpoint("Hear the decision", "E-mail", 1.2, "Opens the e-mail at work", "Yes! Now what?", feeling="glad", team="Risk", importance=4),
        kpi="identified",
    ),
    _stage(
        "First use",
        "Know that it works",
        _touchpoint("Receive card", "Post", 0.8, "Opens the letter and peels off the card", "The PIN comes in another letter?", team="Cards", importance=3),
        _touchpoint("Activate the card", "App", -0.2, "Types in a code from a third letter", "Is this still about one card?", feeling="puzzled", team="Cards", importance=3),
        _touchpoint("First payment", "Card", 1.8, "Pays for groceries by phone", "It just works.", feeling="proud", is_moment_of_truth=True, team="Cards", importance=5),
        _touchpoint("Paper welcome pack", "Post", 0.2, "Puts a thick envelope on the pile", "Who reads this?", team="Marketing", importance=1),
        kpi="paid",
    ),
    _stage(
        "Everyday use",
        "See where my money goes without thinking about it",
        _touchpoint("Check the balance", "App", 0.9, "Opens the app at the bus stop", "Enough until Friday.", team="App", importance=4),
        _touchpoint("Pay a bill", "App", 0.7, "Photographs the invoice", "It read the number by itself.", feeling="pleased", team="Payments", importance=4),
        _touchpoint("Move the salary", "E-mail", -0.4, "Writes to the employer", "Will it arrive on the right account?", team="Onboarding", importance=4),
    ),
    _stage(
        "Get help",
        "Have it sorted out by somebody who can",
        _touchpoint("Find an answer", "App", -0.5, "Searches the help pages", "That is not my question.", team="Service", importance=3),
        _touchpoint("Call about a charge", "Telephone", -1.2, "Waits on the line, tells the story twice", "I told this the machine already.", feeling="angry", is_moment_of_truth=True, team="Service", importance=5, actors=("Customer", "Service agent")),
        _touchpoint("Block the card", "App", 1.1, "Blocks the lost card with one tap", "Thank goodness.", feeling="relieved", team="Cards", importance=4),
    ),
    _stage(
        "Stay",
        "Be treated as a customer, not as new business",
        _touchpoint("Yearly review", "Branch", 0.3, "Is invited to a talk about the year", "Do they want to sell me something?", team="Branches", importance=2),
        _touchpoint("Recommend the bank", "Social media", 0.8, "Sends a friend a link", "I would, if the start were easier.", team="Marketing", importance=3),
        kpi="nps",
    ),
)  # fmt: skip

LANES = tuple(
    LaneContents(key=key(f"lane {kind}"), kind=kind)
    for kind in ("pain_points", "delights", "opportunities", "questions", "backstage", "systems")
)


def card(
    lane: str, stage: str, touchpoint: str, text: str, severity: int | None = None, **more: Any
) -> CardContents:
    """Return a card whose key follows from its text; an empty touchpoint spans the stage."""
    return CardContents(
        key=key(f"card {text}"),
        lane=key(f"lane {lane}"),
        stage=key(f"stage {stage}"),
        touchpoint=key(f"touchpoint {touchpoint}") if touchpoint else None,
        text=text,
        severity=severity,
        **more,
    )


CARDS = (
    card("pain_points", "Discover", "Visit the website", "The price is three screens down", 2),
    card("pain_points", "Compare", "Compare fees", "Fees hidden in a PDF", 4, owner="Web"),
    card("pain_points", "Compare", "Read the small print", "Legal language that nobody understands", 3),
    card("pain_points", "Apply", "Fill in details", "Tax number not at hand", 2),
    card("pain_points", "Apply", "Fill in details", "Has to enter the address three times", 3),
    card("pain_points", "Apply", "Upload payslip", "Payslip photos fail and give no reason", 3, owner="Risk"),
    card("pain_points", "Apply", "Review and sign", "Four boxes to tick, none explained", 2),
    card("pain_points", "Verify identity", "Video identification", "Call drops and starts from zero", 3, owner="Onboarding", tags=("video",)),
    card("pain_points", "Verify identity", "Video identification", "Agents only until 20 h", 2, tags=("video",)),
    card("pain_points", "Verify identity", "Wait for decision", "Nobody says how long it takes", 5, owner="Risk"),
    card("pain_points", "First use", "Receive card", "PIN comes days after the card", 2),
    card("pain_points", "First use", "Activate the card", "A third letter for one code", 3),
    card("pain_points", "Everyday use", "Move the salary", "Nobody helps to tell the employer", 3),
    card("pain_points", "Get help", "Find an answer", "Help pages know the product, not my question", 3),
    card("pain_points", "Get help", "Call about a charge", "The story has to be told twice", 4, owner="Service"),
    card("pain_points", "Get help", "Call about a charge", "Charges have names nobody knows", 3),
    card("pain_points", "Stay", "Yearly review", "Feels like a sales talk", 2),
    card("delights", "Compare", "Ask an adviser", "The adviser drew it on a sheet of paper"),
    card("delights", "First use", "First payment", "The phone works before the card arrives"),
    card("delights", "Everyday use", "Pay a bill", "Invoices are read from a photograph"),
    card("delights", "Get help", "Block the card", "One tap, and an answer at once"),
    card("opportunities", "Compare", "Compare fees", "A fee table in plain words", owner="Web"),
    card("opportunities", "Apply", "", "Carry over data from the old bank", owner="Onboarding"),
    card("opportunities", "Verify identity", "Wait for decision", "Promise a date and keep it", owner="Risk"),
    card("opportunities", "First use", "", "Show the PIN in the app", owner="Cards"),
    card("opportunities", "Everyday use", "Move the salary", "A letter to the employer, ready to send"),
    card("opportunities", "Get help", "Call about a charge", "Pass what was said to the machine on to the agent"),
    card("questions", "Apply", "Upload payslip", "Do people without payslips give up here?"),
    card("questions", "Verify identity", "", "How many come back after a dropped call?"),
    card("questions", "Stay", "Recommend the bank", "Who recommends us, and why?"),
    card("backstage", "Apply", "Fill in details", "Onboarding team checks tax numbers by hand"),
    card("backstage", "Verify identity", "Video identification", "Agents of the bank, 8 to 20 h"),
    card("backstage", "Verify identity", "Wait for decision", "Risk reads every case, two people"),
    card("backstage", "First use", "", "Card bureau prints twice a week; the PIN follows after three days"),
    card("backstage", "Get help", "Call about a charge", "Service sees the last three bookings only"),
    card("systems", "Apply", "", "Onboarding service, customer data"),
    card("systems", "Verify identity", "", "Video platform, decision engine"),
    card("systems", "Everyday use", "", "Core banking, payments hub"),
)  # fmt: skip

VERSION_1 = MapContents(
    map=MapFacts(
        name="Open and use a current account",
        scope=(
            "From the first idea of a new account to the end of the first year, for private customers "
            "who open it themselves."
        ),
    ),
    version=VersionFacts(
        label="As we believe it is",
        reason="The first map, from two workshops with onboarding, service and the branches.",
        evidence_from=WINTER[0],
        evidence_to=WINTER[1],
    ),
    channels=tuple(CHANNELS.values()),
    kpis=tuple(KPIS[name] for name in ("completed", "identified", "paid", "nps")),
    objectives=tuple(OBJECTIVES.values()),
    personas=PERSONAS,
    stages=STAGES,
    lanes=LANES,
    cards=CARDS,
)
