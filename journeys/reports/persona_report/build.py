"""A persona and its maps → a value that says everything the report says."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from journeys.models import Persona
from journeys.rendering import picture as pictures
from journeys.reports import journey, persona_curve, remarks, words
from journeys.reports.persona_report.report import Feeling, Journey, Passage, PersonaReportSaid
from journeys.reports.remarks import Remark, Said
from journeys.reports.version_comparison.front import Count, KeyFigure, size

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from journeys.rendering.curve import Point
    from journeys.reports.persona_report.sources import Sources
    from journeys.reports.reading import Source

FACTS = ("age_range", "gender", "occupation", "income")
#: The empathy map as it is drawn: what surrounds, what goes on inside, what comes out.
EMPATHY = (
    ("thinks", "Thinks", "What occupies them and is not said aloud"),
    ("feels", "Feels", "What worries them, what they hope for"),
    ("sees", "Sees", "What surrounds them"),
    ("hears", "Hears", "What others tell them"),
    ("own_words", "Says", "In their own words"),
    ("behaviours", "Does", "How they act"),
)
MOVES = ("goals", "motivations", "frustrations", "preferences")
LONGEST, LONGEST_QUARTER = 2_400, 640
LOWEST = 4


def build(
    sources: Sources, *, read_at: datetime, made_by: str, report_id: int | None = None
) -> PersonaReportSaid:
    """Return the report of a persona."""
    said = sources.said
    name = words.clean(said.name)
    journeys = tuple(
        _journey(source, said.key, f"map-{index}-", read_at)
        for index, source in enumerate(sources.versions)
    )
    headline = f"{name}: {words.clean(said.tagline)}" if said.tagline else name
    return PersonaReportSaid(
        title=f"Persona: {name}",
        name=name,
        tagline=words.clean(said.tagline),
        headline=headline,
        headline_size=size(headline),
        status=str(Persona.Status(said.status).label),
        is_validated=said.status == Persona.Status.VALIDATED,
        program_name=words.clean(sources.persona.program.name),
        portrait=_short(said.portrait, LONGEST),
        quotes=tuple(_quotes(said.own_words)),
        facts=tuple(
            Said(words.field(fact).capitalize(), words.clean(getattr(said, fact)))
            for fact in FACTS
            if getattr(said, fact)
        ),
        figures=_figures(sources),
        margin=tuple(_margin(sources, read_at)),
        moves=tuple(
            Passage(words.field(part).capitalize(), _short(getattr(said, part), LONGEST_QUARTER))
            for part in MOVES
        ),
        empathy=tuple(
            Passage(title, _short(getattr(said, part), LONGEST_QUARTER), hint)
            for part, title, hint in EMPATHY
        ),
        journeys=journeys,
        more_maps=sources.more_maps,
        since=_since(sources, read_at),
        made_by=words.clean(made_by),
        made_on=words.local_day(read_at),
        created=read_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        methods=_methods(),
        provenance=tuple(_provenance(sources, read_at, made_by, report_id)),
    )


def _short(text: str, most: int) -> str:
    return words.shortened(words.clean(text), most)


def _quotes(own_words: str) -> Iterator[str]:
    """Return each line of a persona's own words as a quote."""
    for line in words.clean(own_words).splitlines()[:6]:
        if line.strip():
            yield words.shortened(line.strip().strip("“”\"'"), 300)


def _since(sources: Sources, read_at: datetime) -> str:
    if sources.version is None:
        return f"as it stands on {words.local_day(read_at)}"
    version = sources.version.version
    return f"as version {version.number} of {words.clean(version.map.name)} has it"


def _figures(sources: Sources) -> tuple[KeyFigure, ...]:
    said = sources.said
    share = [] if said.share_of_customers is None else [words.share(said.share_of_customers)]
    is_validated = said.status == Persona.Status.VALIDATED
    ratings = sum(
        any(one.persona == said.key for one in part.persona_emotions)
        for source in sources.versions
        for _, part in source.contents.touchpoints
    )
    maps = len(sources.versions) + sources.more_maps
    basis = Count(1, "validated by research", "better") if is_validated else None
    return (
        KeyFigure("Share of customers", (), share[0] if share else "not known yet"),
        KeyFigure("Basis", (), str(Persona.Status(said.status).label) if basis is None else "validated by research"),
        KeyFigure("Journeys", (Count(maps, "map" if maps == 1 else "maps", "none"),), ""),
        KeyFigure("Ratings of their own", (Count(ratings, "touchpoints", "none"),) if ratings else (), "" if ratings else "none yet"),
    )  # fmt: skip


