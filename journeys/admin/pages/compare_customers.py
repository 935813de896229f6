"""What customers said of a stage or touchpoint before and after, all of them and each persona, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from journeys.admin.pages.change_words import NOTHING, signed
from journeys.reports import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.comparison import MapComparison
    from journeys.comparison.results import Felt, Judgement, PersonaJudgement

#: Verdicts as chips: Material symbol, class, word.
VERDICTS = {
    "better": ("trending_up", "better", "better"),
    "worse": ("trending_down", "worse", "worse"),
    "no_detectable_change": ("drag_handle", "same", "no detectable change"),
    "cannot_tell": ("question_mark", "unsure", "cannot tell"),
    "not_comparable": ("block", "other", "not comparable"),
}
ALL = "All customers"
#: Places a page lists; the workbook has all.
MOST = 60


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """What one group of customers felt on both sides, −3…+3, and what the difference allows to say."""

    who: str
    before: str
    after: str
    difference: str
    icon: str
    mark: str
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class CustomersAt:
    """A stage or touchpoint with what all customers and each persona said of it."""

    name: str
    stage: str
    rows: tuple[CustomerRow, ...]


def first(comparison: MapComparison) -> tuple[list[CustomersAt], bool]:
    """Return the places customers were asked about in both versions, and whether some are left out."""
    told = (
        CustomersAt(name, stage, rows(felt))
        for name, stage, felt in judged(comparison)
        if felt.before is not None and felt.after is not None
    )
    found = list(islice(told, MOST + 1))
    return found[:MOST], len(found) > MOST


def judged(comparison: MapComparison) -> Iterator[tuple[str, str, Judgement]]:
    """Return name, name of the stage ("" for a stage) and judgement of what customers were asked about, in journey order."""
    stages = {row.key: row for row in comparison.stages}
    told: set[str] = set()
    for delta in comparison.emotions:
        stage = stages.get(delta.stage)
        if stage is not None and stage.felt is not None and delta.stage not in told:
            yield stage.name, "", stage.felt
        told.add(delta.stage)
        if delta.felt is not None:
            yield delta.name, delta.stage_name, delta.felt
    for stage in comparison.stages:
        if stage.key not in told and stage.felt is not None:
            yield stage.name, "", stage.felt


def of(key: str, comparison: MapComparison) -> tuple[CustomerRow, ...]:
    """Return what customers said of the stage or touchpoint with this key, nothing if nobody was asked."""
    felt = {one.key: one.felt for one in comparison.stages}
    felt |= {one.key: one.felt for one in comparison.emotions}
    told = felt.get(key)
    return rows(told) if told is not None else ()


def rows(felt: Judgement) -> tuple[CustomerRow, ...]:
    """Return a row for all customers and one for each persona among them."""
    return tuple(
        CustomerRow(
            who,
            _side(one.before),
            _side(one.after),
            _difference(one),
            *VERDICTS[one.verdict],
            reason=_reason(one),
        )
        for who, one in groups(felt)
    )


def groups(felt: Judgement) -> Iterator[tuple[str, Judgement | PersonaJudgement]]:
    """Return all customers and each persona among them: name, judgement."""
    yield ALL, felt
    for part in felt.by_persona:
        yield part.persona, part


def _side(felt: Felt | None) -> str:
    return NOTHING if felt is None else f"{signed(felt.mean)}, n {felt.n:,}"


def _difference(one: Judgement | PersonaJudgement) -> str:
    if one.difference is None:
        return NOTHING
    difference = signed(one.difference)
    if one.low is None or one.high is None:
        return difference
    return f"{difference} ({signed(one.low)} to {signed(one.high)})"


def _reason(one: Judgement | PersonaJudgement) -> str:
    if one.adjusted_p is None:
        return one.warned
    # The interval stands beside it.
    return one.with_warning(f"{words.p_value(one.adjusted_p)}, adjusted")
