"""What became of the feelings and pain points between two versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from journeys.comparison.results import EmotionDelta, Named, PainPointChange, StageEmotion, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from journeys.comparison.origins import Origins
    from journeys.comparison.outline import Outline
    from journeys.comparison.results import Judgement, PainPointLife, Verdict

    Judgements = Mapping[str, Judgement]
    from journeys.contents import CardContents, StageContents, TouchpointContents


def emotion_deltas(
    before: Outline, after: Outline, origins: Origins, judgements: Judgements
) -> Iterator[EmotionDelta]:
    """Return a row for every touchpoint of both versions that is rated in at least one, or was judged.

    A touchpoint that was split off or merged stands against what it came from. What customers said, by element
    key in `judgements`, outweighs what the team rated.
    """
    for stage, touchpoint in after.contents.touchpoints:
        old = before.touchpoints.get(touchpoint.key)
        if old is None and origins.is_new(touchpoint.key):
            sources = [before.touchpoints[key] for key in origins.sources[touchpoint.key]]
            yield from _descended(stage, touchpoint, sources)
            continue
        felt = judgements.get(touchpoint.key)
        unrated = old is not None and old.emotion is None and touchpoint.emotion is None
        if old is None or (unrated and felt is None):
            continue
        verdict, reason = (felt.verdict, felt.reason) if felt else _verdict(old, touchpoint)
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
            felt=felt,
        )


def _descended(
    stage: StageContents, new: TouchpointContents, sources: list[TouchpointContents]
) -> Iterator[EmotionDelta]:
    """Return the row of a touchpoint that came from one or several others.

    One source gives its own rating. Several give the plain mean of theirs, if all were rated: a mean
    of some would leave out what nobody knows, so the two are not comparable then.
    """
    ratings = [source.emotion for source in sources if source.emotion is not None]
    if not ratings and new.emotion is None:
        return
    named = tuple(Named(source.key, source.name) for source in sources)
    is_whole = len(ratings) == len(sources)
    rating = round(sum(ratings) / len(ratings), 1) + 0.0 if is_whole else None
    bases = {source.basis for source in sources}
    old = structs.replace(
        sources[0], emotion=rating, basis="assumed" if "assumed" in bases else "observed"
    )
    if is_whole or len(sources) == 1:
        verdict, reason = _verdict(old, new)
        against = "the mean of " if len(sources) > 1 else ""
        reason = f"{reason}; compared with {against}{listed(named)}"
    else:
        unrated = tuple(
            Named(source.key, source.name) for source in sources if source.emotion is None
        )
        was = "was" if len(unrated) == 1 else "were"
        verdict, reason = "not_comparable", f"merged, and {listed(unrated)} {was} not rated"
    yield EmotionDelta(
        key=new.key,
        name=new.name,
        stage=stage.key,
        stage_name=stage.name,
        before=rating,
        after=new.emotion,
        difference=_difference(rating, new.emotion, digits=1),
        basis_before=old.basis,
        basis_after=new.basis,
        verdict=verdict,
        reason=reason,
        compared_with=named,
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


def stage_emotions(
    before: Outline, after: Outline, judgements: Judgements
) -> Iterator[StageEmotion]:
    """Return a row for every stage of both versions that has a rated touchpoint in either, or was judged."""
    for key, stage in after.stages.items():
        old = before.stages.get(key)
        if old is None:
            continue
        ratings_before, ratings_after = _ratings(old), _ratings(stage)
        felt = judgements.get(key)
        if not ratings_before and not ratings_after and felt is None:
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
            felt=felt,
        )


def pain_point_changes(
    before: Outline, after: Outline, origins: Origins
) -> Iterator[PainPointChange]:
    """Return what became of every pain point of either version, present ones first.

    One that was split off or merged is as severe before as the worst it came from.
    """
    told: set[str] = set()
    sources = origins.sources
    for key, card in after.cards.items():
        if not after.is_pain_point(card):
            continue
        old = [before.cards[one] for one in sources.get(key, (key,)) if one in before.cards]
        old = [one for one in old if before.is_pain_point(one)]
        told.update([one.key for one in old])
        severity = old[0].severity if len(old) == 1 else _worst(old)
        yield PainPointChange(
            key=key,
            text=card.text,
            place=after.place_of_card(card),
            life=_life(severity, card.severity) if old else "new",
            severity_before=severity,
            severity_after=card.severity,
            share_before=old[0].share_hit if len(old) == 1 else None,
            share_after=card.share_hit,
        )
    for key, card in before.cards.items():
        if before.is_pain_point(card) and key not in told:
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


def _worst(cards: list[CardContents]) -> int | None:
    return max((card.severity for card in cards if card.severity), default=None)


def _life(old: int | None, new: int | None) -> PainPointLife:
    if old is None or new is None or old == new:
        return "same"
    return "worse" if new > old else "milder"


def _ratings(stage: StageContents) -> list[float]:
    return [part.emotion for part in stage.touchpoints if part.emotion is not None]


def _mean(ratings: list[float]) -> float | None:
    return round(sum(ratings) / len(ratings), 2) if ratings else None


def _difference(before: float | None, after: float | None, *, digits: int) -> float | None:
    # Rounded because 0.3 − 0.1 is not 0.2 in binary; + 0.0 turns −0.0 into 0.0.
    if before is None or after is None:
        return None
    return round(after - before, digits) + 0.0
