"""Versions of a map and the table of allowed moves between their states."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from journeys.access import ProgramOwned, VisibleQuerySet
from journeys.history import records
from journeys.models.texts import fits_a_document


class State(models.TextChoices):
    """Where a version is in its life."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    ARCHIVED = "archived", "Archived"
    DISCARDED = "discarded", "Discarded"


#: Which verb takes a version from which states to which: the one table of allowed moves.
MOVES: dict[str, tuple[frozenset[State], State]] = {
    "submit": (frozenset({State.DRAFT}), State.IN_REVIEW),
    "approve": (frozenset({State.IN_REVIEW}), State.IN_REVIEW),
    "request_changes": (frozenset({State.IN_REVIEW}), State.DRAFT),
    "publish": (frozenset({State.DRAFT, State.IN_REVIEW}), State.PUBLISHED),
    "archive": (frozenset({State.PUBLISHED}), State.ARCHIVED),
    "discard": (frozenset({State.DRAFT, State.IN_REVIEW}), State.DISCARDED),
}
#: At most one version of a map is in one of these.
OPEN_STATES = (State.DRAFT, State.IN_REVIEW)
#: Contents in these states never change again; the database holds it too (`journeys.immutability`).
FROZEN_STATES = (State.PUBLISHED, State.ARCHIVED)


class VersionQuerySet(VisibleQuerySet):
    """Versions of maps."""

    def open(self) -> Self:
        """Keep drafts and versions in review."""
        return self.filter(state__in=OPEN_STATES)

    def published(self) -> Self:
        """Keep versions that were published, archived ones included."""
        return self.filter(state__in=FROZEN_STATES)


class VersionManager(models.Manager.from_queryset(VersionQuerySet)):  # type: ignore[misc]
    """Leaves the frozen document, packed or not, in the database until somebody asks: it is large."""

    def get_queryset(self) -> VersionQuerySet:
        """Return versions without their documents."""
        queryset: VersionQuerySet = super().get_queryset().defer("document", "packed")
        return queryset


class MapVersion(ProgramOwned):
    """One version of a map: a draft that people edit, or contents frozen by publishing."""

    map = models.ForeignKey("journeys.JourneyMap", models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    based_on = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followers"
    )
    label = models.CharField(
        max_length=120, blank=True, help_text="For example: After the relaunch"
    )
    reason = models.TextField(
        blank=True, validators=[fits_a_document], help_text="Why this version was started."
    )
    change_summary = models.TextField(
        blank=True, validators=[fits_a_document], help_text="What changed, in your own words."
    )
    evidence_from = models.DateField("evidence from", null=True, blank=True)
    evidence_to = models.DateField("evidence to", null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    published_by_name = models.CharField(max_length=150, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    document = models.TextField(blank=True, default="", editable=False)
    #: The document as gzip: what clients take as it is, and a tenth of the way from the database.
    packed = models.BinaryField(null=True, editable=False)
    checksum = models.CharField(max_length=64, blank=True, default="", editable=False)

    objects = VersionManager()  # type: ignore[misc]
    history = records(excluded_fields=["document", "packed"])

    class Meta:
        verbose_name = "map version"
        base_manager_name = "objects"
        ordering = ["map", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["map", "number"], name="version_number_in_map"),
            models.UniqueConstraint(
                fields=["map"],
                condition=Q(state__in=[state.value for state in OPEN_STATES]),
                name="one_draft_per_map",
                violation_error_message="This map has a draft already.",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, document="", checksum="")
                & ~Q(state__in=[state.value for state in FROZEN_STATES])
                | Q(published_at__isnull=False, state__in=[state.value for state in FROZEN_STATES])
                & ~Q(document="")
                & ~Q(checksum=""),
                name="published_version_has_document_and_date",
            ),
            models.CheckConstraint(
                condition=Q(evidence_from__isnull=True)
                | Q(evidence_to__isnull=True)
                | Q(evidence_to__gte=F("evidence_from")),
                name="evidence_window_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["program", "state"], name="version_program_state"),
            models.Index(fields=["program", "id"], name="version_program_id"),
        ]
        permissions = [
            ("submit_mapversion", "Can submit a draft for review"),
            ("approve_mapversion", "Can approve a version in review"),
            ("request_changes_mapversion", "Can ask for changes to a version in review"),
            ("publish_mapversion", "Can publish a version"),
            ("archive_mapversion", "Can archive a published version"),
            ("discard_mapversion", "Can discard a draft"),
        ]

    def __str__(self) -> str:
        return f"{self.map}, version {self.number}"

    def refresh_from_db(
        self, using: Any = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        """Load the fields asked for and no others.

        The manager leaves the document out, so asking it for the document alone would load everything
        else instead, over what was set and not yet saved.
        """
        if fields is not None and from_queryset is None:
            from_queryset = VersionQuerySet(type(self), using=using or self._state.db)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)

    def clean(self) -> None:
        """Refuse an evidence window that ends before it begins."""
        if self.evidence_from and self.evidence_to and self.evidence_to < self.evidence_from:
            raise ValidationError({"evidence_to": "The window ends before it begins."})

    @property
    def is_editable(self) -> bool:
        """Return whether people may change its contents."""
        return self.state == State.DRAFT

    @property
    def is_frozen(self) -> bool:
        """Return whether its contents can never change again."""
        return self.state in FROZEN_STATES

    def can(self, verb: str) -> bool:
        """Return whether the table of moves allows `verb` from the present state."""
        return self.state in MOVES[verb][0]
