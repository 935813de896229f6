"""A text and one thing it mentions, as numbers: the clauses nearest to the aspect count most."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from research import vectors
from research.sentiment import features

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy

    Rows = dict[str, numpy.ndarray]

_BREAK = re.compile(
    r"[.;:!?,()\-–—]+|\b(?:and|but|although|though|while|however|yet|except|whereas|because|so|which)\b",
    re.IGNORECASE,
)
#: How much more the nearest clause counts than those further off, and the scale of products of small numbers.
_SHARPNESS, _SCALE = 8.0, 8.0
#: More clauses than these are not weighed one by one.
MOST_CLAUSES = 60
WIDTH = 6 * vectors.DIMENSIONS + 5 * features.LEXICON + 1


def clauses_of(text: str) -> list[str]:
    """Return the parts of a sentence that can feel differently about different things."""
    found = [part.strip() for part in _BREAK.split(text) if part and part.strip()]
    return found[:MOST_CLAUSES] or [text]


def of_pairs(texts: Sequence[str], aspects: Sequence[str]) -> numpy.ndarray:
    """Return a row for each text with its aspect; the aspect is any word or name, such as “food” or “Delivery”.

    Raises `research.vectors.NoVectors`.
    """
    import numpy as np

    clauses = {text: clauses_of(text) for text in texts}
    parts = {part for found in clauses.values() for part in found} | set(texts)
    meaning, felt = _meaning(sorted(parts | set(aspects))), _felt(sorted(parts))
    rows = np.empty((len(texts), WIDTH), dtype=np.float32)
    for place, (text, aspect) in enumerate(zip(texts, aspects, strict=True)):
        rows[place] = _row(text, clauses[text], meaning[aspect], meaning, felt)
    return rows


def _meaning(texts: list[str]) -> Rows:
    return dict(zip(texts, vectors.normalised(vectors.of_texts(texts)), strict=True))


def _felt(texts: list[str]) -> Rows:
    return dict(zip(texts, features.lexicons(texts), strict=True))


def _row(
    text: str, clauses: list[str], aspect: numpy.ndarray, meaning: Rows, felt: Rows
) -> numpy.ndarray:
    import numpy as np

    nearness = np.array([meaning[clause] @ aspect for clause in clauses])
    nearest = int(nearness.argmax())
    weights = np.exp(_SHARPNESS * (nearness - nearness.max()))
    weights /= weights.sum()
    own = meaning[clauses[nearest]]
    none = np.zeros(features.LEXICON)
    return np.concatenate(
        [
            meaning[text],
            own,
            weights @ np.array([meaning[clause] for clause in clauses]),
            own * aspect * _SCALE,
            meaning[text] * aspect * _SCALE,
            aspect,
            felt[text],
            felt[clauses[nearest]],
            weights @ np.array([felt[clause] for clause in clauses]),
            felt[clauses[nearest + 1]] if nearest + 1 < len(clauses) else none,
            felt[clauses[nearest - 1]] if nearest else none,
            nearness[nearest : nearest + 1],
        ]
    )
