"""Themes found in comments: methods take texts and give an assignment; each has a name and a version.

A method whose results are stored is never edited; the next one is added beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from research.discovery import graph_v1, words_v1
from research.discovery.results import Discovery, FoundTheme

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy

__all__ = ["DEFAULT", "METHODS", "Discovery", "FoundTheme", "TooFew", "discover"]

METHODS = {graph_v1.NAME: graph_v1, words_v1.NAME: words_v1}
DEFAULT = graph_v1.NAME
#: How steeply a nearer middle makes a comment surer of its theme.
_SHARPNESS = 12.0


class TooFew(ValueError):
    """There are fewer different comments than themes were asked for."""


def discover(
    texts: Sequence[str], *, themes: int | None = None, method: str = DEFAULT, seed: int = 0
) -> Discovery:
    """Return the themes of comments: every comment with words in it gets one, and how sure that is, 0..1.

    `themes` fixes how many; without it there are as many as the comments seem to have. The same comments,
    method, number and seed give the same result. Raises TooFew, and `research.vectors.NoVectors` if the method
    needs word vectors that cannot be loaded.
    """
    import numpy as np

    from research.discovery.texts import cleaned

    ready = [cleaned(text) for text in texts]
    said = np.array([place for place, text in enumerate(ready) if text], dtype=int)
    different = len({ready[place] for place in said})
    if themes is not None and themes > different:
        raise TooFew(
            f"There are {different:,} different comments; {themes:,} themes cannot be found in them."
        )
    assigned, sure = np.full(len(texts), -1), np.zeros(len(texts))
    if not len(said):
        return Discovery(method, seed, (), tuple(assigned.tolist()), tuple(sure.tolist()))
    kept = [ready[place] for place in said]
    points = METHODS[method].points_of(kept, seed)
    labels = np.zeros(len(kept), dtype=int)
    if different > 1 and themes != 1:
        labels = METHODS[method].labels_of(points, themes, seed)
    found, confidence = _described(kept, points, labels)
    assigned[said], sure[said] = labels, confidence
    themes_found = tuple(
        FoundTheme(
            one.number,
            one.name,
            one.keywords,
            tuple(int(said[place]) for place in one.quotes),
            one.size,
        )
        for one in found
    )
    return Discovery(method, seed, themes_found, tuple(assigned.tolist()), tuple(sure.tolist()))


def _described(
    texts: Sequence[str], points: numpy.ndarray, labels: numpy.ndarray
) -> tuple[list[FoundTheme], numpy.ndarray]:
    import numpy as np

    from research.discovery import naming, quotes
    from research.discovery.communities import centroids

    count = int(labels.max()) + 1
    middles = centroids(points, labels, np.arange(count))
    keywords = naming.keywords_of(texts, labels)
    names = naming.names_of(keywords)
    themes = []
    for number in range(count):
        places = np.flatnonzero(labels == number)
        shown = quotes.typical(points, places, middles[number])
        themes.append(FoundTheme(number, names[number], keywords[number], shown, len(places)))
    return themes, _confidence(points @ middles.T, labels)


def _confidence(likeness: numpy.ndarray, labels: numpy.ndarray) -> numpy.ndarray:
    """Return the softmax share of each comment's own theme among the middles' cosines."""
    import numpy as np

    powers = np.exp(_SHARPNESS * (likeness - likeness.max(axis=1, keepdims=True)))
    return np.round(powers[np.arange(len(labels)), labels] / powers.sum(axis=1), 4)
