"""Personas in Markdown: a heading a field, with lists below."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from journeys.exchange import labels
from journeys.exchange.markdown import outline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journeys.exchange.building import MapBuilder
    from journeys.exchange.markdown.pages import Section

_FIELDS = {
    "portrait": "bio|bio and demographics|demographics|background|about|biography|profile|description|summary|who|story",
    "own_words": "quotes|quote|in their own words|own words|says|voice",
    "frustrations": "pains|pain points|frustrations|frustrations and pain points|pain points and frustrations|challenges|"
    "fears|problems|barriers|worries|pains and frustrations|frustrations and pains",
    "goals": "goals|needs|needs and goals|goals and needs|objectives|wants|wants and needs|needs and wants|aims",
    "motivations": "motivations|motivation|what is this person trying to accomplish|jobs to be done|drivers|values|jobs|why",
    "behaviours": "behaviors and habits|behaviours and habits|behaviors|behaviours|habits|behavior|behaviour|a day in the life|"
    "daily routine",
    "preferences": "attitudes and influences|attitudes|preferences|beliefs|influences|channels|preferred channels|tools|"
    "technology|brands",
    "occupation": "occupation|job|job title|role|profession|title|work",
    "age_range": "age|age range",
    "gender": "gender",
    "income": "income|salary|budget",
    "tagline": "tagline|archetype|type|one liner|motto",
}
_FIELD_OF = {word: field for field, words in _FIELDS.items() for word in words.split("|")}
_LINES = {"tagline": 160, "age_range": 40, "gender": 40, "occupation": 120, "income": 80}
_NAME = frozenset({"name", "persona name", "persona"})


def groups(top: Section) -> Iterator[tuple[str, list[Section]]]:
    """Yield each persona's name and the sections that describe it."""
    for section in top.walk():
        children = section.children
        names = [
            place
            for place, child in enumerate(children)
            if labels.plain(child.title) in {"name", "persona name"}
        ]
        described = [child for child in children if _field(child.title)]
        if names:
            for number, place in enumerate(names):
                end = names[number + 1] if number + 1 < len(names) else len(children)
                own = children[place + 1 : end]
                name = next((point.text for point in outline.points(children[place])), "")
                if name and any(_field(child.title) for child in own):
                    yield name, own
        elif len(described) >= 3 and section.title and "journey" not in section.title.lower():
            yield _bare_name(section.title), children


def _bare_name(title: str) -> str:
    """Return the name in "Persona 1: Lena" or 'Example: "Lena" (proto)'."""
    head, colon, rest = title.partition(":")
    said = rest if colon and len(rest.strip()) > 1 and len(head) < 30 else title
    return said.split("(")[0].strip(" \"“”'") or title


def take(top: Section, builder: MapBuilder) -> set[int]:
    """Note the personas of a page; return the lines of the headings that were taken."""
    taken: set[int] = set()
    for name, sections in groups(top):
        fields = _described(sections)
        place = {"line": sections[0].line if sections else top.line}
        for field, most in _LINES.items():
            if field in fields and len(fields[field]) > most:
                fields["portrait"] = "\n".join(
                    filter(None, (fields.get("portrait"), fields.pop(field)))
                )
        builder.persona(
            name, place, **{field: builder.text(text, place) for field, text in fields.items()}
        )
        parent = sections[0].parent if sections else None
        taken |= {part.line for section in sections for part in section.walk()}
        if parent is not None:
            taken |= {child.line for child in parent.children if labels.plain(child.title) in _NAME}
            taken.add(parent.line)
    return taken


def _described(sections: Sequence[Section]) -> dict[str, str]:
    """Return what sections say by the fields of a persona; what has no field goes into the portrait."""
    texts: dict[str, list[str]] = defaultdict(list)
    for section in sections:
        field = _field(section.title)
        said = [
            f"{point.head}: {point.whole}" if point.head else point.whole
            for part in section.walk()
            for point in outline.points(part)
        ]
        if not said:
            continue
        if field is None:
            texts["portrait"].append(f"{section.title}:")
        texts[field or "portrait"] += said
    return {
        field: ("; " if field in _LINES else "\n").join(lines) for field, lines in texts.items()
    }


def _field(title: str) -> str | None:
    return _FIELD_OF.get(labels.plain(title))
