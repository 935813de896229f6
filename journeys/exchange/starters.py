"""Maps to start from: stages, customer goals, lanes, and examples to rename.

Nothing in a starter pretends to be known: emotions are empty, and every example says that it is one.
"""

from __future__ import annotations

from dataclasses import dataclass

from journeys.contents import (
    LaneContents,
    MapContents,
    MapFacts,
    StageContents,
    TouchpointContents,
)
from journeys.models.keys import new_key

_USUAL_LANES = ("thoughts", "pain_points", "delights", "opportunities")
#: Below the line of visibility first, from what people do to the rules they follow.
_BLUEPRINT_LANES = ("backstage", "systems", "policies", "pain_points", "opportunities")


@dataclass(frozen=True, slots=True)
class StarterStage:
    """A stage of a starter, with names of example touchpoints."""

    name: str
    customer_goal: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Starter:
    """A map to start from. `suits` says who it is for."""

    slug: str
    name: str
    description: str
    suits: str
    stages: tuple[StarterStage, ...] = ()
    lanes: tuple[str, ...] = ()
    kind: str = "current"

    def build(self, name: str = "") -> MapContents:
        """Return the starter as contents with fresh keys, called `name` if given."""
        return MapContents(
            map=MapFacts(name=name or self.name, kind=self.kind),
            stages=tuple(
                StageContents(
                    key=new_key(),
                    name=stage.name,
                    customer_goal=stage.customer_goal,
                    touchpoints=tuple(
                        TouchpointContents(key=new_key(), name=f"Example: {example}")
                        for example in stage.examples
                    ),
                )
                for stage in self.stages
            ),
            lanes=tuple(LaneContents(key=new_key(), kind=kind) for kind in self.lanes),
        )


_LOYALTY = Starter(
    slug="awareness-to-advocacy",
    name="From awareness to advocacy",
    description="Five stages: awareness, consideration, purchase, retention, advocacy.",
    suits="Consumer products and subscriptions, where people come back or tell others.",
    lanes=_USUAL_LANES,
    stages=(
        StarterStage(
            "Awareness",
            "Find out that something could help me",
            ("sees an advert", "hears of it from a friend"),
        ),
        StarterStage(
            "Consideration",
            "Know whether this is right for me",
            ("reads reviews", "compares prices"),
        ),
        StarterStage(
            "Purchase",
            "Get it without trouble, and know what I pay",
            ("orders or signs up", "gets a confirmation"),
        ),
        StarterStage(
            "Retention",
            "Have it work for me, and get help when it does not",
            ("uses it for the first time", "asks for help", "renews or buys again"),
        ),
        StarterStage(
            "Advocacy",
            "Be heard, and help others choose",
            ("gives feedback", "recommends it"),
        ),
    ),
)

_DELIVERY = Starter(
    slug="awareness-to-support",
    name="From awareness to support",
    description="Six stages: awareness, exploration, consideration, purchase, delivery, support.",
    suits="Shops and services that deliver something and look after it, online or in a store.",
    lanes=_USUAL_LANES,
    stages=(
        StarterStage(
            "Awareness", "Notice that there is an answer to my need", ("sees a post or an advert",)
        ),
        StarterStage(
            "Exploration", "See what there is", ("searches the web site", "visits a store")
        ),
        StarterStage(
            "Consideration",
            "Choose with confidence",
            ("compares two or three offers", "asks a question"),
        ),
        StarterStage(
            "Purchase", "Pay safely and quickly", ("fills the basket", "pays", "gets a receipt")
        ),
        StarterStage(
            "Delivery",
            "Receive what I ordered, when I was told",
            ("follows the parcel", "receives it"),
        ),
        StarterStage(
            "Support",
            "Have a problem solved the first time I ask",
            ("contacts support", "returns or exchanges it"),
        ),
    ),
)

_BUSINESS = Starter(
    slug="business-to-business",
    name="Business to business",
    description=(
        "Seven stages: need, research, evaluation, purchase decision, onboarding, use, renewal."
    ),
    suits="Selling to organisations, where several people decide and the work starts after signing.",
    lanes=("thoughts", "questions", "pain_points", "delights", "opportunities"),
    stages=(
        StarterStage(
            "Need",
            "Agree among ourselves that this has to change",
            ("names the problem in a team",),
        ),
        StarterStage(
            "Research",
            "Know which suppliers could do it",
            ("reads a case study", "asks colleagues in other companies"),
        ),
        StarterStage(
            "Evaluation",
            "Compare on what matters to us, with little risk",
            ("sees a demonstration", "runs a trial", "checks security and references"),
        ),
        StarterStage(
            "Purchase decision",
            "Get a yes from everybody who has a say",
            ("gets a proposal", "negotiates and signs"),
        ),
        StarterStage(
            "Onboarding",
            "Be up and running, with people who know how",
            ("meets the project team", "trains the users"),
        ),
        StarterStage(
            "Use",
            "Reach what we bought it for",
            ("works with it every day", "asks for help", "reviews results together"),
        ),
        StarterStage(
            "Renewal",
            "Know that staying is the right choice",
            ("looks at value and price", "renews, grows or leaves"),
        ),
    ),
)

_BLUEPRINT = Starter(
    slug="service-blueprint",
    name="Service blueprint",
    description=(
        "What the customer sees on top; below it what our people do out of sight, the systems they "
        "work with and the policies they follow."
    ),
    suits="Teams that know what hurts and look for where it comes from inside the organisation.",
    kind="blueprint",
    lanes=_BLUEPRINT_LANES,
    stages=(
        StarterStage(
            "Request", "Say what I need, once", ("asks for the service", "gets a first answer")
        ),
        StarterStage(
            "Preparation",
            "Know what happens next and when",
            ("sends what is needed", "gets a date"),
        ),
        StarterStage(
            "Service",
            "Get what was agreed",
            ("receives the service", "asks while it goes on"),
        ),
        StarterStage(
            "Follow-up", "Have it settled", ("gets the invoice", "reports what is still open")
        ),
    ),
)

_EMPTY = Starter(
    slug="empty",
    name="Empty map",
    description="Nothing in it. Start with the stages; add what customers feel when you have asked.",
    suits="Teams that have their own stages already.",
)

#: In the order they are offered.
STARTERS = (_LOYALTY, _DELIVERY, _BUSINESS, _BLUEPRINT, _EMPTY)


class UnknownStarter(LookupError):
    """There is no starter of that name."""


def starter(slug: str) -> Starter:
    """Return a starter by its slug; raises `UnknownStarter`."""
    for one in STARTERS:
        if one.slug == slug:
            return one
    raise UnknownStarter(slug)
