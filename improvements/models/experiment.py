"""Experiments and their rounds: what is fixed before the data, the data, and the decision."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from journeys.access import ProgramOwned
from journeys.history import records
from journeys.models import Kpi
from journeys.models.keys import KeyField

#: Kinds of KPI by the figures of one group: of how many parts they are.
FIGURES: dict[str, tuple[str, ...]] = {
    Kpi.Kind.NPS: ("promoters", "passives", "detractors"),
    Kpi.Kind.PROPORTION: ("numerator", "denominator"),
    Kpi.Kind.CSAT: ("numerator", "denominator"),
}
OTHER_FIGURES = ("n", "mean", "sd")


class Experiment(ProgramOwned):
    """A test of an action on a KPI, in one round or several."""

    class Kind(models.TextChoices):
        AB = "ab", "A/B test"
        PILOT = "pilot", "Pilot beside a comparison group"
        BEFORE_AFTER = "before_after", "Before and after"

    program = models.ForeignKey("journeys.Program", models.CASCADE, related_name="experiments")
    key = KeyField()
    action = models.ForeignKey("improvements.Action", models.CASCADE, related_name="experiments")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.AB)
    hypothesis = models.TextField(blank=True)
    kpi = models.ForeignKey(
        "journeys.Kpi", models.PROTECT, related_name="+", verbose_name="primary KPI"
    )

    history = records()

    class Meta:
        ordering = ["program", "-id"]
        indexes = [models.Index(fields=["program", "id"], name="experiment_program_id")]
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="experiment_key_in_program")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def figures(self) -> tuple[str, ...]:
        """Return what the figures of one group are called, in order."""
        return FIGURES.get(self.kpi.kind, OTHER_FIGURES)


class Round(ProgramOwned):
    """One round: planned, then running, then concluded. What was planned stays once data is there."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        RUNNING = "running", "Running"
        CONCLUDED = "concluded", "Concluded"

    class Decision(models.TextChoices):
        ADOPT = "adopt", "Adopt"
        ADAPT = "adapt", "Adapt and test again"
        ABANDON = "abandon", "Abandon"

    #: Fixed before the data.
    PLAN = (
        "minimum_effect",
        "alpha",
        "power",
        "planned_n",
        "looks",
        "margin",
        "stop_rule",
        "guardrails",
    )

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField(editable=False)
    minimum_effect = models.FloatField(
        "smallest effect worth having", validators=[MinValueValidator(1e-9)], help_text="In the KPI’s unit; a share as 0.02."
    )  # fmt: skip
    alpha = models.FloatField("α", default=0.05, validators=[MinValueValidator(1e-6), MaxValueValidator(0.5)])  # fmt: skip
    power = models.FloatField(default=0.8, validators=[MinValueValidator(0.01), MaxValueValidator(0.999)])  # fmt: skip
    planned_n = models.PositiveIntegerField("people per group", null=True, blank=True)
    looks = models.PositiveSmallIntegerField("planned looks", default=1, validators=[MinValueValidator(1), MaxValueValidator(50)])  # fmt: skip
    margin = models.FloatField(null=True, blank=True, help_text="How much worse would still do.")
    stop_rule = models.TextField(blank=True, help_text="When we stop, whatever the result.")
    guardrails = models.TextField(blank=True, help_text="What must not get worse, one a line.")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED, editable=False)
    control = models.JSONField(default=list, blank=True)
    treatment = models.JSONField(default=list, blank=True)
    look = models.PositiveSmallIntegerField("this look", null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    concluded_at = models.DateTimeField(null=True, blank=True, editable=False)
    decision = models.CharField(max_length=8, choices=Decision, blank=True, editable=False)
    reason = models.TextField(blank=True, editable=False)
    #: The reading when it was concluded; see `analysis.experiments.ExperimentReading`.
    analysis = models.JSONField(default=dict, blank=True, editable=False)

    history = records()

    class Meta:
        ordering = ["experiment", "number"]
        permissions = [("conclude_round", "Can conclude a round")]
        indexes = [models.Index(fields=["program", "id"], name="round_program_id")]
        constraints = [
            models.UniqueConstraint(fields=["experiment", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["experiment"], condition=~Q(state="concluded"), name="one_round_at_a_time",
                violation_error_message="The round before this one is not concluded.",
            ),
            models.CheckConstraint(
                condition=~Q(state="concluded") | ~Q(decision="") & Q(concluded_at__isnull=False),
                name="concluded_round_has_a_decision",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Round {self.number}"

    def clean(self) -> None:
        """Refuse a change of plan once data may be there, and figures that are none."""
        if not self._state.adding and self.state != self.State.PLANNED:
            was = type(self)._default_manager.filter(pk=self.pk).values(*self.PLAN).first() or {}
            changed = [name for name in self.PLAN if was and was[name] != getattr(self, name)]
            if changed:
                raise ValidationError(dict.fromkeys(changed, "This was fixed before the data; plan another round."))  # fmt: skip
        for name in ("control", "treatment"):
            self._check_figures(name, getattr(self, name))

    def _check_figures(self, name: str, given: Any) -> None:
        if given in (None, []):
            return
        wanted = self.experiment.figures
        if not isinstance(given, list) or len(given) != len(wanted) or any(isinstance(one, bool) or not isinstance(one, int | float) for one in given):  # fmt: skip
            raise ValidationError({name: f"Give [{', '.join(wanted)}], as numbers."})
