"""People who asked to be forgotten: only their pseudonym is kept, so that no later file brings them back."""

from __future__ import annotations

from django.db import models

from journeys.access import ProgramOwned


class ForgottenPerson(ProgramOwned):
    """A pseudonym whose answers do not come in."""

    respondent = models.CharField(max_length=64)
    forgotten_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name_plural = "forgotten people"
        ordering = ["-id"]
        indexes = [models.Index(fields=["program", "id"], name="forgottenperson_program_id")]
        constraints = [
            models.UniqueConstraint(fields=["program", "respondent"], name="forgotten_once")
        ]

    def __str__(self) -> str:
        return f"somebody, forgotten on {self.created_at:%Y-%m-%d}"
