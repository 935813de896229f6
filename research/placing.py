"""Responses find their place on the journey: by the rules a researcher wrote, the first that fits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from msgspec import Struct

from journeys.models import Card, Stage, Touchpoint
from journeys.models.version import State
from research import suggesting
from research.models import PlacementRule, Response, Study, ThemeMention
from research.models.response import consented

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

#: Responses written at once.
BATCH = 2_000
#: Responses that get a suggestion at once, and that are learned from; the newest of each.
MOST_SUGGESTED, MOST_LEARNED = 300, 4_000
#: Characters of what a touchpoint says of itself.
MOST_DESCRIBED = 1_000
OPEN = (State.DRAFT, State.IN_REVIEW, State.PUBLISHED)


def apply(program_id: int) -> dict[int, int]:
    """Give every response without a place the place of the first rule that fits; return how many each rule placed.

    Responses that have a place keep it. Safe to run twice.
    """
    placed: dict[int, int] = {}
    rules = PlacementRule.objects.filter(program_id=program_id, is_archived=False)
    for rule in rules.order_by("position", "id"):
        placed[rule.pk] = _place(rule)
    return placed


class Suggested(Struct, frozen=True):
    """A response without a place and where it may belong; `confidence` is how often such a suggestion is right, 0…1."""

    response: int
    text: str
    key: str
    name: str
    confidence: float


def suggestions(program_id: int, *, limit: int = MOST_SUGGESTED) -> list[Suggested]:
    """Return where the newest responses without a place may belong, the surest first; nothing is written."""
    names, described = _described(program_id)
    with_words = without_talks(Response.objects.filter(program_id=program_id)).exclude(text="")
    with_words = with_words.filter(consented())
    asked = list(
        with_words.filter(element_key="").order_by("-pk").values_list("pk", "text")[:limit]
    )
    known = with_words.filter(element_key__in=list(described)).order_by("-pk")
    found = suggesting.suggest(
        [text for _, text in asked], list(known.values_list("text", "element_key")[:MOST_LEARNED]), described
    )  # fmt: skip
    told = [
        Suggested(pk, text, one.key, names[one.key], round(one.confidence, 3))
        for (pk, text), one in zip(asked, found, strict=True)
        if one is not None
    ]
    return sorted(told, key=lambda one: (-one.confidence, one.response))


def without_talks(rows: QuerySet[Response]) -> QuerySet[Response]:
    """Leave whole conversations out: they have no one place, their quotes have."""
    return rows.exclude(study__method__in=Study.SPOKEN)


@transaction.atomic
def place(program_id: int, responses: Iterable[int], key: str) -> int:
    """Give responses a place that a person confirmed; return how many there were. One that has a place changes it."""
    rows = Response.objects.filter(program_id=program_id, pk__in=list(responses))
    return rows.exclude(element_key=key).update(element_key=key, updated_at=timezone.now())


def is_place(program_id: int, key: str) -> bool:
    """Return whether a key is that of a stage or touchpoint of the program."""
    return any(
        model.objects.filter(program_id=program_id, key=key).exists()
        for model in (Stage, Touchpoint)
    )


def _described(program_id: int) -> tuple[dict[str, str], dict[str, str]]:
    """Return the name of each touchpoint on an open map, and all it says of itself: its stage, description, cards."""
    rows = Touchpoint.objects.filter(program_id=program_id, version__state__in=OPEN).order_by(
        "version_id"
    )
    names, described = {}, {}
    for key, name, words, stage in rows.values_list("key", "name", "does", "stage__name"):
        names[key], described[key] = name, f"{name}. {stage}. {words}"
    cards = Card.objects.filter(
        program_id=program_id, version__state__in=OPEN, touchpoint__isnull=False
    )
    for key, text in cards.order_by("id").values_list("touchpoint__key", "text"):
        described[key] = f"{described[key]} {text}"[:MOST_DESCRIBED]
    return names, described


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
