"""The versions of one map, for pickers, and which of them a version is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeys import alignments
from journeys.models import MapVersion, State

if TYPE_CHECKING:
    from collections.abc import Sequence


def siblings_of(version: MapVersion) -> list[MapVersion]:
    """Return all versions of the version's map, newest first, without their documents."""
    rows = version.map.versions.select_related("map").order_by("-number")
    return [version if row.pk == version.pk else row for row in rows]


@dataclass(frozen=True, slots=True)
class Choices:
    """The versions of one map that a side of a comparison may be."""

    title: str
    versions: tuple[MapVersion, ...]


def choices_of(
    version: MapVersion, against: MapVersion, siblings: Sequence[MapVersion]
) -> list[Choices]:
    """Return what may be compared: versions of the map, then of every map it is aligned with.

    Versions that were given up are left out unless they are shown. Two queries.
    """
    shown = {version.pk, against.pk}
    others: dict[int, list[MapVersion]] = {
        journey: [] for journey in alignments.aligned_with(version.map)
    }
    others.setdefault(against.map_id, [])
    others.pop(version.map_id, None)
    rows = MapVersion.objects.filter(map__in=others, program=version.program_id)
    found: dict[int, list[MapVersion]] = {version.map_id: list(siblings), **others}
    for row in rows.select_related("map").order_by("map_id", "-number"):
        found[row.map_id].append(row)
    return [
        Choices(versions[0].map.name, kept)
        for versions in found.values()
        if (
            kept := tuple(
                row for row in versions if row.state != State.DISCARDED or row.pk in shown
            )
        )
    ]


def newest_published(siblings: Sequence[MapVersion]) -> MapVersion | None:
    """Return the published version with the highest number."""
    return next((row for row in siblings if row.state == State.PUBLISHED), None)


def other_draft(version: MapVersion, siblings: Sequence[MapVersion]) -> MapVersion | None:
    """Return the version of the map that can be written into, if that is another one."""
    return next((row for row in siblings if row.is_editable and row.pk != version.pk), None)


def counterpart(version: MapVersion, siblings: Sequence[MapVersion]) -> MapVersion | None:
    """Return what a version is compared with unless somebody says otherwise.

    That is the newest published or archived version before it, else what it was started from, else
    any other version that was not given up; None if there is none.
    """
    others = [row for row in siblings if row.pk != version.pk and row.state != State.DISCARDED]
    earlier = [row for row in others if row.number < version.number]
    frozen = [row for row in earlier if row.is_frozen]
    started_from = [row for row in others if row.pk == version.based_on_id]
    return next(iter([*frozen, *started_from, *earlier, *reversed(others)]), None)
