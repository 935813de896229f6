"""Instruments: exactly what was asked, so that two waves are compared only if they asked the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from journeys.access import ProgramOwned
from journeys.history import records
from journeys.models.keys import KeyField

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The ends of the scale on which a feeling stands on a map.
WORST, BEST = -3.0, 3.0


class Instrument(ProgramOwned):
    """One question with its exact wording, scale and labels. Once answered, what was asked stays."""

    class Kind(models.TextChoices):
        NPS = "nps", "Likelihood to recommend (0–10)"
        CSAT = "csat", "Satisfaction"
        CES = "ces", "Effort"
        RATING = "rating", "Another rating"
        TEXT = "text", "Open question"

    #: What two waves must have in common to be comparable.
    ASKED = (
        "kind",
        "question",
        "lowest",
        "highest",
        "low_label",
        "high_label",
        "is_reversed",
        "language",
    )

    program = models.ForeignKey("journeys.Program", models.CASCADE, related_name="instruments")
    key = KeyField()
    name = models.CharField(max_length=120, help_text="For example: Overall satisfaction, 1 to 5")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.RATING)
    question = models.TextField(help_text="The exact words the respondents read or heard.")
    lowest = models.FloatField(null=True, blank=True, help_text="The lowest answer of the scale.")
    highest = models.FloatField(null=True, blank=True, help_text="The highest answer of the scale.")
    low_label = models.CharField("words at the low end", max_length=80, blank=True)
    high_label = models.CharField("words at the high end", max_length=80, blank=True)
    is_reversed = models.BooleanField(
        "low is good", default=False, help_text="As where 1 means very easy and 7 very hard."
    )
    language = models.CharField(max_length=16, blank=True, help_text="For example: en, pt-BR")
    is_archived = models.BooleanField("archived", default=False)

    history = records()

    class Meta:
        ordering = ["program", "name", "id"]
        indexes = [models.Index(fields=["program", "id"], name="instrument_program_id")]
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="instrument_key_in_program"),
            models.CheckConstraint(
                condition=Q(kind="text", lowest__isnull=True, highest__isnull=True)
                | (~Q(kind="text") & Q(lowest__lt=F("highest"))),
                name="instrument_scale_has_two_ends",
                violation_error_message="A rating has a lowest and a higher highest answer; an open question has neither.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse another question once there are answers to this one."""
        problems = dict(self._changes_of_what_was_asked())
        if problems:
            raise ValidationError(problems)

    def _changes_of_what_was_asked(self) -> Iterator[tuple[str, str]]:
        if self._state.adding:
            return
        was: dict[str, Any] | None = (
            type(self)._default_manager.filter(pk=self.pk).values(*self.ASKED).first()
        )
        changed = [name for name in self.ASKED if was and was[name] != getattr(self, name)]
        if changed and self.responses.exists():
            for name in changed:
                yield name, "There are answers to this question; ask another as a new instrument."

    def asks_the_same_as(self, other: Instrument) -> bool:
        """Return whether answers to both may be compared: wording, scale and labels are equal."""
        return all(getattr(self, name) == getattr(other, name) for name in self.ASKED)

    def feeling(self, rating: float) -> float:
        """Return an answer on the map's scale, −3…+3: the ends of the scale are its ends, linear between.

        Raises ValueError for an answer outside the scale.
        """
        if self.lowest is None or self.highest is None:
            raise ValueError("An open question has no scale.")
        if not self.lowest <= rating <= self.highest:
            raise ValueError(
                f"{rating:g} is outside the scale {self.lowest:g} to {self.highest:g}."
            )
        share = (rating - self.lowest) / (self.highest - self.lowest)
        return WORST + (BEST - WORST) * (1 - share if self.is_reversed else share)
