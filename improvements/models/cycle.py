"""Cycles: one turn of the loop, from a published version to the next."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from journeys.access import ProgramOwned
from journeys.history import records
from journeys.models.keys import KeyField


class Cycle(ProgramOwned):
    """What is to get better until when, what was decided, and which version came of it. One is open per map."""

    class Decision(models.TextChoices):
        ADOPT = "adopt", "Adopt: keep what was done"
        ADAPT = "adapt", "Adapt: change it and go on"
        ABANDON = "abandon", "Abandon: take it back"

    key = KeyField()
    map = models.ForeignKey("journeys.JourneyMap", models.CASCADE, related_name="cycles")
    number = models.PositiveIntegerField(editable=False)
    baseline = models.ForeignKey(
        "journeys.MapVersion", models.PROTECT, related_name="+", verbose_name="baseline version"
    )
    goal = models.TextField(help_text="What should be better for customers at the end.")
    kpi = models.ForeignKey(
        "journeys.Kpi", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="KPI"
    )
    amount = models.FloatField(
        "by how much",
        null=True,
        blank=True,
        help_text="In the KPI’s unit, a share as 0.03; in its better direction.",
    )
    due_on = models.DateField("by when", null=True, blank=True)
    decision = models.CharField(max_length=8, choices=Decision, blank=True, editable=False)
    retrospective = models.TextField(blank=True, editable=False)
    result = models.ForeignKey(
        "journeys.MapVersion", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )  # fmt: skip
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    history = records()

    class Meta:
        ordering = ["map", "-number"]
        permissions = [("close_cycle", "Can close a cycle")]
        indexes = [models.Index(fields=["program", "id"], name="cycle_program_id")]
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="cycle_key_in_program"),
            models.UniqueConstraint(fields=["map", "number"], name="cycle_number_in_map"),
            models.UniqueConstraint(
                fields=["map"],
                condition=Q(closed_at__isnull=True),
                name="one_open_cycle_per_map",
                violation_error_message="This map has an open cycle; close it first.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, decision="")
                | Q(closed_at__isnull=False) & ~Q(decision=""),
                name="closed_cycle_has_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"Cycle {self.number}"

    @property
    def is_open(self) -> bool:
        """Return whether it is still under way."""
        return self.closed_at is None
