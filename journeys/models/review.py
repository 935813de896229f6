"""Reviews of a version, and comments on its elements."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from journeys.access import ProgramOwned, VisibleQuerySet
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


class CommentQuerySet(VisibleQuerySet):
    """Comments: threads, and the replies in them."""

    def threads(self) -> Self:
        """Keep comments that begin a thread."""
        return self.filter(reply_to__isnull=True)

    def of_threads(self, **conditions: object) -> Self:
        """Keep comments whose thread meets the conditions, be they its beginning or a reply in it."""
        above = {f"reply_to__{name}": value for name, value in conditions.items()}
        begins = Q(reply_to__isnull=True, **conditions)
        return self.filter(begins | Q(reply_to__isnull=False, **above))

    def open(self) -> Self:
        """Keep comments whose thread is not resolved."""
        return self.of_threads(resolved_at__isnull=True)

    def on(self, version: MapVersion) -> Self:
        """Keep what stands on a version: threads of its own, and open ones of versions before it."""
        begun = self.filter(map_id=version.map_id)
        own = Q(version_id=version.pk, reply_to__isnull=True) | Q(reply_to__version_id=version.pk)
        carried = Q(
            version__number__lt=version.number, resolved_at__isnull=True, reply_to__isnull=True
        ) | Q(reply_to__version__number__lt=version.number, reply_to__resolved_at__isnull=True)
        return begun.filter(own | carried)


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
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Its author took the words back; the row stays, so that the replies keep their place.
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = CommentQuerySet.as_manager()  # type: ignore[misc]
    history = records()

    class Meta:
        ordering = ["map", "created_at", "id"]
        permissions = [("resolve_comment", "Can resolve and reopen threads of comments")]
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
