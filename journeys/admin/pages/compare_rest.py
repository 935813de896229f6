"""What a comparison says beside the elements: pain points, stages, personas, the map itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeys.admin.pages.change_words import field_name, signed, value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journeys.comparison import FieldChange, MapComparison, PainPointChange, StageEmotion

#: Lives of a pain point in the order they are told: icon, class, word.
LIVES = {
    "new": ("add", "worse", "new"),
    "worse": ("trending_up", "worse", "worse"),
    "milder": ("trending_down", "better", "milder"),
    "gone": ("check", "better", "gone"),
}


@dataclass(frozen=True, slots=True)
class PainRow:
    """A pain point whose life changed, in words."""

    text: str
    place: str
    icon: str
    mark: str
    word: str
    severity: str
    share: str


@dataclass(frozen=True, slots=True)
class StageRow:
    """The mean rating of a stage's touchpoints in each version, with how many were rated."""

    name: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PersonaRow:
    """A persona that came, went or reads differently now."""

    name: str
    icon: str
    mark: str
    word: str
    fields: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """All of it; what is empty is not shown."""

    pain_points: tuple[PainRow, ...]
    stages: tuple[StageRow, ...]
    personas: tuple[PersonaRow, ...]
    facts: tuple[FieldRow, ...]


def of(comparison: MapComparison) -> Rest:
    """Return the tables of the compare page."""
    changed = [pain for pain in comparison.pain_points if pain.life in LIVES]
    changed.sort(key=lambda pain: list(LIVES).index(pain.life))
    marks = {"added": ("add", "added"), "removed": ("remove", "removed"), "changed": ("edit", "changed")}  # fmt: skip
    return Rest(
        pain_points=tuple(_pain(pain) for pain in changed),
        stages=tuple(_stage(stage) for stage in comparison.stages),
        personas=tuple(
            PersonaRow(persona.name, *marks[persona.kind], persona.kind, _fields(persona.fields))
            for persona in comparison.personas
        ),
        facts=_fields(comparison.facts),
    )


def _pain(pain: PainPointChange) -> PainRow:
    return PainRow(
        pain.text,
        ", ".join(name for name in (pain.place.stage_name, pain.place.touchpoint_name) if name),
        *LIVES[pain.life],
        severity=_pair(pain.severity_before, pain.severity_after, "severity"),
        share=_pair(pain.share_before, pain.share_after, "share_hit"),
    )


def _pair(before: float | None, after: float | None, field: str) -> str:
    said = [value(field, number) for number in (before, after) if number is not None]
    return " → ".join(dict.fromkeys(said)) or "–"


def _stage(stage: StageEmotion) -> StageRow:
    return StageRow(
        stage.name,
        _mean(stage.before, stage.n_before),
        _mean(stage.after, stage.n_after),
        "–" if stage.difference is None else signed(stage.difference),
    )


def _mean(mean: float | None, rated: int) -> str:
    return "not rated" if mean is None else f"{signed(mean)} from {rated} rated"


def _fields(changes: Iterable[FieldChange]) -> tuple[FieldRow, ...]:
    return tuple(
        FieldRow(
            field_name(change.field),
            value(change.field, change.before),
            value(change.field, change.after),
        )
        for change in changes
    )
