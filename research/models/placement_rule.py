"""Placement rules: which responses belong to which stage or touchpoint, as a researcher wrote it down."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from journeys.access import ProgramOwned
from journeys.history import records
from journeys.models.keys import KeyField


class PlacementRule(ProgramOwned):
    """Responses without a place that meet all its conditions get this one; the first rule that fits counts."""

    program = models.ForeignKey("journeys.Program", models.CASCADE, related_name="placement_rules")
    position = models.PositiveIntegerField("order", default=0)
    channel = models.ForeignKey(
        "journeys.Channel", models.CASCADE, null=True, blank=True, related_name="+"
    )
    keywords = models.CharField(
        max_length=200,
        blank=True,
        help_text="Words or phrases with commas between; one of them must stand in the text.",
    )
    theme = models.ForeignKey(
        "research.Theme", models.CASCADE, null=True, blank=True, related_name="+"
    )
    element_key = KeyField(default="", editable=True, verbose_name="stage or touchpoint")
    is_archived = models.BooleanField("archived", default=False)

    history = records()

    class Meta:
        ordering = ["program", "position", "id"]
        indexes = [models.Index(fields=["program", "id"], name="placementrule_program_id")]

    def __str__(self) -> str:
        parts = [str(self.channel or ""), self.keywords, str(self.theme or "")]
        return " + ".join(part for part in parts if part)

    def clean(self) -> None:
        """Refuse a rule that would fit everything."""
        if not (self.channel_id or self.keywords.strip(" ,") or self.theme_id):
            raise ValidationError("A rule needs a channel, keywords or a theme.")
