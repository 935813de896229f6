"""Discovery runs: which method looked at which comments, and what it found; reproducible."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from journeys.models.job import Job


class DiscoveryRun(Job):
    """One search for themes, as its job record and as the memory of how it was done."""

    studies = models.ManyToManyField(
        "research.Study", blank=True, related_name="runs", help_text="None: all of the program."
    )
    method = models.CharField(max_length=40, help_text="Name and version.")
    seed = models.PositiveIntegerField(default=0)
    wanted = models.PositiveIntegerField(
        "themes", null=True, blank=True, help_text="How many; empty: as many as there seem to be."
    )
    texts = models.PositiveIntegerField(default=0, editable=False)
    checksum = models.CharField(
        max_length=64, blank=True, editable=False, help_text="SHA-256 of the comments, in order."
    )
    proposed = models.PositiveIntegerField(default=0, editable=False)
    known = models.PositiveIntegerField(
        default=0, editable=False, help_text="Themes found that were decided about before."
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    requested_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["program", "id"], name="discoveryrun_program_id"),
            models.Index(fields=["status", "lease_until"], name="discoveryrun_status_lease"),
        ]

    def __str__(self) -> str:
        return f"{self.method}, seed {self.seed}"
