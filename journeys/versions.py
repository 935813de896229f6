"""The life of a version as verbs. The table of allowed moves is `journeys.models.version.MOVES`.

Every verb is atomic, records who did it, and locks the rows it decides about. Permissions are the
doors' business; state and consistency are checked here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from journeys import contents, history, notifications, noting, reviews
from journeys.models import (
    FROZEN_STATES,
    MOVES,
    OPEN_STATES,
    Card,
    JourneyMap,
    Lane,
    MapVersion,
    Notification,
    Review,
    Stage,
    State,
    Touchpoint,
)
from journeys.models.elements import ElementOrigin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.contrib.auth.models import User
    from django.db.models import Model


class InvalidTransition(Exception):
    """The version's state does not allow the move."""


class DraftExists(InvalidTransition):
    """The map has an open draft already; `draft` is that version."""

    def __init__(self, draft: MapVersion) -> None:
        self.draft = draft
        super().__init__(
            f"Version {draft.number} of this map is {draft.get_state_display().lower()} already. "
            "Publish or discard it before you start another."
        )


@transaction.atomic
def start_draft(
    journey: JourneyMap,
    *,
    by: User | None,
    based_on: MapVersion | None = None,
    reason: str = "",
    label: str = "",
) -> MapVersion:
    """Start the map's next version as a copy of `based_on`, or of the newest published version.

    Keys are kept, so every element of the draft is the same thing it was. A map without a published
    version starts empty. Takes the same few statements whatever the size.
    Raises `DraftExists`, or `InvalidTransition` for a version of another map.
    """
    journey = JourneyMap.objects.select_for_update().get(pk=journey.pk)
    draft = journey.versions.open().first()
    if draft is not None:
        raise DraftExists(draft)
    if based_on is None:
        based_on = journey.versions.filter(state__in=FROZEN_STATES).order_by("-number").first()
    elif based_on.map_id != journey.pk:
        raise InvalidTransition("A draft can only be based on a version of the same map.")
    newest = journey.versions.aggregate(newest=Max("number"))["newest"] or 0
    draft = MapVersion(
        program_id=journey.program_id,
        map=journey,
        number=newest + 1,
        based_on=based_on,
        reason=reason,
        label=label,
        started_by=by,
    )
    history.deed(draft, by=by, verb="start_draft")
    draft.save()
    if based_on is not None:
        _copy_elements(based_on, draft)
    return draft


@transaction.atomic
def submit(version: MapVersion, *, by: User | None, note: str = "") -> MapVersion:
    """Put a draft in review; its contents stay as they are until the review ends.

    Whoever may approve it is asked to.
    """
    version = _move(version, "submit", by=by, note=note)
    notifications.tell_reviewers(version, by=by, note=note)
    return version


@transaction.atomic
def approve(version: MapVersion, *, by: User | None, note: str = "") -> MapVersion:
    """Record that a person approves the version in review; each person's approval counts once.

    Where the program requires approvals, who submitted the version cannot give one.
    """
    version = _locked(version, "approve")
    _ask_reviews("approve", version, by)
    version = _save_state(version, "approve", by=by, note=note, fields=[])
    _record_review(version, Review.Verdict.APPROVED, by=by, note=note)
    _tell_authors(version, Notification.Kind.APPROVED, by=by, note=note)
    return version


@transaction.atomic
def request_changes(version: MapVersion, *, by: User | None, note: str = "") -> MapVersion:
    """Send a version in review back to its authors as a draft, with what to change."""
    version = _move(version, "request_changes", by=by, note=note)
    _record_review(version, Review.Verdict.CHANGES_REQUESTED, by=by, note=note)
    notifications.settle_review(version)
    _tell_authors(version, Notification.Kind.CHANGES_REQUESTED, by=by, note=note)
    return version


@transaction.atomic
def publish(
    version: MapVersion, *, by: User | None, note: str = "", at: datetime | None = None
) -> MapVersion:
    """Freeze the version: contents, personas and what other apps note of its elements.

    Refuses a map without stages: there would be nothing to compare with, and a version that fewer
    people have approved than its program requires. `at` is for versions that come from elsewhere and
    were published then.
    """
    version = _locked(version, "publish")
    _ask_reviews("publish", version, by)
    frozen = contents.read(version)
    if not frozen.stages:
        raise InvalidTransition("This version has no stages yet. Add at least one, then publish.")
    document = contents.encode(msgspec.structs.replace(frozen, notes=noting.all_of(version)))
    version.document = document.decode()
    version.packed = contents.pack(document)
    version.checksum = contents.checksum(document)
    version.published_at = at or timezone.now()
    version.published_by = by
    version.published_by_name = by.get_username() if by else ""
    version = _save_state(
        version,
        "publish",
        by=by,
        note=note,
        fields=[
            *("document", "packed", "checksum"),
            *("published_at", "published_by", "published_by_name"),
        ],
    )
    notifications.settle_review(version)
    if at is None:  # what was published long ago is no news
        _tell_authors(version, Notification.Kind.PUBLISHED, by=by, note=note)
    return version


def archive(version: MapVersion, *, by: User | None, note: str = "") -> MapVersion:
    """Put a published version aside; it stays readable and comparable."""
    return _move(version, "archive", by=by, note=note)


