"""What a program wants to improve, how it is measured, and the measurements, kept as counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from journeys import intervals
from journeys.access import ProgramOwned
from journeys.history import records
from journeys.models.keys import KeyField

if TYPE_CHECKING:
    from journeys.intervals import Estimate


class Objective(ProgramOwned):
    """The aspect of the experience to improve, in one sentence a board understands."""

    class Aspect(models.TextChoices):
        CHURN = "churn", "Churn"
        CONVERSION = "conversion", "Conversion"
        SATISFACTION = "satisfaction", "Satisfaction"
        LOYALTY = "loyalty", "Loyalty"
        EFFORT = "effort", "Effort"
        COST = "cost", "Cost to serve"
        ADOPTION = "adoption", "Adoption"
        REVENUE = "revenue", "Revenue"
        OTHER = "other", "Other"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        REACHED = "reached", "Reached"
        MISSED = "missed", "Missed"
        DROPPED = "dropped", "Dropped"

    program = models.ForeignKey("journeys.Program", models.CASCADE, related_name="objectives")
    key = KeyField()
    aspect = models.CharField(max_length=12, choices=Aspect, default=Aspect.SATISFACTION)
    statement = models.CharField(
        max_length=240, help_text="For example: Complete more applications"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    target_date = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)

    history = records()

    class Meta:
        ordering = ["program", "target_date", "id"]
        indexes = [models.Index(fields=["program", "id"], name="objective_program_id")]
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="objective_key_in_program")
        ]

    def __str__(self) -> str:
        return self.statement


class Kpi(ProgramOwned):
    """A key performance indicator: what is measured, in which unit, and which way is better."""

    class Kind(models.TextChoices):
        NPS = "nps", "Net Promoter Score"
        CSAT = "csat", "Customer satisfaction (share satisfied)"
        CES = "ces", "Customer effort score (mean)"
        PROPORTION = "proportion", "Proportion"
        MEAN = "mean", "Mean"
        COUNT = "count", "Count"
        DURATION = "duration", "Duration (mean)"
        MONEY = "money", "Money (mean)"

    class Better(models.TextChoices):
        HIGHER = "higher", "Higher is better"
        LOWER = "lower", "Lower is better"

    program = models.ForeignKey("journeys.Program", models.CASCADE, related_name="kpis")
    key = KeyField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PROPORTION)
    unit = models.CharField(max_length=24, blank=True, help_text="For example: %, minutes, EUR")
    better = models.CharField(
        "which direction is better", max_length=6, choices=Better, default=Better.HIGHER
    )
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    objectives = models.ManyToManyField(Objective, blank=True, related_name="kpis")
    element_key = KeyField(
        default="",
        blank=True,
        editable=True,
        verbose_name="stage or touchpoint",
        help_text="The key of the stage or touchpoint it measures, if it measures one.",
    )

    history = records(m2m_fields=[objectives])

    class Meta:
        verbose_name = "KPI"
        verbose_name_plural = "KPIs"
        ordering = ["program", "name", "id"]
        indexes = [models.Index(fields=["program", "id"], name="kpi_program_id")]
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="kpi_key_in_program")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse another kind once there are readings: they are counts of the kind it has."""
        if self._state.adding or not self.readings.exists():
            return
        was = type(self)._default_manager.values_list("kind", flat=True).get(pk=self.pk)
        if was != self.kind:
            raise ValidationError({"kind": "This KPI has readings; its kind stays."})

    @property
    def counts(self) -> tuple[str, ...]:
        """Return the names of the reading's fields this kind of KPI is stored in."""
        return COUNTS_BY_KIND[self.kind]


PROPORTION = ("numerator", "denominator")
MOMENTS = ("n", "mean", "sd")
#: Which of a reading's fields hold the counts, per kind of KPI.
COUNTS_BY_KIND: dict[str, tuple[str, ...]] = {
    Kpi.Kind.NPS: ("promoters", "passives", "detractors"),
    Kpi.Kind.CSAT: PROPORTION,
    Kpi.Kind.CES: MOMENTS,
    Kpi.Kind.PROPORTION: PROPORTION,
    Kpi.Kind.MEAN: MOMENTS,
    Kpi.Kind.COUNT: ("numerator",),
    Kpi.Kind.DURATION: MOMENTS,
    Kpi.Kind.MONEY: MOMENTS,
}


