"""What each verb on a version is called and what it means, in the words of the screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeys import versions

if TYPE_CHECKING:
    from collections.abc import Callable

    from journeys.models import MapVersion


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb as a button and as a page: `consequence(version)` says what follows from it."""

    verb: str
    button: str
    icon: str
    done: str
    consequence: Callable[[MapVersion], str]
    perform: Callable[..., MapVersion]
    note_label: str = "Note"
    note_help: str = "Kept in the history. You may leave it empty."
    needs_note: bool = False
    is_destructive: bool = False

    @property
    def permission(self) -> str:
        """Return the permission's codename."""
        return f"{self.verb}_mapversion"


def _required(version: MapVersion) -> str:
    required = version.program.required_approvals
    if not required:
        return ""
    people = "One other person" if required == 1 else f"{required} other people"
    return f" {people} must approve it before it can be published."


DEEDS = {
    deed.verb: deed
    for deed in (
        Deed(
            "submit",
            "Submit for review",
            "rate_review",
            "is in review now",
            lambda version: (
                "While it is in review nobody can change it. A manager approves it, asks for changes, "
                f"or publishes it.{_required(version)}"
            ),
            versions.submit,
            note_label="What should the reviewers look at?",
        ),
        Deed(
            "approve",
            "Approve",
            "task_alt",
            "is approved",
            lambda version: (
                "Your approval is recorded with your name and the date. The version stays in review "
                "until somebody publishes it."
            ),
            versions.approve,
        ),
        Deed(
            "request_changes",
            "Request changes",
            "edit_note",
            "is a draft again",
            lambda version: "It goes back to its authors as a draft, with what you write here.",
            versions.request_changes,
            note_label="What should change?",
            note_help="The authors read this on the version.",
            needs_note=True,
        ),
        Deed(
            "publish",
            "Publish",
            "publish",
            "is published",
            lambda version: (
                "Publishing freezes this version for good: its stages, touchpoints, cards and "
                f"personas as they are now. Editing it later starts version {version.number + 1}."
            ),
            versions.publish,
            note_label="Why now?",
        ),
        Deed(
            "archive",
            "Archive",
            "inventory_2",
            "is archived",
            lambda version: (
                "It is put aside: it stays readable and comparable, and nothing in it changes. "
                "An archived version does not come back."
            ),
            versions.archive,
            note_label="Why is it put aside?",
        ),
        Deed(
            "discard",
            "Discard",
            "delete",
            "is discarded",
            lambda version: (
                "The draft is given up. It stays as a record that can be read, but not edited or "
                "published any more. The map is then free for another draft."
            ),
            versions.discard,
            note_label="Why is it given up?",
            is_destructive=True,
        ),
    )
}
