"""The channels a program meets its customers through."""

from __future__ import annotations

from django.db import models

from journeys.access import ProgramOwned
from journeys.history import records
from journeys.models.keys import KeyField


class Channel(ProgramOwned):
    """Web, app, branch, telephone: where a touchpoint happens."""

    class Kind(models.TextChoices):
        WEB = "web", "Web"
        APP = "app", "App"
        EMAIL = "email", "E-mail"
        PHONE = "phone", "Telephone"
        CHAT = "chat", "Chat"
        VIDEO = "video", "Video call"
        STORE = "store", "Store or branch"
        SOCIAL = "social", "Social media"
        POST = "post", "Post"
        MESSAGE = "message", "Text message"
        DEVICE = "device", "Card, device or machine"
        PERSON = "person", "In person"
        OTHER = "other", "Other"

    program = models.ForeignKey("journeys.Program", models.CASCADE, related_name="channels")
    key = KeyField()
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.OTHER)
    is_archived = models.BooleanField("archived", default=False)

    history = records()

    class Meta:
        ordering = ["program", "name", "id"]
        indexes = [models.Index(fields=["program", "id"], name="channel_program_id")]
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="channel_key_in_program"),
            models.UniqueConstraint(fields=["program", "name"], name="channel_name_in_program"),
        ]

    def __str__(self) -> str:
        return self.name
