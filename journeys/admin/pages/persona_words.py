"""What a persona's fields are called on its pages, and how their values are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from journeys.models import Persona

if TYPE_CHECKING:
    from journeys.contents import PersonaContents

DEMOGRAPHICS = ("age_range", "gender", "occupation", "income")
#: The empathy map, in reading order: field, title, icon, and the question it answers.
EMPATHY = (
    ("thinks", "Thinks", "psychology", "What occupies them and is not said aloud?"),
    ("feels", "Feels", "favorite", "What worries them, what do they hope for?"),
    ("hears", "Hears", "hearing", "What do others tell them?"),
    ("sees", "Sees", "visibility", "What surrounds them: people, offers, media?"),
    ("own_words", "Says", "format_quote", "A sentence this person would say."),
    ("behaviours", "Does", "directions_walk", "How do they go about it?"),
    ("frustrations", "Pains", "sentiment_dissatisfied", "What gets in their way?"),
    ("goals", "Gains", "flag", "What do they want to reach?"),
)
MORE = (
    ("motivations", "Motivations", "bolt", "Why do they want it?"),
    ("preferences", "Preferences", "tune", "How would they like it best?"),
)
TITLES = {name: title for name, title, *_ in (*EMPATHY, *MORE)} | {
    "name": "Name",
    "tagline": "In one line",
    "portrait": "Portrait",
    "age_range": "Age",
    "share_of_customers": "Share of customers",
    "image": "Picture",
}
STATUSES = {"proto": "Assumed by the team", "validated": "Validated by research"}
#: What is compared side by side and through versions, in reading order.
COMPARED = (
    "status", "share_of_customers", "tagline", "portrait", *DEMOGRAPHICS,
    *(name for name, *_ in (*EMPATHY, *MORE)),
)  # fmt: skip


class Block(Struct, frozen=True):
    """A field as the page shows it: `lines` are empty where nobody has written anything."""

    name: str
    title: str
    icon: str
    question: str
    lines: tuple[str, ...]


def title(name: str) -> str:
    """Return what a field is called."""
    return TITLES.get(name) or str(Persona._meta.get_field(name).verbose_name).capitalize()


def words(name: str, value: Any) -> str:
    """Return a value as people write it, "" for nothing."""
    if value is None or value == "":
        return ""
    if name == "share_of_customers":
        return f"{float(value):g} %"
    if name == "status":
        return STATUSES[value]
    return str(value)


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def blocks(persona: PersonaContents, fields: tuple[tuple[str, str, str, str], ...]) -> list[Block]:
    """Return the fields as blocks in their order."""
    return [
        Block(name, called, icon, question, lines(getattr(persona, name)))
        for name, called, icon, question in fields
    ]