class Reading(ProgramOwned):
    """One KPI over a period and segment, stored as counts; value and interval are computed."""

    COUNT_FIELDS = (
        "numerator", "denominator", "promoters", "passives", "detractors", "n", "mean", "sd",
    )  # fmt: skip

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="readings")
    period_from = models.DateField()
    period_to = models.DateField()
    segment = models.CharField(
        max_length=80, blank=True, help_text="Leave empty for all customers."
    )
    numerator = models.PositiveBigIntegerField(null=True, blank=True)
    denominator = models.PositiveBigIntegerField(null=True, blank=True)
    promoters = models.PositiveBigIntegerField(null=True, blank=True)
    passives = models.PositiveBigIntegerField(null=True, blank=True)
    detractors = models.PositiveBigIntegerField(null=True, blank=True)
    n = models.PositiveBigIntegerField("number of people", null=True, blank=True)
    mean = models.FloatField(null=True, blank=True)
    sd = models.FloatField("standard deviation", null=True, blank=True)
    source = models.CharField(max_length=160, blank=True)

    history = records()

    class Meta:
        ordering = ["kpi", "-period_to", "segment", "id"]
        indexes = [models.Index(fields=["program", "id"], name="reading_program_id")]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "period_from", "period_to", "segment"],
                name="one_reading_per_kpi_period_and_segment",
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="reading_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(numerator__lte=F("denominator")),
                name="reading_part_within_whole",
            ),
            models.CheckConstraint(
                condition=Q(sd__isnull=True) | Q(sd__gte=0), name="reading_sd_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi}, {self.period_from} to {self.period_to}"

    def clean(self) -> None:
        """Refuse counts that are missing, foreign to the KPI's kind, or impossible."""
        validate_counts(self.kpi, {name: getattr(self, name) for name in self.COUNT_FIELDS})
        if None not in (self.period_from, self.period_to) and self.period_to < self.period_from:
            raise ValidationError({"period_to": "The period ends before it begins."})

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the program the KPI has."""
        self.program_id = self.kpi.program_id
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def estimate(self) -> Estimate:
        """Return value, 95 % interval, n and method, computed from the counts."""
        counts = [getattr(self, name) for name in self.kpi.counts]
        if self.kpi.kind == Kpi.Kind.NPS:
            return intervals.nps(*counts)
        if self.kpi.counts == PROPORTION:
            return intervals.proportion(*counts)
        if self.kpi.counts == MOMENTS:
            return intervals.mean(*counts)
        return intervals.count(*counts)


def validate_counts(kpi: Kpi, values: dict[str, float | None]) -> None:
    """Refuse a reading whose counts do not fit the KPI's kind; the one rule for form, API and import.

    Raises `ValidationError` with a message per field.
    """
    errors = {}
    for name, value in values.items():
        if name in kpi.counts and value is None:
            errors[name] = f"A reading of {kpi.get_kind_display()} needs this count."
        elif name not in kpi.counts and value is not None:
            errors[name] = f"A reading of {kpi.get_kind_display()} is not stored in this field."
        elif value is not None and not abs(value) < float("inf"):
            errors[name] = "Give a finite number."
    if not errors:
        errors |= _impossible_counts(values)
    if errors:
        raise ValidationError(errors)


def _impossible_counts(values: dict[str, float | None]) -> dict[str, str]:
    numerator, denominator = values.get("numerator"), values.get("denominator")
    errors = {}
    if numerator is not None and denominator is not None and numerator > denominator:
        errors["numerator"] = "The part is larger than the whole."
    if (values.get("sd") or 0) < 0:
        errors["sd"] = "A standard deviation is never negative."
    if denominator == 0:
        errors["denominator"] = "Nobody was counted: leave this reading out."
    people = [values.get(name) for name in ("promoters", "passives", "detractors")]
    if None not in people and not any(people):
        errors["promoters"] = "Nobody was counted: leave this reading out."
    if values.get("n") == 0:
        errors["n"] = "Nobody was counted: leave this reading out."
    return errors
