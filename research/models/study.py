"""Studies: how we asked, whom, when, and how many answered."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from journeys.access import ProgramOwned
from journeys.history import records
from journeys.models.keys import KeyField


class Study(ProgramOwned):
    """A piece of research; a wave that repeats an earlier one says which."""

    class Method(models.TextChoices):
        SURVEY = "survey", "Survey"
        INTERVIEW = "interview", "Interviews"
        FOCUS_GROUP = "focus_group", "Focus group"
        OBSERVATION = "observation", "Observation"
        USABILITY = "usability", "Usability test"
        ANALYTICS = "analytics", "Analytics"
        SOCIAL = "social", "Social listening"
        SUPPORT = "support", "Support contacts"
        SALES = "sales", "Sales and transactions"
        AB_TEST = "ab_test", "A/B test"

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        RUNNING = "running", "In the field"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    #: Where people are listened to one after another: what one says is about many things, and told by quotes.
    SPOKEN = frozenset({Method.INTERVIEW, Method.FOCUS_GROUP, Method.OBSERVATION, Method.USABILITY})

    program = models.ForeignKey("journeys.Program", models.CASCADE, related_name="studies")
    key = KeyField()
    name = models.CharField(max_length=120, help_text="For example: Onboarding survey, autumn 2026")
    method = models.CharField(max_length=12, choices=Method, default=Method.SURVEY)
    questions = models.TextField(
        "research questions", blank=True, help_text="What we want to know, one question a line."
    )
    sampling = models.TextField(
        blank=True, help_text="Who was asked and how they were chosen, so that a reader can judge."
    )
    planned_n = models.PositiveIntegerField("planned n", null=True, blank=True)
    instruments = models.ManyToManyField("research.Instrument", blank=True, related_name="studies")
    follows = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="next_waves",
        verbose_name="earlier wave",
        help_text="The study this one repeats.",
    )
    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("to", null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    #: Which columns of the last file were what, offered again for the next wave's file.
    mapping = models.JSONField(default=dict, blank=True, editable=False)
    is_archived = models.BooleanField("archived", default=False)

    history = records(m2m_fields=[instruments], excluded_fields=["mapping"])

    class Meta:
        verbose_name_plural = "studies"
        ordering = ["program", "-starts_on", "-id"]
        permissions = [("import_responses_study", "Can bring responses in")]
        indexes = [models.Index(fields=["program", "id"], name="study_program_id")]
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="study_key_in_program"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="study_ends_after_it_starts",
                violation_error_message="It cannot end before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse an earlier wave that would lead in a circle."""
        seen, earlier = {self.pk}, self.follows
        while earlier is not None:
            if earlier.pk in seen:
                raise ValidationError({"follows": "A wave cannot come before itself."})
            seen.add(earlier.pk)
            earlier = earlier.follows

    def repeat(self) -> None:
        """Ask what the earlier wave asked and read files as its were read, where nothing else was said."""
        if self.follows is None:
            return
        mapping = dict(self.follows.mapping)
        if self.instruments.exists():
            # It asks something else: its columns may be the same, the questions they answer are not.
            mapping = {name: said for name, said in mapping.items() if name not in {"instrument", "ratings"}}  # fmt: skip
        else:
            self.instruments.set(self.follows.instruments.all())
        if mapping and not self.mapping:
            self.mapping = mapping
            type(self)._default_manager.filter(pk=self.pk).update(mapping=self.mapping)
