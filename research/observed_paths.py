"""The ways customers really went, from a program's events, beside the mapped one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from msgspec import Struct

from research.models import Event
from research.paths import log as logs
from research.paths.analysis import FunnelStage, ObservedPaths, observe
from research.paths.conformance import Conformance, conform

if TYPE_CHECKING:
    from journeys.contents import MapContents
    from journeys.models import MapVersion

#: Events that are looked at, the newest cases' first.
MOST_EVENTS = 2_000_000
TOP = 25


class PathsOfVersion(Struct, frozen=True):
    """What a program's events show beside a version of a map: paths, conversion per stage, where they leave the map.

    Steps with a place on the map are called like their touchpoint. `conformance` is None without such steps; its
    order is the map's, of the touchpoints that happened at all.
    """

    version: int
    observed: ObservedPaths
    stages: tuple[FunnelStage, ...]
    conformance: Conformance | None


def of(
    version: MapVersion, read: MapContents, study_id: int | None = None
) -> PathsOfVersion | None:
    """Return the paths of a program's events, or of one study's; None without events."""
    rows = _rows(version.program_id, study_id)
    if not rows:
        return None
    touchpoints = {part.key: part.name for _, part in read.touchpoints}
    stage_of = {part.key: stage.name for stage, part in read.touchpoints} | {stage.key: stage.name for stage in read.stages}  # fmt: skip
    cases, activities, seconds = [], [], []
    staged: tuple[list[str], list[str], list[float]] = ([], [], [])
    for case, activity, key, moment in rows:
        cases.append(case)
        activities.append(touchpoints.get(key, activity))
        seconds.append(moment)
        if key in stage_of:
            staged[0].append(case)
            staged[1].append(stage_of[key])
            staged[2].append(moment)
    log = logs.of_events(cases, activities, seconds)
    happened = [name for name in dict.fromkeys(touchpoints.values()) if name in set(log.activities)]
    stages: tuple[FunnelStage, ...] = ()
    if staged[0]:
        by_stage = logs.of_events(*staged)
        reached = [stage.name for stage in read.stages if stage.name in set(by_stage.activities)]
        stages = observe(by_stage, stages=list(dict.fromkeys(reached)), top=1).funnel
    return PathsOfVersion(
        version.pk, observe(log, top=TOP), stages, conform(log, happened) if happened else None
    )  # fmt: skip


def _rows(program_id: int, study_id: int | None) -> list[tuple[str, str, str, float]]:
    """Return case, activity, place and moment of the events; seconds as the database counts them."""
    second = {
        "postgresql": "extract(epoch FROM happened_at)::float8",
        "sqlite": "(julianday(happened_at) - 2440587.5) * 86400.0",
    }[connection.vendor]
    where, values = "program_id = %s", [program_id]
    if study_id is not None:
        where, values = f"{where} AND study_id = %s", [*values, study_id]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT case_id, activity, element_key, {second} FROM {Event._meta.db_table} WHERE {where}"  # noqa: S608  our own names
            " ORDER BY id DESC LIMIT %s",
            [*values, MOST_EVENTS],
        )
        found: list[Any] = cursor.fetchall()
    # In the order of the file again: equal moments keep it.
    return found[::-1]
