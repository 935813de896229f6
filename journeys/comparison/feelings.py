"""What became of the feelings and pain points between two versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.comparison.results import EmotionDelta, PainPointChange, StageEmotion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.comparison.outline import Outline
    from journeys.comparison.results import PainPointLife, Verdict
    from journeys.contents import CardContents, StageContents, TouchpointContents


def emotion_deltas(before: Outline, after: Outline) -> Iterator[EmotionDelta]:
    """Return a row for every touchpoint of both versions that is rated in at least one."""
    for stage, touchpoint in after.contents.touchpoints:
        old = before.touchpoints.get(touchpoint.key)
        if old is None or (old.emotion is None and touchpoint.emotion is None):
            continue
        verdict, reason = _verdict(old, touchpoint)
        yield EmotionDelta(
            key=touchpoint.key,
            name=touchpoint.name,
            stage=stage.key,
            stage_name=stage.name,
            before=old.emotion,
            after=touchpoint.emotion,
            difference=_difference(old.emotion, touchpoint.emotion, digits=1),
            basis_before=old.basis,
            basis_after=touchpoint.basis,
            verdict=verdict,
            reason=reason,
        )


def _verdict(old: TouchpointContents, new: TouchpointContents) -> tuple[Verdict, str]:
    """Say what the two ratings allow to conclude.

    Without numbers of people behind them no difference can be called better or worse.
    """
    if old.emotion is None or new.emotion is None:
        return "cannot_tell", "rated in one version only"
    if "assumed" in {old.basis, new.basis}:
        both = "both versions" if old.basis == new.basis else "one version"
        return "cannot_tell", f"assumed by the team in {both}"
    return "cannot_tell", "the number of people asked is not on record"


def stage_emotions(before: Outline, after: Outline) -> Iterator[StageEmotion]:
    """Return a row for every stage of both versions that has a rated touchpoint in either."""
    for key, stage in after.stages.items():
        old = before.stages.get(key)
        if old is None:
            continue
        ratings_before, ratings_after = _ratings(old), _ratings(stage)
        if not ratings_before and not ratings_after:
            continue
        mean_before, mean_after = _mean(ratings_before), _mean(ratings_after)
        yield StageEmotion(
            key=key,
            name=stage.name,
            before=mean_before,
            after=mean_after,
            difference=_difference(mean_before, mean_after, digits=2),
            n_before=len(ratings_before),
            n_after=len(ratings_after),
        )


def pain_point_changes(before: Outline, after: Outline) -> Iterator[PainPointChange]:
    """Return what became of every pain point of either version, present ones first."""
    for key, card in after.cards.items():
        if not after.is_pain_point(card):
            continue
        old = before.cards.get(key)
        if old is not None and not before.is_pain_point(old):
            old = None
        yield PainPointChange(
            key=key,
            text=card.text,
            place=after.place_of_card(card),
            life="new" if old is None else _life(old, card),
            severity_before=old.severity if old else None,
            severity_after=card.severity,
            share_before=old.share_hit if old else None,
            share_after=card.share_hit,
        )
    for key, card in before.cards.items():
        new = after.cards.get(key)
        if before.is_pain_point(card) and (new is None or not after.is_pain_point(new)):
            yield PainPointChange(
                key=key,
                text=card.text,
                place=before.place_of_card(card),
                life="gone",
                severity_before=card.severity,
                severity_after=None,
                share_before=card.share_hit,
                share_after=None,
            )


def _life(old: CardContents, new: CardContents) -> PainPointLife:
    if old.severity is None or new.severity is None or old.severity == new.severity:
        return "same"
    return "worse" if new.severity > old.severity else "milder"


def _ratings(stage: StageContents) -> list[float]:
    return [part.emotion for part in stage.touchpoints if part.emotion is not None]


def _mean(ratings: list[float]) -> float | None:
    return round(sum(ratings) / len(ratings), 2) if ratings else None


def _difference(before: float | None, after: float | None, *, digits: int) -> float | None:
    # Rounded because 0.3 − 0.1 is not 0.2 in binary; + 0.0 turns −0.0 into 0.0.
    if before is None or after is None:
        return None
    return round(after - before, digits) + 0.0
