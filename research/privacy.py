"""Consent that ends and people who are forgotten: their words go out of everything we keep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from msgspec import Struct

from journeys import reporting
from research import masking
from research.imports import batches
from research.models import Event, ForgottenPerson, ImportBatch, Quote, Response, ThemeMention

if TYPE_CHECKING:
    from datetime import date

    from journeys.models import Program

#: Responses whose words are taken away in one transaction.
BATCH = 2_000
_PSEUDONYM = re.compile(r"[0-9a-f]{32}")


class Forgotten(Struct, frozen=True):
    """What was taken away."""

    responses: int
    quotes: int
    events: int
    reports: int


def words_whose_consent_is_over(today: date | None = None) -> int:
    """Take away the words of answers whose consent has ended, and their quotes; return how many answers.

    Ratings stay: they were given without being quoted. Safe to run twice.
    """
    today = today or timezone.localdate()
    over = Response.objects.filter(consent_until__lt=today).exclude(text="").order_by("pk")
    count = 0
    while ids := list(over.values_list("pk", flat=True)[:BATCH]):
        quoted = _programs_quoting(ids)
        with transaction.atomic():
            _drop_quotes(ids)
            Response.objects.filter(pk__in=ids).update(text="", updated_at=timezone.now())
        for program in quoted:
            reporting.take_back_quoting(program)
        count += len(ids)
    return count


@transaction.atomic
def forget(program: Program, person: str, *, by: Any) -> Forgotten:
    """Take away everything a person said and did in a program, and let no later file bring it back.

    `person` is what files call them, a name, address or number, or their pseudonym.
    """
    found = _pseudonyms(program.pk, person)
    responses = Response.objects.filter(program=program, respondent__in=found)
    ids = list(responses.values_list("pk", flat=True))
    studies = set(responses.values_list("study_id", flat=True))
    events = Event.objects.filter(program=program, case_id__in=found)
    studies |= set(events.values_list("study_id", flat=True))
    is_quoted = bool(_programs_quoting(ids))
    quotes = _drop_quotes(ids)
    gone, _ = events.delete()
    responses.delete()
    for pseudonym in found:
        ForgottenPerson.objects.get_or_create(
            program=program, respondent=pseudonym,
            defaults={"forgotten_by_name": by.get_username() if by else ""},
        )  # fmt: skip
    # Rows to mend hold what was written, and so do uploads that wait.
    for batch in ImportBatch.objects.filter(program=program, study__in=studies):
        batches.drop_files(batch)
    reports = reporting.take_back_quoting(program.pk) if is_quoted else 0
    return Forgotten(len(ids), quotes, gone, reports)


def _programs_quoting(responses: list[int]) -> set[int]:
    """Return the programs whose reports may have quoted any of these: marked words, or a theme's typical comments."""
    marked = Quote.objects.filter(response__in=responses).values_list("program_id", flat=True)
    typical = ThemeMention.objects.filter(response__in=responses, rank__isnull=False)
    return {*marked, *typical.values_list("program_id", flat=True)}


def _pseudonyms(program_id: int, person: str) -> set[str]:
    pseudonyms = {masking.Pseudonyms(settings.RESPONDENT_KEY, program_id).of(person)} - {""}
    plain = person.strip().casefold()
    return pseudonyms | ({plain} if _PSEUDONYM.fullmatch(plain) else set())


def _drop_quotes(responses: list[int]) -> int:
    quotes = Quote.objects.filter(response__in=responses)
    number = quotes.count()
    quotes.delete()
    # Notes of coders may repeat what was said.
    Quote.history.filter(response__in=responses).delete()
    return number
