"""What the map report says, as a value: templates write it, nothing is left to look up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from journeys.rendering.markup import Drawing
    from journeys.rendering.picture import MapPicture
    from journeys.reports.map_report.cards import CardSaid, CardTable
    from journeys.reports.map_report.kpis import KpiNow
    from journeys.reports.map_report.personas import PersonaSaid
    from journeys.reports.map_report.touchpoints import TouchpointSaid
    from journeys.reports.remarks import Remark, Said
    from journeys.reports.version_comparison.front import KeyFigure


@dataclass(frozen=True, kw_only=True)
class MapReportSaid:
    """All that the document says."""

    title: str
    map_name: str
    kind: str
    program_name: str
    persona_names: str
    scope: str
    headline: str
    headline_size: str
    name: str
    label: str
    state: str
    is_draft: bool
    since: str
    short: str
    made_by: str
    made_on: str
    created: str
    curve: Drawing | str
    figures: tuple[KeyFigure, ...]
    worst: tuple[CardSaid, ...]
    lowest: tuple[TouchpointSaid, ...]
    margin: tuple[Remark, ...]
    picture: MapPicture
    pages: tuple[MapPicture, ...]
    pains: tuple[CardTable, ...]
    moments: tuple[TouchpointSaid, ...]
    opportunities: tuple[CardTable, ...]
    personas: tuple[PersonaSaid, ...]
    kpis: tuple[KpiNow, ...]
    objectives: tuple[str, ...]
    methods: tuple[Remark, ...]
    provenance: tuple[Said, ...]
    reason: str
    change_summary: str
