"""Journey maps: the thing that has versions."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from journeys.access import ProgramOwned
from journeys.history import records
from journeys.models.due import MapQuerySet
from journeys.models.keys import KeyField
from journeys.models.texts import fits_a_document


class JourneyMap(ProgramOwned):
    """One journey of a program's customers; its contents live in its versions."""

    class Kind(models.TextChoices):
        CURRENT = "current", "Current state"
        FUTURE = "future", "Future state"
        BLUEPRINT = "blueprint", "Service blueprint"

    program = models.ForeignKey("journeys.Program", models.CASCADE, related_name="maps")

    class LifeCycle(models.TextChoices):
        AWARENESS = "awareness", "Become aware"
        CONSIDERATION = "consideration", "Consider"
        PURCHASE = "purchase", "Buy"
        ONBOARDING = "onboarding", "Get started"
        USE = "use", "Use"
        SUPPORT = "support", "Get help"
        RENEWAL = "renewal", "Renew or extend"
        LEAVING = "leaving", "Leave"
        WHOLE = "whole", "Whole life cycle"

    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CURRENT)
    scope = models.TextField(
        blank=True,
        validators=[fits_a_document],
        help_text="Where this journey begins and ends, and for whom.",
    )
    personas = models.ManyToManyField("journeys.Persona", blank=True, related_name="maps")
    objectives = models.ManyToManyField("journeys.Objective", blank=True, related_name="maps")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="details",
        verbose_name="details the map",
    )
    parent_element_key = KeyField(
        default="",
        blank=True,
        editable=True,
        verbose_name="details the stage or touchpoint",
        help_text="Key of the stage or touchpoint of that map this one shows in detail.",
    )
    life_cycle_stage = models.CharField(
        "stage of the life cycle",
        max_length=14,
        choices=LifeCycle,
        blank=True,
        default="",
        help_text="Where in a customer's life this journey takes place.",
    )
    review_cadence_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text="Leave empty to use the program's.",
    )
    # Looked at again and found still true, without a new version.
    reviewed_at = models.DateTimeField(
        "last found still true", null=True, blank=True, editable=False
    )
    # The due date the owner was told about, so that each is told of once.
    reminded_for = models.DateField(null=True, blank=True, editable=False)
    is_archived = models.BooleanField("archived", default=False)

    objects = MapQuerySet.as_manager()  # type: ignore[misc]
    history = records(m2m_fields=[personas, objectives])

    class Meta:
        verbose_name = "journey map"
        ordering = ["program", "name", "id"]
        indexes = [models.Index(fields=["program", "id"], name="map_program_id")]
        permissions = [("start_draft_journeymap", "Can start the next draft of a map")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a parent in another program, and a map that details itself, however far up."""
        seen = {self.pk}
        parent = self.parent
        while parent is not None:
            if parent.program_id != self.program_id:
                raise ValidationError({"parent": "That map belongs to another program."})
            if parent.pk in seen:
                raise ValidationError({"parent": "A map cannot detail itself."})
            seen.add(parent.pk)
            parent = parent.parent
