"""Import batches: which file brought which responses, and what became of its rows."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from journeys.models.job import Job


class ImportBatch(Job):
    """One file that comes in: first looked at, with nothing written; then, if a person confirms, brought in.

    `found` is what the look or the import saw: see `research.imports.outcome.ImportPreview`.
    """

    class Wants(models.TextChoices):
        PREVIEW = "preview", "Preview"
        IMPORT = "import", "Import"

    study = models.ForeignKey("research.Study", models.CASCADE, related_name="batches")
    wants = models.CharField(max_length=8, choices=Wants, default=Wants.PREVIEW)
    file = models.FileField(upload_to="imports/", blank=True, max_length=255, editable=False)
    file_name = models.CharField(max_length=255)
    checksum = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file's bytes.")
    mapping = models.JSONField(default=dict, help_text="Which column was what.")
    found = models.JSONField(default=dict, editable=False)
    errors = models.FileField(upload_to="imports/", blank=True, max_length=255, editable=False)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    invalid = models.PositiveIntegerField(default=0)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    imported_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["program", "id"], name="importbatch_program_id"),
            models.Index(fields=["study", "id"], name="importbatch_study_id"),
            models.Index(fields=["status", "lease_until"], name="importbatch_status_lease"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def awaits_confirmation(self) -> bool:
        """Return whether it was looked at, and a person has to say that it shall come in."""
        return self.wants == self.Wants.PREVIEW and self.status == self.Status.DONE
