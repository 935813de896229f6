"""Comments as points: words weighted by how rare they are, reduced; and blended with word vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from research import vectors
from research.discovery.texts import WORD, stop_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy

#: Dimensions of the reduced words, and their share in the blend.
REDUCED, SHARE = 100, 0.2


def of_words(texts: Sequence[str], seed: int) -> numpy.ndarray:
    """Return TF-IDF reduced by a truncated SVD, rows of length 1 (latent semantic analysis, Deerwester 1990)."""
    import numpy as np
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        min_df=2 if len(texts) > 50 else 1,
        max_df=0.5 if len(texts) > 50 else 1.0,
        sublinear_tf=True,
        token_pattern=WORD,
        stop_words=sorted(stop_words()),
        ngram_range=(1, 2),
        max_features=50_000,
        dtype=np.float32,
    )
    try:
        weighted = vectorizer.fit_transform(texts)
    except ValueError:  # nothing but stop words
        return np.zeros((len(texts), 1), dtype=np.float32)
    dimensions = min(REDUCED, weighted.shape[1] - 1, weighted.shape[0] - 1)
    if dimensions < 2:
        return vectors.normalised(weighted.toarray())
    with np.errstate(divide="ignore", invalid="ignore"):  # of texts all alike it explains 0 of 0
        reduced = TruncatedSVD(dimensions, random_state=seed).fit_transform(weighted)
    return vectors.normalised(reduced.astype(np.float32))


def blended(texts: Sequence[str], seed: int) -> numpy.ndarray:
    """Return word vectors and words side by side, so that a cosine weighs them 0.8 to 0.2. Raises NoVectors."""
    import numpy as np

    meaning = vectors.normalised(vectors.of_texts(texts))
    words = of_words(texts, seed)
    both = np.hstack([np.sqrt(1 - SHARE) * meaning, np.sqrt(SHARE) * words])
    return vectors.normalised(both.astype(np.float32))
