"""The inbox: what a person should know of, kept until they have read it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from journeys.access import ProgramOwned
from journeys.models.keys import KeyField


class Notification(ProgramOwned):
    """Something one person should know of; also sent by e-mail if they have an address."""

    class Kind(models.TextChoices):
        MENTION = "mention", "Mentioned you"
        REPLY = "reply", "Replied"
        REVIEW_WANTED = "review_wanted", "Asks for a review"
        APPROVED = "approved", "Approved"
        CHANGES_REQUESTED = "changes_requested", "Asks for changes"
        PUBLISHED = "published", "Published"
        REVIEW_DUE = "review_due", "Map due for a look"
        DRIFT = "drift", "Customers say something else now"

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    actor_name = models.CharField(max_length=150, blank=True)
    map = models.ForeignKey(
        "journeys.JourneyMap", models.CASCADE, null=True, blank=True, related_name="+"
    )
    version = models.ForeignKey(
        "journeys.MapVersion", models.CASCADE, null=True, blank=True, related_name="+"
    )
    comment = models.ForeignKey(
        "journeys.Comment", models.CASCADE, null=True, blank=True, related_name="+"
    )
    element_key = KeyField(default="", blank=True)
    text = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Until when a worker that is mailing it may be silent, and how often one has tried.
    mail_lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    mail_attempts = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["recipient", "read_at", "id"], name="notification_inbox"),
            models.Index(fields=["program", "id"], name="notification_program_id"),
            models.Index(
                fields=["created_at"],
                condition=Q(mailed_at__isnull=True),
                name="notification_to_be_mailed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"
