"""The job record of a generated document: what was asked, how far it is, the file."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from journeys.models.job import Job


class Report(Job):
    """A document somebody asked for. A task makes it; the row says how far it is."""

    kind = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    title = models.CharField(max_length=240, blank=True)
    file = models.FileField(upload_to="reports/", blank=True, max_length=255, editable=False)
    checksum = models.CharField(max_length=64, blank=True, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    requested_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["program", "id"], name="report_program_id"),
            models.Index(fields=["status", "lease_until"], name="report_status_lease"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="done") | ~Q(file="") & Q(finished_at__isnull=False),
                name="done_report_has_file_and_date",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="report_progress_within_100"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.kind.replace("_", " ")
