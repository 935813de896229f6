"""Training the models from texts that people have judged; run by `train_sentiment`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from research.sentiment import aspects, features
from research.sentiment.model import LABELS, Model

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy

#: A mean rating of −4..4 further than this from 0 is a feeling.
NEUTRAL = 0.5


def label_of_rating(rating: float) -> str:
    """Return what a mean rating of −4..4 says."""
    return LABELS[2 if rating > NEUTRAL else 0 if rating < -NEUTRAL else 1]


def of_texts(texts: Sequence[str], labels: Sequence[str]) -> Model:
    """Return a model of whole texts."""
    rows = features.of_texts([features.cleaned(text) for text in texts])
    return _fitted(rows, labels, strength=1.0, balanced=True)


def of_aspects(texts: Sequence[str], named: Sequence[str], labels: Sequence[str]) -> Model:
    """Return a model of what a text says of one thing it mentions."""
    rows = aspects.of_pairs([features.cleaned(text) for text in texts], named)
    return _fitted(rows, labels, strength=0.3, balanced=False)


def _fitted(
    rows: numpy.ndarray, labels: Sequence[str], *, strength: float, balanced: bool
) -> Model:
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    numbers = np.array([LABELS.index(label) for label in labels])
    kind = "balanced" if balanced else None
    found = LogisticRegression(C=strength, class_weight=kind, max_iter=3_000).fit(rows, numbers)
    return Model(found.coef_.astype(np.float32), found.intercept_.astype(np.float32))
