"""Method graph-v1: word vectors blended with words, a graph of neighbours, Leiden. Its results are stored: not to be
edited; a better one becomes graph-v2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from research.discovery import communities, neighbours, spaces

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy

NAME = "graph-v1"
#: A graph that is asked for few themes can fall into a giant and splinters: then k-means finds them.
GIANT = 0.6


def points_of(texts: Sequence[str], seed: int) -> numpy.ndarray:
    """Return the comments as points of length 1. Raises NoVectors."""
    return spaces.blended(texts, seed)


def labels_of(points: numpy.ndarray, themes: int | None, seed: int) -> numpy.ndarray:
    """Return the theme of each comment, as many as `themes` says or as many as there seem to be."""
    graph = neighbours.graph(points, seed)
    if themes is None:
        return communities.merged(points, communities.consensus(graph, 1.0, seed))
    labels = joined(points, _at_least(graph, themes, seed), themes)
    is_giant = (labels == 0).mean() > max(GIANT, 1.5 / themes)
    return smoothed_k_means(points, graph, themes, seed) if is_giant else labels


def _at_least(graph: object, themes: int, seed: int) -> numpy.ndarray:
    """Return the communities at the lowest resolution tried that has as many as asked for."""
    import numpy as np

    low, high, best = 0.05, 1.0, None
    for _ in range(4):
        labels = communities.leiden(graph, high, seed)
        if len(np.unique(labels)) >= themes:
            break
        low, high = high, high * 3
    for _ in range(7):
        middle = (low * high) ** 0.5
        labels = communities.leiden(graph, middle, seed)
        if len(np.unique(labels)) >= themes:
            high, best = middle, labels
        else:
            low = middle
    return best if best is not None else communities.leiden(graph, high, seed)


def joined(points: numpy.ndarray, labels: numpy.ndarray, themes: int) -> numpy.ndarray:
    """Return labels with the smallest groups given to their nearest until only `themes` are left."""
    import numpy as np

    labels = communities.by_size(labels)
    while (count := int(labels.max()) + 1) > themes:
        middles = communities.centroids(points, labels, np.arange(count))
        likeness = middles[:-1] @ middles[-1]
        labels = communities.by_size(
            np.where(labels == count - 1, int(np.argmax(likeness)), labels)
        )
    return labels


def smoothed_k_means(points: numpy.ndarray, graph: object, themes: int, seed: int) -> numpy.ndarray:
    """Return k-means of points that were drawn three steps towards their neighbours."""
    import numpy as np
    from scipy import sparse
    from sklearn.cluster import KMeans

    from research.vectors import normalised

    weights = sparse.csr_matrix(graph)
    degree = np.asarray(weights.sum(axis=1)).ravel()
    step = sparse.diags(1 / np.where(degree > 0, degree, 1)) @ weights
    smooth = points
    for _ in range(3):
        smooth = normalised(0.5 * smooth + 0.5 * (step @ smooth))
    found = KMeans(themes, n_init=5, random_state=seed).fit_predict(smooth)
    return communities.by_size(found)