def _margin(sources: Sources, read_at: datetime) -> Iterator[Remark]:
    said = sources.said
    if said.status == Persona.Status.VALIDATED:
        basis = "Research stands behind this persona, says the team."
    else:
        basis = (
            "A proto-persona: what the team believes. Research can make it a validated one; until then "
            "nothing here was observed."
        )
    yield Remark("What it rests on", (basis,))
    yield Remark(
        "How to read this",
        (
            "A persona stands for a kind of customer, not for a person.",
            (
                "The curves run from −3 (very bad) to +3 (very good). Where the persona has no rating of "
                "its own, that of all customers on the map stands."
            ),
        ),
    )
    missing = [title.lower() for part, title, _ in EMPATHY if not getattr(said, part)] + [
        words.field(part) for part in MOVES if not getattr(said, part)
    ]
    if missing:
        yield Remark("Not written down yet", (f"{words.listed(missing).capitalize()}.",))
    text = msgspec.json.encode(said).decode() + "".join(
        source.contents.map.name for source in sources.versions
    )
    limits = tuple(remarks.signs_not_shown(text + sources.persona.program.name))
    if sources.version is None:
        limits = (f"The persona may have changed since {words.moment(read_at)}.", *limits)
    if limits:
        yield Remark("Limits", limits)


def _journey(source: Source, key: str, prefix: str, read_at: datetime) -> Journey:
    picture = pictures.draw(source.contents)
    felt = persona_curve.of_persona(source.contents, picture, key)
    own = {
        part.key
        for _, part in source.contents.touchpoints
        if any(one.persona == key for one in part.persona_emotions)
    }
    points = sorted(felt.curve.points, key=lambda point: point.value)
    return Journey(
        name=words.clean(source.contents.map.name),
        which=f"version {source.version.number} · {source.checksum[:8]} · {remarks.since(source, read_at)}",
        curve=journey.draw(
            picture, felt.curve, prefix=prefix,
            title=f"How this persona feels along {words.clean(source.contents.map.name)}",
        ),
        sentence=_sentence(points, felt),
        lowest=tuple(
            Feeling(
                point.name,
                point.label,
                ", ".join(filter(None, (point.basis, point.feeling))),
                "their own" if point.key in own else "all customers",
            )
            for point in points[:LOWEST]
        ),
    )  # fmt: skip


def _sentence(points: list[Point], felt: persona_curve.PersonaCurve) -> str:
    if not points:
        return "Nobody has rated how customers feel along this map yet."
    low, high = points[0], points[-1]
    said = f"Worst at “{low.name}” ({low.label})"
    if high.value > low.value:
        said += f", best at “{high.name}” ({high.label})"
    if not felt.own:
        return f"{said}. The team has not rated anything for this persona; this is how all customers feel."
    ratings = f"{words.counted(felt.own, 'rating')} of their own, {felt.shared} of all customers"
    return f"{said}. {ratings}."


def _methods() -> tuple[Remark, ...]:
    return (
        Remark(
            "Feelings",
            (
                (
                    "Ratings lie between −3 and +3, in tenths. The curve is a monotone cubic (Fritsch and "
                    "Carlson 1980), so it never goes beyond what was rated."
                ),
                "How many people stand behind an observed rating is not on record yet.",
            ),
        ),
        Remark(
            "Which version of a map",
            ("The newest published one; of a map that was never published, the newest.",),
        ),
    )


def _provenance(
    sources: Sources, read_at: datetime, made_by: str, report_id: int | None
) -> Iterator[Said]:
    persona = sources.persona
    yield Said("Persona", words.clean(f"{sources.said.name} (id {persona.pk})"))
    yield Said("Key", persona.key)
    yield Said(
        "Checksum (SHA-256 of the persona)",
        sha256(msgspec.json.encode(sources.said)).hexdigest(),
    )
    for source in sources.versions:
        version = source.version
        yield Said(
            words.clean(version.map.name),
            f"version {version.number} (id {version.pk}), {source.checksum}",
        )
    yield from remarks.of_report(read_at, made_by, report_id)
