"""Where a text without a place may belong: by what texts with a place say, and how sure that is. Pure.

A multinomial logistic regression on word vectors and words; its confidence is what it was right about on texts it had
not seen (isotonic regression over cross-validated scores, Zadrozny and Elkan 2002). A score is the probability times
the cosine to the nearest example of the place: a text unlike all examples is not sure of anything.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from research import vectors
from research.discovery import spaces
from research.discovery.texts import cleaned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy

METHOD = "place_v1"
#: With fewer texts that have a place, only the elements' own words can tell.
FEWEST_KNOWN = 40
#: Nobody has checked what the elements' own words suggest.
MOST_UNCHECKED = 0.5
FOLDS = 3
#: So many made-up texts that score nothing and are wrong hold the lower end.
ANCHORS = 5
#: The share of examples that score less than an unusual text.
UNUSUAL = 0.1


class Suggestion(Struct, frozen=True):
    """The likeliest place of a text, and how often such a suggestion is right, 0…1."""

    key: str
    confidence: float


def suggest(
    texts: Sequence[str],
    known: Sequence[tuple[str, str]],
    described: Mapping[str, str],
    *,
    seed: int = 0,
) -> list[Suggestion | None]:
    """Return a suggestion for each text, None for one without words.

    `known` are texts with the keys of their places, `described` what each place says of itself. The same input and
    seed give the same.
    """
    import numpy as np

    if not texts or not described:
        return [None] * len(texts)
    keys = sorted(described)
    # What is said again and again word for word is one example: it would be found again in every part that checks.
    known = list(
        {
            (cleaned(text), key): (text, key)
            for text, key in known
            if key in described and cleaned(text)
        }.values()
    )
    ready = [cleaned(text) for text in texts]
    own = [described[key] for key in keys]
    everything = [*ready, *(cleaned(text) for text, _ in known), *own]
    points = _points(everything, seed)
    asked, rest = points[: len(texts)], points[len(texts) :]
    learned, middles = rest[: len(known)], rest[len(known) :]
    places = {key: place for place, key in enumerate(keys)}
    labels = np.array([places[key] for _, key in known], dtype=int)
    if len(known) >= FEWEST_KNOWN and len(keys) > 1:
        best, sure = _by_examples(asked, learned, labels, middles, seed)
    else:
        best, sure = _by_own_words(asked, middles)
    return [
        Suggestion(keys[int(place)], float(confidence)) if text else None
        for text, place, confidence in zip(ready, best, sure, strict=True)
    ]


def _points(texts: list[str], seed: int) -> numpy.ndarray:
    try:
        return spaces.blended(texts, seed)
    except vectors.NoVectors:
        return spaces.of_words(texts, seed)


def _by_examples(
    asked: numpy.ndarray,
    learned: numpy.ndarray,
    labels: numpy.ndarray,
    middles: numpy.ndarray,
    seed: int,
) -> tuple[numpy.ndarray, numpy.ndarray]:
    import numpy as np
    from sklearn.isotonic import IsotonicRegression
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import KFold

    def fitted_to(points: numpy.ndarray, places: numpy.ndarray) -> Any:
        # What a place says of itself is an example too: all there is of places nobody has spoken of yet.
        model = LogisticRegression(C=20.0, max_iter=200)
        return model.fit(np.vstack([points, middles]), np.r_[places, np.arange(len(middles))])

    examples, places = np.vstack([learned, middles]), np.r_[labels, np.arange(len(middles))]
    right, told = [np.zeros(ANCHORS)], [np.zeros(ANCHORS)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a fit that is nearly there is good enough to suggest
        for train, test in KFold(FOLDS, shuffle=True, random_state=seed).split(learned):
            fold = fitted_to(learned[train], labels[train])
            seen = np.r_[train, np.arange(len(learned), len(examples))]
            best, scores = _scored(fold, learned[test], examples[seen], places[seen])
            right.append((best == labels[test]).astype(float))
            told.append(scores)
        fitted = fitted_to(learned, labels)
    best, scores = _scored(fitted, asked, examples, places)
    checked = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
    checked.fit(np.concatenate(told), np.concatenate(right))
    # Below what nearly all examples score nobody has looked: there it fades to nothing.
    lowest = max(float(np.quantile(np.concatenate(told[1:]), UNUSUAL)), 1e-9)
    return best, checked.predict(scores) * np.minimum(scores / lowest, 1)


def _scored(
    model: Any, asked: numpy.ndarray, examples: numpy.ndarray, places: numpy.ndarray
) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Return the likeliest place of each text, and its score 0…1."""
    import numpy as np

    chances = model.predict_proba(asked)
    best = model.classes_[chances.argmax(axis=1)]
    near = np.zeros(len(asked))
    for place in set(best.tolist()):
        mine = best == place
        near[mine] = (asked[mine] @ examples[places == place].T).max(axis=1)
    return best, chances.max(axis=1) * np.clip(near, 0, 1)


def _by_own_words(
    asked: numpy.ndarray, middles: numpy.ndarray
) -> tuple[numpy.ndarray, numpy.ndarray]:
    import numpy as np

    likeness = asked @ middles.T
    steep = np.exp(12 * (likeness - likeness.max(axis=1, keepdims=True)))
    share = steep / steep.sum(axis=1, keepdims=True)
    return likeness.argmax(axis=1), np.minimum(share.max(axis=1), MOST_UNCHECKED)
