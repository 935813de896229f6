"""Quotes and insights: what people said word for word, and what we make of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from journeys.access import ProgramOwned
from journeys.history import records
from journeys.models.keys import KeyField


class Quote(ProgramOwned):
    """A span of a response, from `start` up to `end` (characters). The words stay in the response alone."""

    key = KeyField()
    response = models.ForeignKey("research.Response", models.CASCADE, related_name="quotes")
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField()
    themes = models.ManyToManyField("research.Theme", blank=True, related_name="quotes")
    note = models.TextField(blank=True)
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    coder_name = models.CharField(max_length=150, blank=True)

    history = records(m2m_fields=[themes])

    class Meta:
        ordering = ["response", "start", "id"]
        indexes = [models.Index(fields=["program", "id"], name="quote_program_id")]
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="quote_key_in_program"),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="quote_has_words",
                violation_error_message="A quote ends after it starts.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start}–{self.end} of response {self.response_id}"


class Insight(ProgramOwned):
    """A statement of fact or an interpretation, with the quotes and themes behind it."""

    class Basis(models.TextChoices):
        FACT = "fact", "Fact"
        INTERPRETATION = "interpretation", "Interpretation"

    class Kind(models.TextChoices):
        PAIN = "pain", "Pain"
        GAIN = "gain", "Gain"
        NEED = "need", "Need"
        BEHAVIOUR = "behaviour", "Behaviour"

    program = models.ForeignKey("journeys.Program", models.CASCADE, related_name="insights")
    key = KeyField()
    statement = models.TextField()
    basis = models.CharField(max_length=14, choices=Basis, default=Basis.INTERPRETATION)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PAIN)
    quotes = models.ManyToManyField(Quote, blank=True, related_name="insights")
    themes = models.ManyToManyField("research.Theme", blank=True, related_name="insights")
    personas = models.ManyToManyField("journeys.Persona", blank=True, related_name="insights")
    #: Keys of the stages, touchpoints and cards it is about; the same in every version.
    element_keys = models.JSONField("about", default=list, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_archived = models.BooleanField("archived", default=False)

    history = records(m2m_fields=[quotes, themes, personas])

    class Meta:
        ordering = ["program", "-id"]
        indexes = [models.Index(fields=["program", "id"], name="insight_program_id")]
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="insight_key_in_program")
        ]

    def __str__(self) -> str:
        return self.statement[:80]
