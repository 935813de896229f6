"""Personas: who the customers on a map are."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from journeys.access import ProgramOwned
from journeys.history import records
from journeys.models.keys import KeyField
from journeys.models.texts import fits_a_document


class Persona(ProgramOwned):
    """A kind of customer. A published version keeps the persona as it stood."""

    class Status(models.TextChoices):
        PROTO = "proto", "Proto-persona (assumed)"
        VALIDATED = "validated", "Validated by research"

    program = models.ForeignKey("journeys.Program", models.CASCADE, related_name="personas")
    key = KeyField()
    name = models.CharField(max_length=80)
    tagline = models.CharField(
        max_length=160, blank=True, help_text="One line that tells them apart."
    )
    portrait = models.TextField(
        blank=True, validators=[fits_a_document], help_text="Who they are, in a short paragraph."
    )
    age_range = models.CharField(max_length=40, blank=True)
    gender = models.CharField(max_length=40, blank=True)
    occupation = models.CharField(max_length=120, blank=True)
    income = models.CharField(max_length=80, blank=True)
    behaviours = models.TextField(blank=True, validators=[fits_a_document])
    preferences = models.TextField(blank=True, validators=[fits_a_document])
    motivations = models.TextField(blank=True, validators=[fits_a_document])
    goals = models.TextField(blank=True, validators=[fits_a_document])
    frustrations = models.TextField(blank=True, validators=[fits_a_document])
    sees = models.TextField(
        blank=True,
        validators=[fits_a_document],
        help_text="What surrounds them: people, offers, media.",
    )
    hears = models.TextField(
        blank=True, validators=[fits_a_document], help_text="What others tell them."
    )
    thinks = models.TextField(
        blank=True,
        validators=[fits_a_document],
        help_text="What occupies them and is not said aloud.",
    )
    feels = models.TextField(
        blank=True, validators=[fits_a_document], help_text="What worries them, what they hope for."
    )
    own_words = models.TextField(
        blank=True, validators=[fits_a_document], help_text="A sentence this person would say."
    )
    share_of_customers = models.DecimalField(
        "share of customers, %",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.PROTO)
    image = models.FileField(upload_to="personas/", blank=True, max_length=255)
    is_archived = models.BooleanField("archived", default=False)

    history = records()

    class Meta:
        ordering = ["program", "name", "id"]
        indexes = [models.Index(fields=["program", "id"], name="persona_program_id")]
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="persona_key_in_program"),
            models.CheckConstraint(
                condition=models.Q(share_of_customers__isnull=True)
                | models.Q(share_of_customers__range=(0, 100)),
                name="persona_share_within_100",
            ),
        ]

    def __str__(self) -> str:
        return self.name