@transaction.atomic
def discard(version: MapVersion, *, by: User | None, note: str = "") -> MapVersion:
    """Give a draft up. It stays as a record, and the map can start another."""
    version = _move(version, "discard", by=by, note=note)
    notifications.settle_review(version)
    return version


@transaction.atomic
def _move(version: MapVersion, verb: str, *, by: User | None, note: str) -> MapVersion:
    return _save_state(_locked(version, verb), verb, by=by, note=note, fields=[])


def _locked(version: MapVersion, verb: str) -> MapVersion:
    """Return the version as it is now, locked; raise `InvalidTransition` if `verb` is not allowed."""
    version = (
        MapVersion.objects.select_for_update(of=("self",))
        .select_related("map", "program")
        .get(pk=version.pk)
    )
    if not version.can(verb):
        allowed = " or ".join(sorted(State(state).label.lower() for state in MOVES[verb][0]))
        raise InvalidTransition(
            f"Version {version.number} is {version.get_state_display().lower()}; "
            f"only one that is {allowed} can be {PAST[verb]}."
        )
    return version


#: What has been done to a version, for messages.
PAST = {
    "submit": "submitted for review",
    "approve": "approved",
    "request_changes": "sent back for changes",
    "publish": "published",
    "archive": "archived",
    "discard": "discarded",
}


def _save_state(
    version: MapVersion, verb: str, *, by: User | None, note: str, fields: list[str]
) -> MapVersion:
    version.state = MOVES[verb][1]
    history.deed(version, by=by, verb=f"{verb}: {note}" if note else verb)
    version.save(update_fields=["state", "updated_at", *fields])
    return version


def _ask_reviews(verb: str, version: MapVersion, by: User | None) -> None:
    """Raise `InvalidTransition` if the program's rule for reviews does not allow the verb yet."""
    missing = reviews.why_not(verb, version, by)
    if missing:
        raise InvalidTransition(missing)


def _tell_authors(version: MapVersion, kind: str, *, by: User | None, note: str) -> None:
    """Tell who works on the version: who started and submitted it, its reviewers, the map's owner."""
    submission = reviews.standing(version).submission
    people = {
        version.started_by_id,
        version.map.owner_id,
        submission.by_id if submission else None,
        *version.reviews.values_list("reviewer_id", flat=True),
    }
    notifications.tell(people, kind, version, by=by, text=note)


def _record_review(
    version: MapVersion, verdict: Review.Verdict, *, by: User | None, note: str
) -> None:
    Review.objects.create(
        program_id=version.program_id,
        version=version,
        verdict=verdict,
        reviewer=by,
        reviewer_name=by.get_username() if by else "",
        note=note,
    )


def _copy_elements(source: MapVersion, draft: MapVersion) -> None:
    """Copy rows inside the database, one INSERT … SELECT per table, joined again by key."""
    copy = _Copy(source.pk, draft.pk)
    copy.rows(Stage)
    copy.rows(Lane)
    copy.rows(Touchpoint, stage=Stage)
    copy.rows(Card, stage=Stage, lane=Lane, touchpoint=Touchpoint)
    copy.rows(ElementOrigin)


class _Copy:
    """Copies element rows from one version to another, keeping keys."""

    def __init__(self, source_id: int, draft_id: int) -> None:
        self.source_id, self.draft_id, self.now = source_id, draft_id, timezone.now()

    def rows(self, model: type[Model], **parents: type[Model]) -> None:
        """Copy all rows of a model; each named parent is found in the draft by its key."""
        quote = connection.ops.quote_name
        table = quote(model._meta.db_table)
        columns: list[str] = []
        values: list[str] = []
        joins: list[str] = []
        parameters: list[Any] = []
        for field in _columns(model):
            if field.primary_key:
                continue
            columns.append(quote(field.column))
            if field.name in parents:
                values.append(f"{field.name}_new.id")
                joins.append(self._join(field.name, quote(field.column), parents[field.name]))
            elif field.name == "version":
                values.append("%s")
                parameters.append(self.draft_id)
            elif field.name in {"created_at", "updated_at"}:
                values.append("%s")
                parameters.append(connection.ops.adapt_datetimefield_value(self.now))
            else:
                values.append(f"e.{quote(field.column)}")
        parameters += [self.draft_id] * len(parents) + [self.source_id]
        # Ordered by id, so that rows that share a place keep their order in the copy.
        statement = (
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "  # noqa: S608  our own names
            f"FROM {table} e {' '.join(joins)} WHERE e.version_id = %s ORDER BY e.id"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)

    @staticmethod
    def _join(name: str, column: str, parent: type[Model]) -> str:
        table = connection.ops.quote_name(parent._meta.db_table)
        return (
            f"LEFT JOIN {table} {name}_old ON {name}_old.id = e.{column} "
            f"LEFT JOIN {table} {name}_new ON {name}_new.version_id = %s AND {name}_new.key = {name}_old.key"
        )


def _columns(model: type[Model]) -> list[Any]:
    return list(model._meta.concrete_fields)


def open_draft(journey: JourneyMap) -> MapVersion | None:
    """Return the map's draft or version in review, if it has one."""
    draft: MapVersion | None = journey.versions.filter(state__in=OPEN_STATES).first()
    return draft


def states_a_verb_takes(verb: str) -> Sequence[str]:
    """Return the states `verb` starts from."""
    return sorted(MOVES[verb][0])
