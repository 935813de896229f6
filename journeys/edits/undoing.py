"""Taking back what one did, and doing it again: a person's own steps, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from journeys.edits.applying import Work, locked
from journeys.edits.changes import Applied, Change
from journeys.edits.fields import POSITION
from journeys.edits.steps import first_undone, last_done
from journeys.edits.writing import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.contrib.auth.models import User

    from journeys.models import MapVersion


def undo(version: MapVersion, *, by: User, step: int | None = None) -> Applied:
    """Take a person's last step in a draft back.

    What somebody else changed since stays, as a conflict. `step` names the step that is meant: if it
    is undone already, nothing happens again. Raises `InvalidTransition` if the version is no draft.
    """
    return _turn(version, by=by, step=step, back=True)


def redo(version: MapVersion, *, by: User, step: int | None = None) -> Applied:
    """Do the step again that a person undid last, by the same rule."""
    return _turn(version, by=by, step=step, back=False)


@transaction.atomic
def _turn(version: MapVersion, *, by: User, step: int | None, back: bool) -> Applied:
    version = locked(version)
    edit = last_done(version, by) if back else first_undone(version, by)
    if edit is None or (step is not None and edit.pk != step):
        return Applied()
    changes = list(_inverse(edit.changes) if back else _forward(edit.changes))
    work = Work(version, changes, by=by, may_bring_back=True)
    work.take_all()
    if work.records:
        write(work.sheet, by=by, verb="undo" if back else "redo")
    edit.is_undone = back
    edit.save(update_fields=["is_undone", "updated_at"])
    return work.result(edit)


def _inverse(records: Sequence[dict[str, Any]]) -> Iterator[Change]:
    for one in reversed(records):
        yield _as_change(one["kind"], one["key"], one["after"], one["before"])


def _forward(records: Sequence[dict[str, Any]]) -> Iterator[Change]:
    for one in records:
        yield _as_change(one["kind"], one["key"], one["before"], one["after"])


def _as_change(
    kind: Any, key: str, here: dict[str, Any] | None, wanted: dict[str, Any] | None
) -> Change:
    """Return the change that leads from one side of a record to the other."""
    if wanted is None:
        seen = {name: value for name, value in (here or {}).items() if name != POSITION}
        return Change(kind, key, seen=seen, remove=True, inside=[])
    return Change(kind, key, set=wanted, seen=here)
