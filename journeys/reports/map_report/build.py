"""A version → a value that says everything the report says, in the order it says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys import noting
from journeys.models import JourneyMap, State
from journeys.rendering import picture as pictures
from journeys.reports import journey, remarks, words
from journeys.reports.map_report import cards, front, kpis, margin, personas, touchpoints
from journeys.reports.map_report.report import MapReportSaid
from journeys.reports.version_comparison.front import size

if TYPE_CHECKING:
    from datetime import datetime

    from journeys.reports.reading import Source


def build(
    source: Source, *, read_at: datetime, made_by: str, report_id: int | None = None
) -> MapReportSaid:
    """Return the report of a version."""
    version, contents = source.version, source.contents
    name = f"Version {version.number}"
    since = remarks.since(source, read_at)
    picture = pictures.draw(noting.with_notes(version, contents), caption=f"{name}, {since}")
    headline = words.shortened(front.headline(contents), 420)
    map_name = words.clean(contents.map.name)
    pains = cards.pain_points(contents)
    readings = kpis.of_version(source, read_at.date())
    return MapReportSaid(
        title=f"{map_name}: version {version.number}",
        map_name=map_name,
        kind=str(JourneyMap.Kind(contents.map.kind).label),
        program_name=words.clean(version.program.name),
        persona_names=words.clean(", ".join(persona.name for persona in contents.personas)),
        scope=words.clean(contents.map.scope),
        headline=headline,
        headline_size=size(headline),
        name=name,
        label=words.shortened(words.clean(contents.version.label), 60),
        state=str(State(version.state).label),
        is_draft=version.published_at is None,
        since=since,
        short=source.checksum[:8],
        made_by=words.clean(made_by),
        made_on=words.local_day(read_at),
        created=read_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        curve=journey.draw(
            picture,
            title="The emotion curve over the whole journey. The pages after this one say every rating.",
            prefix="journey-",
        ),
        figures=front.figures(contents),
        worst=tuple(pains[: front.ROWS]),
        lowest=touchpoints.lowest(contents, front.ROWS),
        margin=margin.of(source, read_at),
        picture=picture,
        pages=picture.pages() if contents.stages else (),
        pains=tuple(cards.tables(pains)),
        moments=touchpoints.moments_of_truth(contents),
        opportunities=tuple(cards.tables(cards.opportunities(contents))),
        personas=tuple(personas.of_map(contents, picture)),
        kpis=readings,
        objectives=tuple(words.clean(one.statement) for one in contents.objectives),
        methods=margin.methods(readings),
        provenance=(
            *remarks.of_version(source),
            *remarks.of_report(read_at, made_by, report_id),
        ),
        reason=words.shortened(words.clean(contents.version.reason), 900),
        change_summary=words.shortened(words.clean(contents.version.change_summary), 900),
    )
