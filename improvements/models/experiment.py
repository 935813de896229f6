"""Experiments and their rounds: what is fixed before the data, the data, and the decision."""

from __future__ import annotations

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
FIXED = "This was fixed before the data; plan another round."


def figures_of(kind: str) -> tuple[str, ...]:
    """Return what the figures of one group are called for a kind of KPI, in order."""
    return FIGURES.get(kind, OTHER_FIGURES)


class TwoGroups(ProgramOwned):
    """What was measured in the control and in the treatment group, as the KPI's kind has it."""

    control = models.JSONField(default=list, blank=True)
    treatment = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True

    def check_figures(self) -> None:
        """Refuse figures that are none of its KPI's. Raises `ValidationError`."""
        if not (self.control or self.treatment):
            return
        kpi: Kpi = self.kpi  # type: ignore[attr-defined]
        wanted = figures_of(kpi.kind)
        for name in ("control", "treatment"):
            given = getattr(self, name)
            if given in (None, []):
                continue
            if not isinstance(given, list) or len(given) != len(wanted) or any(isinstance(one, bool) or not isinstance(one, int | float) for one in given):  # fmt: skip
                raise ValidationError({name: f"Give [{', '.join(wanted)}], as numbers."})


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


class Round(TwoGroups):
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
    guardrails = models.TextField(
        blank=True, help_text="What else must not get worse and has no KPI, one a line."
    )
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED, editable=False)
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
                raise ValidationError(dict.fromkeys(changed, FIXED))
        self.check_figures()

    @property
    def kpi(self) -> Kpi:
        """Return the KPI it is about, the experiment's."""
        return self.experiment.kpi

    @property
    def round(self) -> Round:
        """Return itself: what figures are taken for has a round."""
        return self


class Guardrail(TwoGroups):
    """A KPI that must not get worse by `margin` or more while the round's own gets better."""

    #: Fixed before the data.
    PLAN = ("kpi", "margin")

    round = models.ForeignKey(Round, models.CASCADE, related_name="guards")
    kpi = models.ForeignKey("journeys.Kpi", models.PROTECT, related_name="+", verbose_name="KPI")
    margin = models.FloatField(
        validators=[MinValueValidator(1e-9)],
        help_text="How much worse would still do, in the KPI’s unit; a share as 0.02.",
    )

    history = records()

    class Meta:
        ordering = ["round", "id"]
        indexes = [models.Index(fields=["program", "id"], name="guardrail_program_id")]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "kpi"], name="one_guardrail_per_kpi",
                violation_error_message="This KPI is a guardrail of the round already.",
            ),
            models.CheckConstraint(condition=Q(margin__gt=0), name="guardrail_margin_above_zero"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kpi}, by at most {self.margin:g}"

    def clean(self) -> None:
        """Refuse the round's own KPI, a change of plan once data may be there, and figures that are none."""
        if self.kpi_id == self.round.experiment.kpi_id:
            raise ValidationError(
                {"kpi": "It is what the round tests; a guardrail is another KPI."}
            )
        if self.round.state != Round.State.PLANNED:
            was = type(self)._default_manager.filter(pk=self.pk).values(*self.PLAN).first()
            now = {"kpi": self.kpi_id, "margin": self.margin}
            if was is None or was != now:
                raise ValidationError(FIXED)
        self.check_figures()
