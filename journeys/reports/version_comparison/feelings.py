"""How each touchpoint is rated before and after, and what that allows to conclude."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, structs

from journeys.reports import words
from journeys.reports.version_comparison.plots import Rating, dumbbell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journeys.comparison import MapComparison
    from journeys.comparison.results import EmotionDelta, Felt, Judgement, PersonaJudgement, Verdict
    from journeys.contents import MapContents, TouchpointContents
    from journeys.rendering.comparison_picture import ComparisonPicture
    from journeys.rendering.markup import Drawing

ROWS_BETWEEN_CUTS = 160
VERDICTS = {
    "better": "Better",
    "worse": "Worse",
    "no_detectable_change": "No detectable change",
    "cannot_tell": "Cannot tell",
    "not_comparable": "Not comparable",
}


class Feeling(Struct, frozen=True):
    """A touchpoint's ratings. `verdict` is empty where there are no two ratings to judge."""

    name: str
    before: str
    after: str
    difference: str
    basis: str
    plot: Drawing | str
    verdict: Verdict | str
    reason: str
    size: float
    felt: Judgement | None = None
    #: The same for each persona of which enough people were asked to tell.
    personas: tuple[Feeling, ...] = ()

    @property
    def verdict_words(self) -> str:
        """Return the verdict as it is printed."""
        return VERDICTS.get(self.verdict, "")


class StageFeelings(Struct, frozen=True):
    """A stage's touchpoints and the mean of their ratings."""

    name: str
    before: str
    after: str
    difference: str
    basis: str
    touchpoints: tuple[Feeling, ...]
    begins_page: bool = False
    #: What customers said at the stage and all of its touchpoints, if they were asked in both versions.
    customers: Feeling | None = None


def by_stage(
    comparison: MapComparison,
    picture: ComparisonPicture,
    before: MapContents,
    after: MapContents,
    names: tuple[str, str],
) -> tuple[StageFeelings, ...]:
    """Return the rated touchpoints of both versions in journey order; unrated ones are left out."""
    old = {part.key: part for _, part in before.touchpoints}
    new = {part.key: part for _, part in after.touchpoints}
    deltas = {delta.key: delta for delta in comparison.emotions}
    means = {stage.key: stage for stage in comparison.stages}
    groups = []
    for stage in picture.stages:
        columns = picture.columns[stage.first : stage.first + stage.span]
        found = []
        for column in columns:
            delta = deltas.get(column.key)
            if delta is not None:
                found.append(_compared(column.name, delta))
            else:
                found += _one_sided(column.name, old.get(column.key), new.get(column.key), names)
        if found:
            mean = means.get(stage.key)
            groups.append(
                StageFeelings(
                    name=stage.name,
                    before=words.signed(mean.before, 2) if mean else words.NONE,
                    after=words.signed(mean.after, 2) if mean else words.NONE,
                    difference=words.signed(mean.difference, 2) if mean else words.NONE,
                    basis=_rated(mean.n_before, mean.n_after) if mean else "",
                    touchpoints=tuple(found),
                    customers=_customers(mean.felt) if mean else None,
                )
            )
    return tuple(_cut(groups))


def _compared(name: str, delta: EmotionDelta) -> Feeling:
    """Return what customers said where they were asked in both versions, else what was rated."""
    felt = delta.felt
    if felt is None or felt.before is None or felt.after is None:
        return Feeling(
            name=name,
            before=words.signed(delta.before),
            after=words.signed(delta.after),
            difference=words.signed(delta.difference),
            basis=_basis(delta.basis_before, delta.basis_after),
            plot=dumbbell(
                Rating(delta.before, delta.basis_before == "assumed"),
                Rating(delta.after, delta.basis_after == "assumed"),
            ),
            verdict=delta.verdict,
            reason=delta.reason,
            size=abs(delta.difference or 0),
        )
    return _asked(name, felt, felt.before, felt.after, felt)


def _customers(felt: Judgement | None) -> Feeling | None:
    if felt is None or felt.before is None or felt.after is None:
        return None
    return _asked("Customers, whole stage", felt, felt.before, felt.after, felt)


def _asked(
    name: str,
    told: Judgement | PersonaJudgement,
    before: Felt,
    after: Felt,
    whole: Judgement | None,
) -> Feeling:
    """Return what customers said; with those of `whole` each persona of which enough were asked."""
    parts = whole.by_persona if whole is not None else ()
    return Feeling(
        name=name,
        before=words.signed(before.mean),
        after=words.signed(after.mean),
        difference=words.signed(told.difference),
        basis=f"{'customers, ' if whole else ''}n {before.n:,} and {after.n:,}",
        plot=dumbbell(Rating(before.mean, is_assumed=False), Rating(after.mean, is_assumed=False)),
        verdict=told.verdict,
        reason=_certainty(told),
        size=abs(told.difference or 0) if told.verdict in {"better", "worse"} else 0,
        felt=whole,
        personas=tuple(
            _asked(words.clean(part.persona), part, part.before, part.after, None)
            for part in parts
            if part.adjusted_p is not None and part.before is not None and part.after is not None
        ),
    )


def _certainty(felt: Judgement | PersonaJudgement) -> str:
    """Say between what the difference lies, how surprising it would be by chance, and whether others were asked."""
    if felt.low is None or felt.high is None or felt.adjusted_p is None:
        return words.clean(felt.warned)
    p = words.p_value(felt.adjusted_p)
    told = f"{words.signed(felt.low)} to {words.signed(felt.high)}, {p}"
    return words.clean(felt.with_warning(told))


def _one_sided(
    name: str,
    old: TouchpointContents | None,
    new: TouchpointContents | None,
    names: tuple[str, str],
) -> Iterator[Feeling]:
    """Return the rating of a touchpoint that only one of the versions has."""
    for part, other, only in ((old, new, names[0]), (new, old, names[1])):
        if part is None or other is not None or part.emotion is None:
            continue
        rating = Rating(part.emotion, part.basis == "assumed")
        before, after = (rating, Rating()) if part is old else (Rating(), rating)
        yield Feeling(
            name=name,
            before=words.signed(before.value),
            after=words.signed(after.value),
            difference=words.NONE,
            basis=part.basis,
            plot=dumbbell(before, after),
            verdict="",
            reason=f"only in {only[0].lower()}{only[1:]}",
            size=0,
        )


def _basis(before: str, after: str) -> str:
    return before if before == after else f"{before}, then {after}"


def _rated(before: int, after: int) -> str:
    counts = f"{before}" if before == after else f"{before}, then {after}"
    return f"mean of {counts}"


def _cut(groups: Sequence[StageFeelings]) -> Iterator[StageFeelings]:
    """Let a long table go on with a new one on a new page now and then."""
    rows = 0
    for group in groups:
        parts = group.touchpoints
        for start in range(0, len(parts), ROWS_BETWEEN_CUTS):
            piece = parts[start : start + ROWS_BETWEEN_CUTS]
            height = sum(1 + len(part.personas) for part in piece)
            begins = rows > 0 and rows + height > ROWS_BETWEEN_CUTS
            rows = height if begins else rows + height
            customers = group.customers if start == 0 else None
            yield structs.replace(group, touchpoints=piece, begins_page=begins, customers=customers)


def largest(groups: Sequence[StageFeelings], most: int) -> list[Feeling]:
    """Return the touchpoints whose ratings differ most, the largest first."""
    rated = [part for group in groups for part in group.touchpoints if part.size]
    return sorted(rated, key=lambda part: -part.size)[:most]
