"""What the report says, as a value: everything the templates write, nothing left to look up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.reports import words
from journeys.reports.version_comparison import front

if TYPE_CHECKING:
    from journeys.rendering.comparison_picture import ComparisonPicture
    from journeys.rendering.markup import Drawing
    from journeys.rendering.picture import MapPicture
    from journeys.reports.remarks import Remark
    from journeys.reports.version_comparison.feelings import Feeling, StageFeelings
    from journeys.reports.version_comparison.front import KeyFigure
    from journeys.reports.version_comparison.kpis import KpiComparison
    from journeys.reports.version_comparison.ledger import Line, StageChanges
    from journeys.reports.version_comparison.pains import PainTable
    from journeys.reports.version_comparison.personas import PersonaSaid
    from journeys.reports.version_comparison.provenance import Fact


class VersionSaid(Struct, frozen=True):
    """A version as the report names it."""

    name: str
    label: str
    state: str
    is_draft: bool
    since: str
    short: str
    reason: str
    change_summary: str
    window: str


class MapAppendix(Struct, frozen=True):
    """A version's map in full, cut into pages."""

    name: str
    pages: tuple[MapPicture, ...]


@dataclass(frozen=True, kw_only=True)
class VersionComparisonReport:
    """All that the document says. Templates write it; nothing in it is looked up any more."""

    title: str
    map_name: str
    persona_names: str
    program_name: str
    headline: str
    headline_size: str
    before: VersionSaid
    after: VersionSaid
    made_by: str
    made_on: str
    created: str
    curves: Drawing | str
    legend: tuple[tuple[Drawing, str], ...]
    figures: tuple[KeyFigure, ...]
    largest: tuple[Feeling, ...]
    worst_pains: PainTable | None
    kpis: tuple[KpiComparison, ...]
    margin: tuple[Remark, ...]
    side_by_side: tuple[ComparisonPicture, ...]
    changes: tuple[StageChanges, ...]
    change_count: int
    filter_words: tuple[str, ...]
    feelings: tuple[StageFeelings, ...]
    feelings_note: str
    unrated: int
    pains: tuple[PainTable, ...]
    same_pains: int
    personas: tuple[PersonaSaid, ...]
    facts: tuple[Line, ...]
    maps: tuple[MapAppendix, ...]
    provenance: tuple[Fact, ...]
    methods: tuple[Remark, ...]

    @property
    def versions(self) -> tuple[VersionSaid, VersionSaid]:
        """Return both versions, the older first."""
        return self.before, self.after

    @property
    def front_kpis(self) -> tuple[KpiComparison, ...]:
        """Return the KPIs that have room on the first page."""
        return self.kpis[: front.KPIS]

    @property
    def other_kpis(self) -> int:
        """Return how many KPIs have not."""
        return len(self.kpis) - len(self.front_kpis)

    @property
    def unrated_words(self) -> str:
        """Return how many touchpoints are rated in neither version, up to the verb."""
        return f"{words.counted(self.unrated, 'touchpoint')} {'is' if self.unrated == 1 else 'are'}"

    @property
    def same_pains_words(self) -> str:
        """Return how many pain points are as they were."""
        verb = "is" if self.same_pains == 1 else "are"
        return f"{words.counted(self.same_pains, 'pain point')} {verb} as before"
