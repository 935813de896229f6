"""Events: what happened to whom, when; the traces of real journeys."""

from __future__ import annotations

from django.db import models

from journeys.access import ProgramOwned
from journeys.models.keys import KeyField


class Event(ProgramOwned):
    """One step of one case. Written in bulk by imports, like responses."""

    study = models.ForeignKey("research.Study", models.CASCADE, related_name="events")
    batch = models.ForeignKey(
        "research.ImportBatch", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    case_id = models.CharField(max_length=200, help_text="A pseudonym of the person or visit.")
    activity = models.CharField(max_length=200, help_text="What happened, in the source's words.")
    element_key = KeyField(
        default="", blank=True, editable=True, verbose_name="stage or touchpoint"
    )
    happened_at = models.DateTimeField()
    #: The how manieth of its case at this moment; tells events of one moment apart.
    position = models.PositiveIntegerField(default=0)
    attributes = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["program", "id"], name="event_program_id"),
        ]
        constraints = [
            # A log brought in again finds its own.
            models.UniqueConstraint(
                fields=["study", "case_id", "happened_at", "position"], name="event_once_in_study"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity} of {self.case_id}"
