"""Reviews of a version, and comments on its elements."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from journeys.access import ProgramOwned
from journeys.history import records
from journeys.models.keys import KeyField
from journeys.models.version import MapVersion

LONGEST_COMMENT = 10_000


class Review(ProgramOwned):
    """Who approved a version in review or asked for changes, when and why."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", "Approved"
        CHANGES_REQUESTED = "changes_requested", "Changes requested"

    version = models.ForeignKey(MapVersion, models.CASCADE, related_name="reviews")
    verdict = models.CharField(max_length=20, choices=Verdict)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reviewer_name = models.CharField(max_length=150)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["version", "-created_at", "-id"]
        indexes = [models.Index(fields=["program", "id"], name="review_program_id")]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} by {self.reviewer_name}"


class Comment(ProgramOwned):
    """What somebody said about an element; it follows the key into the next version while open."""

    map = models.ForeignKey("journeys.JourneyMap", models.CASCADE, related_name="comments")
    version = models.ForeignKey(MapVersion, models.CASCADE, related_name="comments")
    element_key = KeyField(default="", blank=True)
    reply_to = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    text = models.TextField(validators=[MaxLengthValidator(LONGEST_COMMENT)])
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    author_name = models.CharField(max_length=150)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    history = records()

    class Meta:
        ordering = ["map", "created_at", "id"]
        indexes = [
            models.Index(fields=["map", "element_key"], name="comment_element"),
            models.Index(fields=["program", "id"], name="comment_program_id"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_by__isnull=True) | Q(resolved_at__isnull=False),
                name="comment_resolver_has_a_date",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
