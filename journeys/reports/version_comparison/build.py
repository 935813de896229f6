"""Both versions → a value that says everything the report says, in the order it says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.comparison import compare
from journeys.models import State
from journeys.rendering import comparison_picture
from journeys.rendering import picture as map_picture
from journeys.reports import words
from journeys.reports.version_comparison import (
    feelings,
    front,
    journey,
    kpis,
    ledger,
    margin,
    pains,
    personas,
    provenance,
)
from journeys.reports.version_comparison.report import (
    MapAppendix,
    VersionComparisonReport,
    VersionSaid,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from journeys.comparison import MapComparison
    from journeys.rendering.comparison_picture import ComparisonPicture
    from journeys.reports.reading import Source
    from journeys.reports.version_comparison.sources import Sources


def build(
    sources: Sources,
    *,
    made_by: str,
    report_id: int | None = None,
    progress: Callable[[int, str], None] = lambda percent, step: None,
) -> VersionComparisonReport:
    """Return the report of two versions. `progress` is told what is being done."""
    progress(15, "Comparing")
    old, new = sources.before.contents, sources.after.contents
    comparison = compare(old, new, sources.judgements)
    is_one_map = sources.before.version.map_id == sources.after.version.map_id
    before = _version(sources.before, sources.read_at, with_map=not is_one_map)
    after = _version(sources.after, sources.read_at, with_map=not is_one_map)
    names = (before.name, after.name)
    progress(25, "Drawing")
    readings = kpis.compared(
        sources.after.version.map,
        kpis.Side(before.name, old, _window(sources.before, sources.read_at)),
        kpis.Side(after.name, new, _window(sources.after, sources.read_at), _own_keys(sources)),
    )
    picture = comparison_picture.draw(
        old,
        new,
        comparison,
        before_name=before.name,
        after_name=after.name,
        prefix="side-",
        kpis=kpis.marks(readings, old, new),
    )
    progress(35, "Writing")
    changes = ledger.what_changed(comparison.changes, picture, old, new, sources.filters)
    rated = feelings.by_stage(comparison, picture, old, new, names)
    pain_tables = pains.tables(comparison.pain_points)
    headline = front.headline(comparison, is_one_map=is_one_map)
    map_name = words.clean(new.map.name)
    return VersionComparisonReport(
        title=f"{map_name}: {before.name} and {after.name} compared",
        map_name=map_name,
        persona_names=words.clean(", ".join(persona.name for persona in new.personas)),
        program_name=words.clean(sources.after.version.program.name),
        headline=headline,
        headline_size=front.size(headline),
        before=before,
        after=after,
        made_by=words.clean(made_by),
        made_on=words.local_day(sources.read_at),
        created=sources.read_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        curves=journey.draw(picture) if picture.before.points or picture.after.points else "",
        legend=tuple(journey.legend(*names)),
        figures=front.figures(comparison),
        largest=tuple(feelings.largest(rated, front.ROWS)),
        worst_pains=front.worst(pain_tables),
        kpis=readings,
        margin=margin.remarks(
            sources, comparison, names, is_one_map=is_one_map, has_kpis=bool(readings)
        ),
        side_by_side=picture.pages() if _differs(picture) else (),
        changes=changes,
        change_count=sum(len(entry.lines) for group in changes for entry in group.entries),
        filter_words=provenance.filter_words(sources),
        feelings=rated,
        feelings_note=margin.about_ratings(sources),
        unrated=_unrated(comparison, picture),
        pains=pain_tables,
        same_pains=sum(pain.life == "same" for pain in comparison.pain_points),
        personas=personas.changed(comparison.personas, sources.filters.persona),
        facts=personas.lines(comparison.facts),
        maps=_maps(sources, before, after, is_same=comparison.is_empty),
        provenance=provenance.facts(sources, made_by=words.clean(made_by), report_id=report_id),
        methods=margin.methods(readings, sources.judgements.values()),
    )


def _version(source: Source, read_at: datetime, *, with_map: bool) -> VersionSaid:
    version, said = source.version, source.contents.version
    state = str(State(version.state).label)
    name = f"Version {version.number}"
    if with_map:
        name = f"{name} of {words.shortened(words.clean(version.map.name), 40)}"
    if version.published_at is not None:
        since = f"published {words.local_day(version.published_at)}"
    else:
        since = f"{state.lower()}, as of {words.moment(read_at)}"
    return VersionSaid(
        name=name,
        label=words.shortened(words.clean(said.label), 60),
        state=state,
        is_draft=version.published_at is None,
        since=since,
        short=source.checksum[:8],
        reason=words.clean(said.reason),
        change_summary=words.clean(said.change_summary),
        window=words.period(said.evidence_from, said.evidence_to),
    )


def _window(source: Source, read_at: datetime) -> kpis.Window:
    return kpis.window_of(source.version, source.contents.version, read_at)


def _own_keys(sources: Sources) -> dict[str, str]:
    """Return the own key of every element that was aligned, by the key it is compared under."""
    names = sources.aligned.names if sources.aligned is not None else {}
    return {compared: own for own, compared in names.items()}


def _unrated(comparison: MapComparison, picture: ComparisonPicture) -> int:
    """Return how many touchpoints nobody has rated in either version."""
    rated = {delta.key for delta in comparison.emotions}
    rated |= {point.key for point in (*picture.before.points, *picture.after.points)}
    return sum(column.is_touchpoint and column.key not in rated for column in picture.columns)


def _differs(picture: ComparisonPicture) -> bool:
    """Return whether the two versions differ in anything that the picture shows."""
    return any(
        column.marks or column.mark != "kept" or (column.verdict and column.verdict.difference)
        for column in picture.columns
    )


def _maps(
    sources: Sources, before: VersionSaid, after: VersionSaid, *, is_same: bool
) -> tuple[MapAppendix, ...]:
    """Return both maps in full, the newer first; one of them if they say the same."""
    told: list[tuple[Source, VersionSaid, str]] = [(sources.after, after, "after-")]
    if not is_same:
        told.append((sources.before, before, "before-"))
    return tuple(
        MapAppendix(
            said.name,
            map_picture.draw(
                source.contents, caption=f"{said.name}, {said.since}", prefix=prefix
            ).pages(),
        )
        for source, said, prefix in told
    )
