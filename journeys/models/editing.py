"""Who works on a draft now, and the steps they can take back."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from journeys.access import ProgramOwned
from journeys.models.keys import KeyField
from journeys.models.version import MapVersion


class Edit(ProgramOwned):
    """One step of editing a draft, kept so that it can be undone and done again.

    `changes` is a list of `{kind, key, before, after}`: the fields of an element that differed, None
    for an element that was not there. History tells what happened; this only serves to take it back.
    """

    version = models.ForeignKey(MapVersion, models.CASCADE, related_name="edits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    label = models.CharField(max_length=160)
    changes = models.JSONField(default=list)
    is_undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["version", "id"]
        indexes = [models.Index(fields=["version", "by", "id"], name="edit_version_person")]

    def __str__(self) -> str:
        return self.label


class Presence(ProgramOwned):
    """That a person has a draft open, and which element they are at."""

    version = models.ForeignKey(MapVersion, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    element_key = KeyField(default="", blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["version", "user"]
        constraints = [
            models.UniqueConstraint(fields=["version", "user"], name="one_presence_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.version_id}"
