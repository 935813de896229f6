"""Drift: where fresh answers disagree with a published map, and how often that was looked at."""

from __future__ import annotations

from django.db import models

from journeys.access import ProgramOwned
from journeys.models.keys import KeyField


class DriftLook(ProgramOwned):
    """How often fresh answers were held against a published version; each look spends a share of the promised rate."""

    version = models.OneToOneField("journeys.MapVersion", models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0, help_text="Fresh answers the last look had.")
    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["program", "id"], name="driftlook_program_id")]

    def __str__(self) -> str:
        return f"look {self.number} at version {self.version_id}"


class DriftSignal(ProgramOwned):
    """Something that was raised, with the figures it was last seen with; a person may set it aside."""

    class Kind(models.TextChoices):
        BETTER = "better", "Feels better"
        WORSE = "worse", "Feels worse"
        NEW_THEME = "new_theme", "A theme nobody has mapped"
        PAIN_POINT_SILENT = "pain_point_silent", "A pain point hardly anybody mentions any more"

    map = models.ForeignKey("journeys.JourneyMap", models.CASCADE, related_name="+")
    version = models.ForeignKey("journeys.MapVersion", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    #: Of a stage, touchpoint, card or theme.
    subject_key = KeyField(default="", editable=True)
    subject_name = models.CharField(max_length=200)
    figures = models.JSONField(help_text="See `research.drifting.Finding`.")
    look = models.PositiveIntegerField(default=1)
    is_set_aside = models.BooleanField("set aside", default=False)
    set_aside_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-id"]
        permissions = [("set_aside_driftsignal", "Can set aside what drifted")]
        indexes = [models.Index(fields=["program", "id"], name="driftsignal_program_id")]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind", "subject_key"], name="driftsignal_once_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_name}: {self.get_kind_display()}"
