"""The job record of long work: a row somebody asked for, which says how far it is."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models

from journeys.access import ProgramOwned


class JobStatus(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "Queued"
    RUNNING = "running", "Being made"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class Job(ProgramOwned):
    """What a task works on. `journeys.jobs` has its life as verbs."""

    Status = JobStatus

    status = models.CharField(max_length=10, choices=JobStatus, default=JobStatus.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(100)])
    step = models.CharField(max_length=120, blank=True, help_text="What is being done right now.")
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    # A running task renews its lease; whose lease ran out is queued again by the sweep.
    lease_token = models.CharField(max_length=36, blank=True, default="", editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_finished(self) -> bool:
        """Return whether nothing more will happen to it by itself."""
        return self.status in {JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED}
