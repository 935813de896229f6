"""The nearest comments of each comment, as a graph."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy

#: Neighbours of each comment.
NEIGHBOURS = 15
#: Up to here every pair is looked at; beyond, only pairs that lie in neighbouring cells.
EXACT = 20_000


def graph(points: numpy.ndarray, seed: int) -> Any:
    """Return a symmetric sparse matrix of cosines (0..1) between each point and its 15 nearest."""
    import numpy as np
    from scipy import sparse

    count = len(points)
    near = min(NEIGHBOURS + 1, count)
    likeness, places = _nearest(points, near, seed)
    rows = np.repeat(np.arange(count), near)
    columns, values = places.ravel(), np.clip(likeness.ravel(), 0, 1)
    # The search fills up with −1 where a cell holds too few.
    kept = (columns >= 0) & (columns != rows) & (values > 0)
    shape = (count, count)
    found = sparse.csr_matrix((values[kept], (rows[kept], columns[kept])), shape=shape)
    return found.maximum(found.T).tocsr()


def _nearest(points: numpy.ndarray, near: int, seed: int) -> tuple[numpy.ndarray, numpy.ndarray]:
    logging.getLogger("faiss").setLevel(
        logging.WARNING
    )  # it tells at length which processor it found
    import faiss
    import numpy as np

    points = np.ascontiguousarray(points, dtype=np.float32)
    width = points.shape[1]
    if len(points) <= EXACT:
        index: Any = faiss.IndexFlatIP(width)
    else:
        cells = int(4 * np.sqrt(len(points)))
        index = faiss.IndexIVFFlat(
            faiss.IndexFlatIP(width), width, cells, faiss.METRIC_INNER_PRODUCT
        )
        index.cp.seed, index.cp.niter = seed % 2**31, 8
        index.cp.max_points_per_centroid = 64
        index.train(points)
        index.nprobe = max(8, cells // 60)
    index.add(points)
    likeness, places = index.search(points, near)
    return likeness, places
