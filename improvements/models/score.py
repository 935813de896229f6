"""Scores: one person's estimates of one action on one scorecard, kept as they were given."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from improvements import scoring
from improvements.scoring.estimates import check
from journeys.access import ProgramOwned
from journeys.history import records


class ProgramScorecard(ProgramOwned):
    """Which scorecard a program ranks its actions by, with the weights of its criteria if it is weighted."""

    program = models.OneToOneField("journeys.Program", models.CASCADE, related_name="scorecard")
    name = models.CharField(max_length=40, default=scoring.DEFAULT)
    weights = models.JSONField(default=dict, blank=True)

    history = records()

    class Meta:
        verbose_name = "scorecard"
        ordering = ["id"]
        indexes = [models.Index(fields=["program", "id"], name="scorecard_program_id")]

    def __str__(self) -> str:
        return self.card.title

    @property
    def card(self) -> scoring.Scorecard:
        """Return the scorecard with its formula."""
        return scoring.named(self.name, self.weights or None)

    def clean(self) -> None:
        """Refuse a scorecard that is not known, and useless weights."""
        try:
            self.name = self.card.name
        except KeyError:
            known = ", ".join([*scoring.SCORECARDS, "weighted-v1"])
            raise ValidationError({"name": f"Known scorecards: {known}."}) from None
        except (ValueError, TypeError, AttributeError):
            raise ValidationError({"weights": "Weights are numbers from 0 by criterion, one of them above 0."}) from None  # fmt: skip


class Score(ProgramOwned):
    """What one person thinks of an action: low, likely and high per criterion, and why."""

    action = models.ForeignKey("improvements.Action", models.CASCADE, related_name="scores")
    scorer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    scorer_name = models.CharField(max_length=150, blank=True, editable=False)
    scorecard = models.CharField(max_length=40, editable=False, help_text="Name and version.")
    #: Criterion → [low, likely, high].
    estimates = models.JSONField(default=dict)
    confidence = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How sure, in per cent."
    )
    rationale = models.TextField(blank=True)
    evidence = models.TextField(blank=True, help_text="What it rests on: studies, quotes, figures.")
    #: Scale, rubric and formula as they were when it was given.
    rubric = models.JSONField(default=dict, editable=False)

    history = records()

    class Meta:
        ordering = ["action", "id"]
        indexes = [models.Index(fields=["program", "id"], name="score_program_id")]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "scorer", "scorecard"], name="one_score_per_scorer",
                violation_error_message="You have scored this action; change your score instead.",
            ),
            models.CheckConstraint(
                condition=models.Q(confidence__isnull=True) | models.Q(confidence__lte=100),
                name="score_confidence_is_a_percentage",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.scorer_name} on {self.action_id}"

    def as_value(self) -> scoring.Score:
        """Return the score as what rankings are made of."""
        estimates = {name: scoring.Estimate(*ends) for name, ends in self.estimates.items()}
        return scoring.Score(str(self.action_id), self.scorer_name, estimates)

    def check_estimates(self, card: scoring.Scorecard) -> None:
        """Raise ValidationError unless every criterion of the card has three values on its scale."""
        named = {criterion.name for criterion in card.criteria}
        if not isinstance(self.estimates, dict) or set(self.estimates) != named:
            raise ValidationError({"estimates": f"{card.title} asks for {', '.join(sorted(named))}, each as [low, likely, high]."})  # fmt: skip
        for criterion in card.criteria:
            ends = self.estimates[criterion.name]
            if not isinstance(ends, list) or len(ends) != 3 or any(isinstance(one, bool) or not isinstance(one, int | float) for one in ends):  # fmt: skip
                raise ValidationError({"estimates": f"{criterion.name}: give [low, likely, high], three numbers."})  # fmt: skip
            try:
                check(scoring.Estimate(*ends), criterion)
            except scoring.NotOnScale as reason:
                raise ValidationError({"estimates": str(reason)}) from None
