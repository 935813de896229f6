"""A journey-mapping program and the people in it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from journeys.access import ProgramOwned, VisibleQuerySet
from journeys.history import records


class ProgramQuerySet(VisibleQuerySet):
    """Programs."""

    program_path = "id"


class Program(models.Model):
    """What a CX team runs: objectives, research, personas, maps and improvements under one purpose."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        ARCHIVED = "archived", "Archived"

    name = models.CharField(max_length=120)
    purpose = models.TextField(
        blank=True, help_text="Why this program exists, in a sentence or two."
    )
    scope = models.TextField(
        blank=True, help_text="Which customers, products and channels it covers."
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_programs",
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    review_cadence_days = models.PositiveSmallIntegerField(
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text="How often a published map should be looked at again, in days.",
    )
    required_approvals = models.PositiveSmallIntegerField(
        default=0,
        validators=[MaxValueValidator(20)],
        help_text="How many people must approve a version before it can be published. 0: nobody has to.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProgramQuerySet.as_manager()
    history = records()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def program_id(self) -> int:
        """Return its own id, so that permission checks ask every row the same question."""
        return self.pk


class Membership(ProgramOwned):
    """A person's role in a program."""

    class Role(models.TextChoices):
        VIEWER = "viewer", "Viewer"
        CONTRIBUTOR = "contributor", "Contributor"
        MANAGER = "manager", "Manager"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=Role, default=Role.VIEWER)
    gets_mail = models.BooleanField(
        "gets e-mail",
        default=True,
        help_text="Whether what comes into the inbox from this program is sent by e-mail too.",
    )

    history = records()

    class Meta:
        ordering = ["program", "user"]
        indexes = [models.Index(fields=["program", "id"], name="membership_program_id")]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "user"], name="one_role_per_program_and_user"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()}"


def other_managers(membership: Membership) -> models.QuerySet[Membership]:
    """Return the program's other managers; a program must keep one."""
    managers: Any = Membership.objects.filter(
        program=membership.program_id, role=Membership.Role.MANAGER
    )
    return managers.exclude(pk=membership.pk)
