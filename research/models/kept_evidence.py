"""What was observed at a map's elements, kept where there are too many answers to count while somebody waits."""

from __future__ import annotations

from django.db import models

from journeys.access import ProgramOwned


class KeptEvidence(ProgramOwned):
    """The observations of one version that changes still, as they were counted last."""

    version = models.OneToOneField(
        "journeys.MapVersion", models.CASCADE, related_name="kept_evidence"
    )
    #: Of the window and of which touchpoint stands in which stage: with others it counts nothing.
    seal = models.CharField(max_length=32)
    #: `research.evidence.Observed`, as JSON.
    found = models.JSONField(default=list)
    counted_at = models.DateTimeField()
    #: When the worker was last asked to count again.
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["program", "id"], name="keptevidence_program_id")]

    def __str__(self) -> str:
        return f"Evidence of version {self.version_id}, counted {self.counted_at:%Y-%m-%d %H:%M}"
