"""Names for groups of comments: the words that are frequent in the group and rare elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from research.discovery.texts import WORD, stop_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy

KEYWORDS, IN_A_NAME = 10, 3


def keywords_of(texts: Sequence[str], labels: numpy.ndarray) -> list[tuple[str, ...]]:
    """Return the telling words of each group, best first, by class-based TF-IDF.

    tf × ln(1 + A / f): tf is the word's share in the group, f its count in all groups, A the mean number of words
    of a group (Grootendorst 2022, arXiv:2203.05794, without damping the tf).
    """
    import numpy as np
    from scipy import sparse
    from sklearn.feature_extraction.text import CountVectorizer

    count = int(labels.max()) + 1
    vectorizer = CountVectorizer(
        token_pattern=WORD, stop_words=sorted(stop_words()), max_features=50_000
    )
    try:
        words = vectorizer.fit_transform(texts)
    except ValueError:  # nothing but stop words
        return [()] * count
    member = sparse.csr_matrix(
        (np.ones(len(labels)), (labels, np.arange(len(labels)))), (count, len(labels))
    )
    by_group = (member @ words).toarray().astype(float)
    totals = by_group.sum(axis=1, keepdims=True)
    share = by_group / np.where(totals > 0, totals, 1)
    weight = share * np.log(1 + totals.mean() / by_group.sum(axis=0))
    vocabulary = vectorizer.get_feature_names_out()
    return [_best(weights, vocabulary) for weights in weight]


def _best(weights: numpy.ndarray, vocabulary: numpy.ndarray) -> tuple[str, ...]:
    import numpy as np

    order = np.lexsort((vocabulary, -weights))
    found: list[str] = []
    for place in order:
        word = str(vocabulary[place])
        if weights[place] <= 0 or len(found) == KEYWORDS:
            break
        # "card" and "cards" say one thing.
        if not any(_is_same(word, other) for other in found):
            found.append(word)
    return tuple(found)


def _is_same(one: str, other: str) -> bool:
    return one.rstrip("s") == other.rstrip("s")


def names_of(keywords: Sequence[tuple[str, ...]]) -> list[str]:
    """Return a name of each group from its telling words; no two are alike."""
    found: list[str] = []
    for number, words in enumerate(keywords, start=1):
        name = " ".join((", ".join(words[:IN_A_NAME]) or f"theme {number}").split()).capitalize()
        longer = IN_A_NAME
        while name in found and longer < len(words):
            longer += 1
            name = ", ".join(words[:longer]).capitalize()
        found.append(name if name not in found else f"{name} ({number})")
    return found
