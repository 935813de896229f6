"""Responses: what one person said or did, once. The big table, millions of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from journeys.access import ProgramOwned
from journeys.models.keys import KeyField

if TYPE_CHECKING:
    from datetime import date


def consented(path: str = "", today: date | None = None) -> Q:
    """Return the condition that words may be used: consent has no end, or has not ended. `path` leads to the response."""
    until = f"{path}consent_until"
    return Q(**{until: None}) | Q(**{f"{until}__gte": today or timezone.localdate()})


def consent_is_over(until: date | None) -> bool:
    """Return whether consent that lasts until a day, itself included, has ended."""
    return until is not None and until < timezone.localdate()


class Response(ProgramOwned):
    """An answer, a message, a contact: when, by whom (a pseudonym), about what, and how it felt.

    Written in bulk by imports, so it has no history of its own: the batch tells where a row came from.
    """

    study = models.ForeignKey("research.Study", models.CASCADE, related_name="responses")
    batch = models.ForeignKey(
        "research.ImportBatch", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    external_id = models.CharField(max_length=200, help_text="What the source calls this answer.")
    given_at = models.DateTimeField(null=True, blank=True)
    respondent = models.CharField(
        max_length=64,
        blank=True,
        help_text="A pseudonym: a keyed hash, never a name or an address.",
    )
    persona = models.ForeignKey(
        "journeys.Persona", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    segment = models.CharField(max_length=80, blank=True)
    channel = models.ForeignKey(
        "journeys.Channel", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    element_key = KeyField(
        default="",
        blank=True,
        editable=True,
        verbose_name="stage or touchpoint",
        help_text="The key of the stage or touchpoint it is about; empty while it has no place.",
    )
    text = models.TextField(blank=True)
    instrument = models.ForeignKey(
        "research.Instrument", models.PROTECT, null=True, blank=True, related_name="responses"
    )
    rating = models.FloatField(null=True, blank=True, help_text="On the instrument's scale.")
    feeling = models.FloatField(
        null=True, blank=True, editable=False, help_text="The rating on the map's scale, −3…+3."
    )
    sentiment = models.FloatField(
        null=True, blank=True, editable=False, help_text="How the words feel, −3…+3, computed."
    )
    #: Which method scored the words; empty while none has. Words that say nothing have no score all the same.
    sentiment_method = models.CharField(
        max_length=20, blank=True, default="", db_default="", editable=False
    )
    language = models.CharField(max_length=16, blank=True)
    consent_until = models.DateField(
        null=True, blank=True, help_text="After this day the words are not used any more."
    )
    #: Of everything the file said about it; equal means that there is nothing to write.
    checksum = models.CharField(max_length=32, editable=False)

    class Meta:
        ordering = ["-id"]
        permissions = [
            ("forget_response", "Can have a person forgotten"),
            ("place_response", "Can say where a response belongs"),
        ]
        indexes = [
            models.Index(fields=["program", "id"], name="response_program_id"),
            models.Index(fields=["study", "id"], name="response_study_id"),
            models.Index(fields=["program", "element_key", "id"], name="response_element"),
            models.Index(fields=["program", "respondent"], name="response_respondent"),
            models.Index(
                fields=["study", "id"],
                condition=Q(sentiment_method="") & ~Q(text=""),
                name="response_unscored",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["study", "external_id"], name="response_once_in_study"),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(instrument__isnull=False),
                name="response_rating_has_instrument",
            ),
            models.CheckConstraint(
                condition=Q(feeling__isnull=True) | Q(feeling__range=(-3, 3)),
                name="response_feeling_within_scale",
            ),
            models.CheckConstraint(
                condition=Q(sentiment__isnull=True) | Q(sentiment__range=(-3, 3)),
                name="response_sentiment_within_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.external_id} in {self.study_id}"
