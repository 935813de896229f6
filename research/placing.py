"""Responses find their place on the journey: by the rules a researcher wrote, the first that fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction

from research.models import PlacementRule, Response, ThemeMention

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

#: Responses written at once.
BATCH = 2_000


def apply(program_id: int) -> dict[int, int]:
    """Give every response without a place the place of the first rule that fits; return how many each rule placed.

    Responses that have a place keep it. Safe to run twice.
    """
    placed: dict[int, int] = {}
    rules = PlacementRule.objects.filter(program_id=program_id, is_archived=False)
    for rule in rules.order_by("position", "id"):
        placed[rule.pk] = _place(rule)
    return placed


def _place(rule: PlacementRule) -> int:
    count = 0
    fits = list(_fitting(rule, _candidates(rule)))
    for start in range(0, len(fits), BATCH):
        with transaction.atomic():
            rows = Response.objects.filter(pk__in=fits[start : start + BATCH], element_key="")
            count += rows.update(element_key=rule.element_key)
    return count


def _candidates(rule: PlacementRule) -> QuerySet[Response]:
    rows = Response.objects.filter(program_id=rule.program_id, element_key="")
    if rule.channel_id:
        rows = rows.filter(channel_id=rule.channel_id)
    if rule.theme_id:
        mentions = ThemeMention.objects.filter(theme_id=rule.theme_id)
        rows = rows.filter(pk__in=mentions.values("response_id"))
    return rows.order_by("pk")


def _fitting(rule: PlacementRule, rows: QuerySet[Response]) -> Iterable[int]:
    """Give the ids of rows whose text has one of the rule's words or phrases in it, as whole words."""
    words = [word.strip() for word in rule.keywords.split(",") if word.strip()]
    if not words:
        yield from rows.values_list("pk", flat=True)
        return
    pattern = re.compile(
        "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words), re.IGNORECASE
    )
    for pk, text in rows.values_list("pk", "text").iterator(chunk_size=BATCH):
        if pattern.search(text):
            yield pk
