"""Method words-v1: the same graph on the words alone, where the word vectors cannot be loaded. Not to be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from research.discovery import graph_v1, spaces

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy

NAME = "words-v1"


def points_of(texts: Sequence[str], seed: int) -> numpy.ndarray:
    """Return the comments as points of length 1."""
    return spaces.of_words(texts, seed)


labels_of = graph_v1.labels_of
