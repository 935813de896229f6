"""Word vectors that ship with the program: texts as numbers, offline, without a neural network at run time."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy

#: How many numbers a text becomes.
DIMENSIONS = 256
#: Longer texts tell no more, and one of a megabyte should not hold up the others; in characters.
LONGEST = 4_000
_BATCH = 4_096


class NoVectors(Exception):
    """The word vectors cannot be loaded; methods that need none still work."""


def of_texts(texts: Sequence[str]) -> numpy.ndarray:
    """Return the mean of each text's word vectors: float32, one row of 256 per text, not normalised.

    A text without words is a row of zeros. Raises NoVectors.
    """
    import numpy as np

    model = _model()
    found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for start in range(0, len(texts), _BATCH):
        batch = [text[:LONGEST].strip() for text in texts[start : start + _BATCH]]
        said = [place for place, text in enumerate(batch) if text]
        if said:
            vectors = model.embed([batch[place] for place in said], norm=False)
            found[[start + place for place in said]] = np.nan_to_num(vectors)
    return found


def normalised(rows: numpy.ndarray) -> numpy.ndarray:
    """Return rows of length 1; a row of zeros stays."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1)


@cache
def _model() -> Any:
    try:
        import wordllama

        # Without this folder it would look for its tokenizer on the network, although it came with it.
        return wordllama.WordLlama.load(cache_dir=Path(wordllama.__file__).parent, dim=DIMENSIONS)
    except Exception as error:  # whatever it is, the methods that need no vectors go on
        raise NoVectors(f"The word vectors cannot be loaded: {error}") from error
