"""What of a map each kind of table does not hold, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.contents import MapContents


def of_workbook(contents: MapContents) -> Iterator[str]:
    """Yield what stays behind of a workbook."""
    attached = sum(bool(card.attachment) for card in contents.cards)
    if attached:
        yield many(attached, "attached file")
    pictured = sum(bool(persona.image) for persona in contents.personas)
    if pictured:
        yield f"{many(pictured, 'picture')} of personas"
    if contents.notes:
        yield "What other parts of the program noted when the version was published"


def of_list(contents: MapContents) -> Iterator[str]:
    """Yield what stays behind of a list in a CSV file."""
    yield from of_workbook(contents)
    yield from of_touchpoint_fields(contents, BY_PERSONA)
    described = sum(
        any(
            getattr(persona, field)
            for field in persona.__struct_fields__
            if field not in {"key", "name", "status"}
        )
        for persona in contents.personas
    )
    if described:
        yield f"What {many(described, 'persona')} {'is' if described == 1 else 'are'} like; the names are there"
    kpis = sum(
        kpi.kind != "proportion" or bool(kpi.unit) or kpi.better != "higher"
        for kpi in contents.kpis
    )
    if kpis:
        yield f"Kind and unit of {many(kpis, 'KPI')}; the names are there"
    if any(objective.aspect != "other" for objective in contents.objectives):
        yield "Which aspect an objective is about"
    yield from of_version(contents)


def of_matrix(contents: MapContents) -> Iterator[str]:
    """Yield what stays behind of a matrix in a CSV file."""
    yield from of_list(contents)
    for field, phrase in {
        "owner": "The owner of {}", "share_hit": "The share of customers hit of {}", "tags": "The tags of {}",
    }.items():  # fmt: skip
        count = sum(bool(getattr(card, field)) for card in contents.cards)
        if count:
            yield phrase.format(many(count, "card"))
    yield IDENTITY


def of_version(contents: MapContents) -> Iterator[str]:
    """Yield what formats for a map alone leave out: the version's facts and origins."""
    if contents.map.kind != "current":
        yield "The kind of map"
    facts = contents.version
    told = {
        "label": facts.label,
        "reason": facts.reason,
        "summary of changes": facts.change_summary,
        "evidence window": facts.evidence_from or facts.evidence_to,
    }
    missing = [name for name, value in told.items() if value]
    if missing:
        yield f"The version's {', '.join(missing)}"
    if contents.origins:
        yield f"Where {many(len(contents.origins), 'element')} came from"


def of_touchpoint_fields(contents: MapContents, phrases: dict[str, str]) -> Iterator[str]:
    """Yield a phrase for each field that touchpoints have and a format has not."""
    for field, phrase in phrases.items():
        count = sum(bool(getattr(touchpoint, field)) for _, touchpoint in contents.touchpoints)
        if count:
            yield phrase.format(many(count, "touchpoint"))


def of_cards(contents: MapContents) -> Iterator[str]:
    """Yield that all cards and lanes stay behind."""
    if contents.cards:
        yield f"{many(len(contents.cards), 'card')} in {many(len(contents.lanes), 'lane')}"
    elif contents.lanes:
        yield many(len(contents.lanes), "lane")


def of_lists(contents: MapContents, **names: str) -> Iterator[str]:
    """Yield which lists stay behind: `kpis="KPI"`."""
    for field, what in names.items():
        if getattr(contents, field):
            yield many(len(getattr(contents, field)), what)


#: What formats without a place for it leave behind of a touchpoint.
BY_PERSONA = {"persona_emotions": "How single personas feel at {}"}
IDENTITY = "Which element is which: brought back in, it is a new map, not a new version of this one"


def many(count: int, what: str) -> str:
    """Return a count with its noun: "2 cards"."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
