"""What a version of a map is made of: stages, touchpoints, lanes, cards, and where keys came from."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from journeys.access import ProgramOwned
from journeys.history import records
from journeys.models.keys import KeyField, new_key
from journeys.models.persona_emotions import valid_persona_emotions
from journeys.models.texts import fits_a_document, short_lines
from journeys.models.version import MapVersion

LOWEST_EMOTION, HIGHEST_EMOTION = Decimal(-3), Decimal(3)


class Element(ProgramOwned):
    """A part of a version. Its key survives copying, so the next version's copy is the same thing."""

    version = models.ForeignKey(MapVersion, models.CASCADE, related_name="%(class)ss")
    key = KeyField()
    order = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["version", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="%(class)s_key_in_version")
        ]
        indexes = [models.Index(fields=["program", "id"], name="%(class)s_program_id")]

    #: Fields that point at other elements; they must lie in the same version.
    siblings: tuple[str, ...] = ()

    def clean(self) -> None:
        """Refuse a version that is no draft, and relatives from another version."""
        if self.version_id and not self.version.is_editable:
            raise ValidationError(
                f"Version {self.version.number} is {self.version.get_state_display().lower()}; "
                "start a draft to change the map.",
                code="frozen",
            )
        for name in self.siblings:
            relative = getattr(self, name, None)
            if relative is not None and relative.version_id != self.version_id:
                raise ValidationError({name: "That belongs to another version."})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the program the version has."""
        self.program_id = self.version.program_id
        super().save(*args, **kwargs)


class Stage(Element):
    """A phase of the journey, with what the customer wants to reach in it."""

    name = models.CharField(max_length=160)
    customer_goal = models.TextField(blank=True, validators=[fits_a_document])
    kpi = models.ForeignKey(
        "journeys.Kpi", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="KPI"
    )

    history = records()

    def __str__(self) -> str:
        return self.name


class Touchpoint(Element):
    """A moment at which the customer meets the organisation."""

    class Basis(models.TextChoices):
        ASSUMED = "assumed", "Assumed by the team"
        OBSERVED = "observed", "Observed from customers"

    siblings = ("stage",)

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="touchpoints")
    name = models.CharField(max_length=160)
    channel = models.ForeignKey(
        "journeys.Channel", models.RESTRICT, null=True, blank=True, related_name="+"
    )
    does = models.TextField("customer does", blank=True, validators=[fits_a_document])
    thinks = models.TextField("customer thinks", blank=True, validators=[fits_a_document])
    actors = models.JSONField(
        "who takes part",
        default=list,
        blank=True,
        validators=[short_lines],
        help_text="Names of the people or teams involved.",
    )
    is_moment_of_truth = models.BooleanField("moment of truth", default=False)
    importance = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    emotion = models.DecimalField(
        max_digits=2,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(LOWEST_EMOTION), MaxValueValidator(HIGHEST_EMOTION)],
        help_text="From −3 (very bad) to +3 (very good), in tenths. Empty: nobody knows yet.",
    )
    feeling = models.CharField(
        max_length=60, blank=True, help_text="For example: anxious, relieved"
    )
    basis = models.CharField(max_length=8, choices=Basis, default=Basis.ASSUMED)
    team = models.CharField("team responsible", max_length=120, blank=True)
    persona_emotions = models.JSONField(
        "how it feels to each persona",
        default=list,
        blank=True,
        validators=[valid_persona_emotions],
        help_text="Where a persona feels otherwise than the touchpoint's own emotion says.",
    )

    history = records()

    class Meta(Element.Meta):
        constraints = [
            *Element.Meta.constraints,
            models.CheckConstraint(
                condition=Q(emotion__isnull=True)
                | Q(emotion__range=(LOWEST_EMOTION, HIGHEST_EMOTION)),
                name="touchpoint_emotion_on_scale",
            ),
            models.CheckConstraint(
                condition=Q(importance__isnull=True) | Q(importance__range=(1, 5)),
                name="touchpoint_importance_on_scale",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Lane(Element):
    """A row of the map: what its cards are about."""

    class Kind(models.TextChoices):
        THOUGHTS = "thoughts", "Thoughts"
        PAIN_POINTS = "pain_points", "Pain points"
        OPPORTUNITIES = "opportunities", "Opportunities"
        DELIGHTS = "delights", "Delights"
        QUESTIONS = "questions", "Questions"
        BACKSTAGE = "backstage", "Backstage"
        SYSTEMS = "systems", "Systems"
        POLICIES = "policies", "Policies"
        METRICS = "metrics", "Metrics"
        IMAGES = "images", "Images"
        NOTES = "notes", "Notes"

    kind = models.CharField(max_length=14, choices=Kind, default=Kind.NOTES)
    name = models.CharField(max_length=120, blank=True, help_text="Leave empty to use the kind.")

    history = records()

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class Card(Element):
    """One statement in a lane, under a touchpoint or across a whole stage."""

    siblings = ("lane", "stage", "touchpoint")

    lane = models.ForeignKey(Lane, models.CASCADE, related_name="cards")
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="cards")
    touchpoint = models.ForeignKey(
        Touchpoint,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="cards",
        help_text="Leave empty when the card spans the stage.",
    )
    text = models.TextField(validators=[fits_a_document])
    severity = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text="Pain points only: 1 (a nuisance) to 5 (people leave).",
    )
    share_hit = models.DecimalField(
        "share of customers hit, %",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    owner = models.CharField(max_length=120, blank=True, help_text="A person or team.")
    tags = models.JSONField(default=list, blank=True, validators=[short_lines])
    attachment = models.FileField(upload_to="attachments/", blank=True, max_length=255)

    history = records()

    class Meta(Element.Meta):
        constraints = [
            *Element.Meta.constraints,
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | Q(severity__range=(1, 5)),
                name="card_severity_on_scale",
            ),
            models.CheckConstraint(
                condition=Q(share_hit__isnull=True) | Q(share_hit__range=(0, 100)),
                name="card_share_within_100",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def clean(self) -> None:
        """Refuse a touchpoint of another stage beside the general rules."""
        super().clean()
        if self.touchpoint is not None and self.touchpoint.stage_id != self.stage_id:
            raise ValidationError({"touchpoint": "That touchpoint belongs to another stage."})


class ElementOrigin(ProgramOwned):
    """This key came from those keys: recorded by the person who split or merged, never inferred."""

    class Kind(models.TextChoices):
        SPLIT = "split", "Split from"
        MERGE = "merge", "Merged from"

    version = models.ForeignKey(MapVersion, models.CASCADE, related_name="origins")
    kind = models.CharField(max_length=5, choices=Kind)
    key = KeyField()
    from_keys = models.JSONField(default=list)
    # A name, not a link: the row is frozen with its version and must outlive the account.
    recorded_by_name = models.CharField("recorded by", max_length=150, blank=True)

    class Meta:
        ordering = ["version", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="one_origin_per_key_in_version")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {len(self.from_keys)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the program the version has."""
        self.program_id = self.version.program_id
        super().save(*args, **kwargs)


ELEMENTS: tuple[type[Element], ...] = (Stage, Touchpoint, Lane, Card)
__all__ = ["ELEMENTS", "Card", "Element", "ElementOrigin", "Lane", "Stage", "Touchpoint", "new_key"]
