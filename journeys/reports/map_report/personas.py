"""Who the map is about, and how each of them feels along it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.models import Persona
from journeys.reports import journey, persona_curve, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.contents import MapContents, PersonaContents
    from journeys.rendering.markup import Drawing
    from journeys.rendering.picture import MapPicture

LONGEST = 700
FACTS = ("age_range", "gender", "occupation", "income")
SECTIONS = ("goals", "motivations", "frustrations", "behaviours")


class PersonaSaid(Struct, frozen=True):
    """A persona in short. `curve` is there if it has ratings of its own, and `curve_words` with it."""

    name: str
    tagline: str
    status: str
    share: str
    portrait: str
    own_words: str
    facts: str
    sections: tuple[tuple[str, str], ...]
    curve: Drawing | str
    curve_words: str


def of_map(contents: MapContents, picture: MapPicture) -> Iterator[PersonaSaid]:
    """Return the personas of a map."""
    for number, persona in enumerate(contents.personas):
        felt = persona_curve.of_persona(contents, picture, persona.key)
        name = words.clean(persona.name)
        drawing: Drawing | str = ""
        curve_words = "The team has not rated any touchpoint for this persona by itself"
        if felt.own:
            drawing = journey.draw(
                picture, felt.curve, title=f"How {name} feels along the journey",
                prefix=f"persona-{number}-",
            )  # fmt: skip
            curve_words = f"{words.counted(felt.own, 'rating')} of their own" + (
                f"; {felt.shared} as for all customers on the map" if felt.shared else ""
            )
        yield PersonaSaid(
            name=name,
            tagline=words.clean(persona.tagline),
            status=str(Persona.Status(persona.status).label),
            share=share(persona),
            portrait=_short(persona.portrait),
            own_words=_short(persona.own_words),
            facts=words.clean(", ".join(filter(None, (getattr(persona, n) for n in FACTS)))),
            sections=tuple(
                (words.field(n).capitalize(), _short(getattr(persona, n)))
                for n in SECTIONS
                if getattr(persona, n)
            ),
            curve=drawing,
            curve_words=curve_words,
        )


def share(persona: PersonaContents) -> str:
    """Return the share of customers in words, empty if it is not known."""
    if persona.share_of_customers is None:
        return ""
    return f"{words.share(persona.share_of_customers)} of customers"


def _short(text: str) -> str:
    return words.shortened(words.clean(text), LONGEST)
