"""Outcomes: what an action was worth on a KPI, and how much that can be believed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from journeys.access import ProgramOwned
from journeys.history import records


class Outcome(ProgramOwned):
    """An effect with its interval, in the KPI's unit, better being positive."""

    class Grade(models.TextChoices):
        RANDOMISED = "randomised", "Randomised"
        SERIES = "series", "Interrupted time series"
        BEFORE_AFTER = "before_after", "Before and after"
        NONE = "none", "No comparison"

    action = models.ForeignKey("improvements.Action", models.CASCADE, related_name="outcomes")
    kpi = models.ForeignKey("journeys.Kpi", models.PROTECT, related_name="+", verbose_name="KPI")
    effect = models.FloatField(help_text="In the KPI’s unit, better being positive.")
    low = models.FloatField("95 % from", null=True, blank=True)
    high = models.FloatField("95 % to", null=True, blank=True)
    n = models.PositiveIntegerField(null=True, blank=True)
    method = models.CharField(max_length=160, blank=True)
    grade = models.CharField("attribution", max_length=12, choices=Grade, default=Grade.NONE)
    round = models.ForeignKey("improvements.Round", models.SET_NULL, null=True, blank=True, related_name="outcomes")  # fmt: skip
    measured_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    #: Titles of other actions under way on the same elements when it was recorded.
    confounders = models.JSONField(default=list, blank=True, editable=False)

    history = records()

    class Meta:
        ordering = ["action", "-id"]
        indexes = [models.Index(fields=["program", "id"], name="outcome_program_id")]
        constraints = [
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True) | Q(low__lte=F("effect"), high__gte=F("effect")),
                name="outcome_interval_holds_effect",
                violation_error_message="The interval holds the effect: low ≤ effect ≤ high.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.effect:+g}"
