"""Themes: what many people talk about; proposed by a run, decided by a person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from journeys.access import ProgramOwned
from journeys.history import records
from journeys.models.keys import KeyField


class Theme(ProgramOwned):
    """A theme of a program. What a person decided about it stays, whatever a later run finds."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        MERGED = "merged", "Merged into another"
        REJECTED = "rejected", "Rejected"

    class NamedBy(models.TextChoices):
        METHOD = "method", "The method"
        PERSON = "person", "A person"
        ENDPOINT = "endpoint", "A language model"

    program = models.ForeignKey("journeys.Program", models.CASCADE, related_name="themes")
    key = KeyField()
    name = models.CharField(max_length=120)
    keywords = models.JSONField(default=list, blank=True, help_text="Telling words, best first.")
    description = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    named_by = models.CharField(
        max_length=10, choices=NamedBy, default=NamedBy.PERSON, editable=False
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    run = models.ForeignKey(
        "research.DiscoveryRun", models.SET_NULL, null=True, blank=True, related_name="themes", editable=False
    )  # fmt: skip

    history = records()

    class Meta:
        ordering = ["program", "name", "id"]
        permissions = [("decide_theme", "Can accept, merge, split and reject themes")]
        indexes = [models.Index(fields=["program", "id"], name="theme_program_id")]
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="theme_key_in_program"),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | ~Q(status="merged") & Q(merged_into__isnull=True),
                name="theme_merged_says_into_which",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ThemeMention(ProgramOwned):
    """A response mentions a theme: a method found so, or a person said so."""

    class Basis(models.TextChoices):
        METHOD = "method", "Found by a method"
        PERSON = "person", "Said by a person"

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="mentions")
    response = models.ForeignKey("research.Response", models.CASCADE, related_name="mentions")
    confidence = models.FloatField(null=True, blank=True, help_text="0 to 1; empty: a person.")
    basis = models.CharField(max_length=8, choices=Basis, default=Basis.METHOD)
    #: Typical ones are shown as the theme's quotes, in this order; others have none.
    rank = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["theme", "id"]
        indexes = [
            models.Index(fields=["program", "id"], name="thememention_program_id"),
            models.Index(fields=["theme", "rank"], name="thememention_rank"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["theme", "response"], name="theme_mentioned_once"),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__range=(0, 1)),
                name="thememention_confidence_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} in {self.response_id}"
