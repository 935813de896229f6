"""How the words of responses feel, computed for all that wait for it, a batch at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from research import sentiment, vectors
from research.models import Response

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

#: Responses scored and written at once; whoever is killed in between loses no more.
BATCH = 2_000


def score(study_id: int) -> int:
    """Score every response of a study that waits; return how many there were. Safe to run twice.

    Without word vectors the lexicon scores; `sentiment_method` says which it was.
    """
    scored = 0
    while waiting := list(_waiting(study_id).values_list("pk", "text")[:BATCH]):
        _write(waiting)
        scored += len(waiting)
    return scored


def studies_waiting() -> list[int]:
    """Return the ids of the studies that have responses to score."""
    waiting = Response.objects.filter(sentiment_method="").exclude(text="").order_by()
    return list(waiting.values_list("study_id", flat=True).distinct())


def _waiting(study_id: int) -> QuerySet[Response]:
    rows = Response.objects.filter(study_id=study_id, sentiment_method="")
    return rows.exclude(text="").order_by("pk")


def _write(waiting: Sequence[tuple[int, str]]) -> None:
    texts = [text for _, text in waiting]
    method = sentiment.DEFAULT
    try:
        found = sentiment.feelings(texts, method=method)
    except vectors.NoVectors:
        method = sentiment.LEXICON
        found = sentiment.feelings(texts, method=method)
    rows = [
        Response(pk=pk, sentiment=one.score if one else None, sentiment_method=method)
        for (pk, _), one in zip(waiting, found, strict=True)
    ]
    Response.objects.bulk_update(rows, ["sentiment", "sentiment_method"], batch_size=500)
