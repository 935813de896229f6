"""What the program overview says, as a value: templates write it, nothing is left to look up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from journeys.rendering.markup import Drawing
    from journeys.reports.map_report.kpis import KpiNow
    from journeys.reports.remarks import Remark, Said
    from journeys.reports.version_comparison.front import KeyFigure
    from journeys.reports.version_comparison.kpis import KpiComparison


class ObjectiveSaid(Struct, frozen=True):
    """An objective with the KPIs that measure it."""

    statement: str
    aspect: str
    owner: str
    target_date: str
    status: str
    is_late: bool
    kpis: tuple[KpiNow, ...]


class MapSaid(Struct, frozen=True):
    """A map: its newest version, who has it, whether it should be looked at again."""

    name: str
    kind: str
    version: str
    state: str
    state_mark: str
    owner: str
    published: str
    due: str
    is_late: bool
    curve: Drawing | str


class StageOfLife(Struct, frozen=True):
    """A stage of the life cycle with its maps; without maps it is a gap."""

    name: str
    maps: tuple[MapSaid, ...]


class Change(Struct, frozen=True):
    """A version published since, and what it changed."""

    when: str
    what: str
    who: str
    summary: str
    own_words: str


class Due(Struct, frozen=True):
    """Something that waits."""

    what: str
    who: str
    when: str
    is_late: bool


class Person(Struct, frozen=True):
    """Somebody in the program and what is theirs."""

    name: str
    role: str
    owns: str


@dataclass(frozen=True, kw_only=True)
class ProgramOverviewSaid:
    """All that the document says."""

    title: str
    program_name: str
    headline: str
    headline_size: str
    purpose: str
    status: str
    since: str
    made_by: str
    made_on: str
    created: str
    figures: tuple[KeyFigure, ...]
    margin: tuple[Remark, ...]
    front_kpis: tuple[KpiNow, ...]
    front_due: tuple[Due, ...]
    objectives: tuple[ObjectiveSaid, ...]
    other_kpis: tuple[KpiNow, ...]
    stages: tuple[StageOfLife, ...]
    gaps: tuple[str, ...]
    changes: tuple[Change, ...]
    more_changes: int
    moved_kpis: tuple[KpiComparison, ...]
    due: tuple[Due, ...]
    people: tuple[Person, ...]
    methods: tuple[Remark, ...]
    provenance: tuple[Said, ...]
    reason: str = ""
    change_summary: str = ""
