"""How a text feels, and how it feels about one thing it mentions. Methods have a name and a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from research.sentiment import aspects, features, model

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy

__all__ = ["DEFAULT", "LEXICON", "METHODS", "Feeling", "feelings", "feelings_about"]

BLEND, LEXICON = "blend-v1", "lexicon-v1"
METHODS = (BLEND, LEXICON)
DEFAULT = BLEND
#: The ends of the scale on which feelings stand on a map.
BEST = 3.0
#: Beyond this VADER's compound score is a feeling (its authors' own threshold).
_LEXICON_NEUTRAL = 0.05


class Feeling(Struct, frozen=True):
    """How a text feels: `score` −3…+3, the likeliest label and its share of probability, 0..1.

    The score is the share of positive less that of negative, on the map's scale.
    """

    score: float
    label: str
    confidence: float


def feelings(
    texts: Sequence[str], *, method: str = DEFAULT, trained: model.Model | None = None
) -> list[Feeling | None]:
    """Return how each text feels; None for one without words.

    `trained` takes the place of the shipped model, as after a team's corrections. The models know English best:
    in other languages the confidence is lower, the score nearer to 0. Raises `research.vectors.NoVectors`.
    """
    ready = [features.cleaned(text) for text in texts]
    said = [place for place, text in enumerate(ready) if _has_words(text)]
    kept = [ready[place] for place in said]
    if method == LEXICON:
        found = [_by_lexicon(score) for score in features.compounds(kept).tolist()]
    else:
        used = trained or model.shipped("blend_v1")
        found = _by_shares(used.shares(features.of_texts(kept))) if kept else []
    return _in_place(len(texts), said, found)


def feelings_about(
    texts: Sequence[str], named: Sequence[str], *, method: str = DEFAULT
) -> list[Feeling | None]:
    """Return how each text feels about the thing named beside it; None where either has no words."""
    ready = [features.cleaned(text) for text in texts]
    about = [" ".join(name.casefold().split())[:200] for name in named]
    said = [place for place, text in enumerate(ready) if _has_words(text) and about[place]]
    kept, things = [ready[place] for place in said], [about[place] for place in said]
    if not kept:
        return [None] * len(texts)
    if method == LEXICON:
        found = [_by_lexicon(score) for score in features.compounds(kept).tolist()]
    else:
        found = _by_shares(model.shipped("aspect_v1").shares(aspects.of_pairs(kept, things)))
    return _in_place(len(texts), said, found)


def _has_words(text: str) -> bool:
    # An emoji says how it feels as well as a word.
    return any(sign.isalnum() or ord(sign) > 0x2190 for sign in text)


def _by_shares(shares: numpy.ndarray) -> list[Feeling]:
    return [
        Feeling(
            score=round(BEST * (positive - negative), 2) + 0.0,
            label=model.LABELS[max(range(3), key=(negative, neutral, positive).__getitem__)],
            confidence=round(max(negative, neutral, positive), 4),
        )
        for negative, neutral, positive in shares.astype(float).tolist()
    ]


def _by_lexicon(compound: float) -> Feeling:
    number = 1 if abs(compound) < _LEXICON_NEUTRAL else 2 if compound > 0 else 0
    sure = 1 - abs(compound) if number == 1 else 0.5 + abs(compound) / 2
    return Feeling(round(BEST * compound, 2) + 0.0, model.LABELS[number], round(sure, 4))


def _in_place(count: int, places: list[int], found: list[Feeling]) -> list[Feeling | None]:
    all_of_them: list[Feeling | None] = [None] * count
    for place, one in zip(places, found, strict=True):
        all_of_them[place] = one
    return all_of_them
