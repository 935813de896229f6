"""Actions: what a team changes, in which state, and every move with its reason."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from improvements import wording
from journeys.access import ProgramOwned
from journeys.history import records
from journeys.models.keys import KEY_PATTERN, KeyField


class State(models.TextChoices):
    """Where an action stands."""

    PROPOSED = "proposed", "Proposed"
    ACCEPTED = "accepted", "Accepted"
    TESTING = "testing", "Testing"
    IMPLEMENTING = "implementing", "Implementing"
    MONITORING = "monitoring", "Monitoring"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class Action(ProgramOwned):
    """An improvement: the problem it takes on, what it should move, who does it."""

    State = State

    program = models.ForeignKey("journeys.Program", models.CASCADE, related_name="actions")
    key = KeyField()
    cycle = models.ForeignKey(
        "improvements.Cycle", models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    title = models.CharField(max_length=160)
    problem = models.TextField(blank=True, help_text="What hurts whom, where.")
    hypothesis = models.TextField(
        blank=True, help_text="If we … then … because …, so that it can turn out wrong."
    )
    #: Keys of the pain points, stages and touchpoints it takes on; the same in every version.
    element_keys = models.JSONField("about", default=list, blank=True)
    themes = models.ManyToManyField("research.Theme", blank=True, related_name="actions")
    insights = models.ManyToManyField("research.Insight", blank=True, related_name="actions")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    team = models.CharField(max_length=80, blank=True)
    effort = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(0)], help_text="Person-days."
    )
    due_on = models.DateField("due", null=True, blank=True)
    links = models.JSONField(
        default=list, blank=True, help_text="Addresses of tickets, one a line."
    )
    needs = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="needed_by", help_text="Actions without which it cannot be done."
    )  # fmt: skip
    excludes = models.ManyToManyField(
        "self", blank=True, help_text="Actions that cannot be done beside it."
    )
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED, editable=False)
    #: Why it is implemented without a test, and why it was dropped.
    waiver = models.TextField(blank=True, editable=False)
    drop_reason = models.TextField(blank=True, editable=False)

    history = records(m2m_fields=[themes, insights, needs, excludes])

    class Meta:
        ordering = ["program", "-id"]
        permissions = [("move_action", "Can move an action"), ("decide_action", "Can accept or drop an action")]  # fmt: skip
        indexes = [
            models.Index(fields=["program", "id"], name="action_program_id"),
            models.Index(fields=["program", "state", "id"], name="action_program_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="action_key_in_program"),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(drop_reason=""),
                name="dropped_action_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse links that lead nowhere, and keys that are none."""
        import re

        wrong = [link for link in self.links if not re.match(r"https?://\S+$", str(link))]
        if wrong:
            raise ValidationError({"links": f"“{wrong[0]}” is no address that begins with http:// or https://."})  # fmt: skip
        odd = [key for key in self.element_keys if not re.match(KEY_PATTERN, str(key))]
        if odd:
            raise ValidationError({"element_keys": f"“{odd[0]}” is no key of an element."})


class ActionKpi(ProgramOwned):
    """What an action should do to a KPI: low, likely, high, in the KPI's unit, better being positive."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="predictions")
    kpi = models.ForeignKey("journeys.Kpi", models.CASCADE, related_name="+", verbose_name="KPI")
    low = models.FloatField()
    likely = models.FloatField()
    high = models.FloatField()

    history = records()

    class Meta:
        verbose_name = "predicted effect"
        ordering = ["action", "id"]
        indexes = [models.Index(fields=["program", "id"], name="actionkpi_program_id")]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "kpi"], name="one_prediction_per_kpi",
                violation_error_message="There is a prediction for this KPI already.",
            ),
            models.CheckConstraint(
                condition=Q(low__lte=F("likely"), likely__lte=F("high")), name="prediction_rises",
                violation_error_message="Low, likely and high must rise.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g}"

    @property
    def told(self) -> str:
        """Return from where to where the effect is expected, in words."""
        return wording.between(self.kpi, self.low, self.high)


class ActionMove(ProgramOwned):
    """One step of an action from state to state: who, when, why. Never changed."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="moves")
    before = models.CharField(max_length=12, choices=State)
    after = models.CharField(max_length=12, choices=State)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["action", "id"]
        indexes = [models.Index(fields=["program", "id"], name="actionmove_program_id")]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    def as_words(self) -> dict[str, Any]:
        """Return the move as the API tells it."""
        return {
            "before": self.before, "after": self.after, "reason": self.reason, "by": self.by_name,
            "at": self.created_at,
        }  # fmt: skip
