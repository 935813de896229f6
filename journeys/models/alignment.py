"""Which elements of two maps that share no keys a person says are the same."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from journeys.access import ProgramOwned
from journeys.history import records


class Alignment(ProgramOwned):
    """A person's word that elements of one map are elements of another, so that the two compare.

    `pairs` is a list of `[key before, key after]`; an element of either map is in one pair at most.
    """

    before_map = models.ForeignKey(
        "journeys.JourneyMap", models.CASCADE, related_name="alignments_to"
    )
    after_map = models.ForeignKey(
        "journeys.JourneyMap", models.CASCADE, related_name="alignments_from"
    )
    pairs = models.JSONField(default=list)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed_by_name = models.CharField(max_length=150, blank=True)

    history = records()

    class Meta:
        ordering = ["program", "id"]
        indexes = [models.Index(fields=["program", "id"], name="alignment_program_id")]
        constraints = [
            models.UniqueConstraint(
                fields=["before_map", "after_map"], name="one_alignment_per_pair_of_maps"
            ),
            models.CheckConstraint(
                condition=~Q(before_map=F("after_map")), name="alignment_of_two_maps"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before_map} as {self.after_map}"

    def clean(self) -> None:
        """Refuse an element that is in two pairs."""
        for side in (0, 1):
            keys = [pair[side] for pair in self.pairs]
            if len(set(keys)) != len(keys):
                raise ValidationError({"pairs": "An element can be the same as one other only."})
