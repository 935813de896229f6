"""Import batches: which file brought which responses, and what became of its rows."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from journeys.access import ProgramOwned


class ImportBatch(ProgramOwned):
    """One file that came in. It is written with the rows it brought, in one transaction."""

    study = models.ForeignKey("research.Study", models.CASCADE, related_name="batches")
    file_name = models.CharField(max_length=255)
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the file's bytes.")
    mapping = models.JSONField(default=dict, help_text="Which column was what.")
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    invalid = models.PositiveIntegerField(default=0)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    imported_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name_plural = "import batches"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["program", "id"], name="importbatch_program_id"),
            models.Index(fields=["study", "id"], name="importbatch_study_id"),
        ]

    def __str__(self) -> str:
        return self.file_name
