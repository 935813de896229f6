"""Whether enough people approved a version: the program's rule, worked out once for every door.

Approvals count from the last time somebody asked for changes. Only after that can a version be
submitted again, so this is also since it was last submitted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from msgspec import Struct

from journeys.models import MapVersion, Review, State

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import User


class Submission(Struct, frozen=True):
    """Who put the version in review, when, and what they want looked at."""

    by: str
    by_id: int | None
    at: datetime
    note: str


class Approval(Struct, frozen=True):
    """One person's approval that counts."""

    by: str
    by_id: int | None
    at: datetime
    note: str


class Standing(Struct, frozen=True):
    """How far the review of a version is."""

    required: int
    submission: Submission | None
    approvals: tuple[Approval, ...]

    @property
    def given(self) -> int:
        """Return how many people approved."""
        return len(self.approvals)

    @property
    def missing(self) -> int:
        """Return how many more have to."""
        return max(0, self.required - self.given)

    @property
    def people(self) -> tuple[str, ...]:
        """Return the usernames of who submitted and who approved."""
        submitted = (self.submission.by,) if self.submission else ()
        return (*submitted, *(approval.by for approval in self.approvals))

    @property
    def words(self) -> str:
        """Return "1 of 2", or how many approved where nobody has to."""
        return f"{self.given} of {self.required}" if self.required else f"{self.given} approved"


def standing(version: MapVersion) -> Standing:
    """Return how far the review of a version is; two queries."""
    submission = _submission(version)
    approvals: dict[Any, Approval] = {}
    for review in version.reviews.order_by("-id"):
        if review.verdict == Review.Verdict.CHANGES_REQUESTED:
            break
        if _is_own(submission, review.reviewer_id, review.reviewer_name) and (
            version.program.required_approvals
        ):
            continue
        person = review.reviewer_id or review.reviewer_name
        if person:  # an approval by nobody in person is no second pair of eyes
            approvals.setdefault(
                person,
                Approval(review.reviewer_name, review.reviewer_id, review.created_at, review.note),
            )
    counted = tuple(reversed(approvals.values()))
    return Standing(version.program.required_approvals, submission, counted)


def why_not(verb: str, version: MapVersion, by: User | None) -> str:
    """Return why the review does not allow a verb that the version's state would, "" if it does."""
    if verb == "publish":
        return _why_not_publish(version)
    if verb == "approve" and by is not None:
        return _why_not_approve(version, by)
    return ""


def _why_not_publish(version: MapVersion) -> str:
    required = version.program.required_approvals
    if not required:
        return ""
    if version.state != State.IN_REVIEW:
        return (
            f"In this program {_people(required)} must approve a version before it is published. "
            f"Submit version {version.number} for review first."
        )
    now = standing(version)
    if not now.missing:
        return ""
    return (
        f"Version {version.number} has {now.given} of {required} approvals. "
        f"{_more(now.missing)} must approve it before it can be published."
    )


def _why_not_approve(version: MapVersion, by: User) -> str:
    now = standing(version)
    if now.required and _is_own(now.submission, by.pk, by.get_username()):
        return (
            f"You submitted version {version.number} yourself. In this program somebody else must "
            "approve it."
        )
    if any(approval.by_id == by.pk for approval in now.approvals):
        return f"You have approved version {version.number} already."
    return ""


def _submission(version: MapVersion) -> Submission | None:
    """Return the last submission: a deed, so the history has it."""
    deeds: Any = MapVersion.history.model.objects
    row = (
        deeds.filter(id=version.pk)
        .filter(Q(history_change_reason="submit") | Q(history_change_reason__startswith="submit: "))
        .order_by("-history_id")
        .values("history_user_id", "history_user_name", "history_date", "history_change_reason")
        .first()
    )
    if row is None:
        return None
    note = row["history_change_reason"].partition(": ")[2]
    return Submission(row["history_user_name"], row["history_user_id"], row["history_date"], note)


def _is_own(submission: Submission | None, user_id: int | None, username: str) -> bool:
    if submission is None:
        return False
    if submission.by_id is not None and user_id is not None:
        return submission.by_id == user_id
    return bool(username) and submission.by == username


def _more(number: int) -> str:
    return "One more person" if number == 1 else f"{number} more people"


def _people(number: int) -> str:
    return "one person" if number == 1 else f"{number} people"
