"""Groups of comments in the graph of neighbours: Leiden, made stable by asking several times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy

#: Runs that vote, how often, and how much coarser a graph of agreed edges is looked at: it falls apart by itself.
RUNS, ROUNDS, AGREED_RESOLUTION = 8, 3, 0.6
#: Beyond this many comments once must do, or it would take minutes.
LARGE = 20_000
#: Fewer comments than this, or than one in a thousand, are no theme of their own.
FEWEST = 8


def leiden(graph: Any, resolution: float, seed: int) -> numpy.ndarray:
    """Return the community of each row (Traag, Waltman and van Eck 2019, Scientific Reports 9:5233)."""
    import numpy as np
    from sknetwork.clustering import Leiden

    if graph.nnz == 0:  # nobody has a neighbour
        return np.arange(graph.shape[0])
    return Leiden(resolution=resolution, random_state=seed, shuffle_nodes=True).fit_predict(graph)


def consensus(graph: Any, resolution: float, seed: int) -> numpy.ndarray:
    """Return communities that hardly depend on the seed.

    Edges that at least half of the runs keep together are grouped again, until all runs agree or three times; of very many
    comments once
    (consensus clustering, Lancichinetti and Fortunato 2012, Scientific Reports 2:336).
    """
    import numpy as np
    from scipy import sparse

    rounds = ROUNDS if graph.shape[0] <= LARGE else 1
    for turn in range(rounds):
        edges = sparse.coo_matrix(graph)
        together = np.zeros(edges.nnz, dtype=np.float32)
        for run in range(RUNS):
            labels = leiden(graph, resolution, (seed * ROUNDS + turn) * RUNS + run)
            together += labels[edges.row] == labels[edges.col]
        kept = together >= RUNS / 2
        weights = edges.data[kept] * together[kept] / RUNS
        graph = sparse.csr_matrix((weights, (edges.row[kept], edges.col[kept])), edges.shape)
        if turn == 0:
            resolution *= AGREED_RESOLUTION
        if (together == RUNS).all():
            break
    return leiden(graph, resolution, seed)


def merged(points: numpy.ndarray, labels: numpy.ndarray) -> numpy.ndarray:
    """Return labels 0, 1, … by falling size, with communities that are too small given to the nearest."""
    import numpy as np

    fewest = max(FEWEST, len(labels) // 1_000)
    names, sizes = np.unique(labels, return_counts=True)
    large = names[sizes >= fewest]
    if len(large) == 0:
        large = names[[int(np.argmax(sizes))]]
    middles = centroids(points, labels, large)
    found = labels.copy()
    small = ~np.isin(labels, large)
    if small.any():
        # A splinter moves as a whole: to the community its own middle is nearest to.
        for name in np.unique(labels[small]):
            own = centroids(points, labels, np.array([name]))
            found[labels == name] = large[int(np.argmax(middles @ own[0]))]
    return by_size(found)


def centroids(points: numpy.ndarray, labels: numpy.ndarray, names: numpy.ndarray) -> numpy.ndarray:
    """Return the middle of each named group, of length 1."""
    import numpy as np

    from research.vectors import normalised

    return normalised(np.vstack([points[labels == name].mean(axis=0) for name in names]))


def by_size(labels: numpy.ndarray) -> numpy.ndarray:
    """Return the same groups numbered from 0, the largest first; of equals the one that comes first."""
    import numpy as np

    names, first, counts = np.unique(labels, return_index=True, return_counts=True)
    order = np.lexsort((first, -counts))
    number = np.empty(len(names), dtype=int)
    number[order] = np.arange(len(names))
    return number[np.searchsorted(names, labels)]
