"""The steps a person took in a draft, kept so that they can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import Truncator
from msgspec import Struct

from journeys.models import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import User

    from journeys.models import MapVersion

#: So many steps of a person in a draft are kept.
MOST_STEPS = 200


class Step(Struct, frozen=True):
    """A step that can be taken back, or again."""

    id: int
    label: str


class Steps(Struct, frozen=True):
    """What undo and redo would do now."""

    undo: Step | None = None
    redo: Step | None = None


def steps_of(version: MapVersion, by: User | None) -> Steps:
    """Return what this person can undo and redo in a draft."""
    if by is None:
        return Steps()
    return Steps(undo=_step(last_done(version, by)), redo=_step(first_undone(version, by)))


def record(
    version: MapVersion,
    records: Sequence[dict[str, Any]],
    *,
    by: User | None,
    label: str,
    request: str,
) -> Edit | None:
    """Keep a step; what was undone before it cannot be done again, and very old steps go."""
    if by is None or not records:
        return None
    mine = Edit.objects.filter(version=version, by=by)
    mine.filter(is_undone=True).delete()
    changes = [*records]
    if request:
        changes[0] = {**changes[0], "request": request}
    edit = Edit.objects.create(
        version=version,
        program_id=version.program_id,
        by=by,
        label=Truncator(label or described(records)).chars(160),
        changes=changes,
    )
    oldest = list(mine.order_by("-id").values_list("pk", flat=True)[MOST_STEPS : MOST_STEPS + 1])
    if oldest:
        mine.filter(pk__lte=oldest[0]).delete()
    return edit


def of_request(version: MapVersion, by: User | None, request: str) -> Edit | None:
    """Return the step that a request made, if it arrived before."""
    if by is None or not request:
        return None
    return Edit.objects.filter(version=version, by=by, changes__0__request=request).first()


def described(records: Sequence[dict[str, Any]]) -> str:
    """Say in a few words what a step did: Add “Call drops”."""
    first = records[-1] if records[-1]["after"] is None else records[0]
    before, after = first["before"], first["after"]
    said = {**(before or {}), **(after or {})}
    name = said.get("name") or said.get("text") or ""
    kind = first["kind"]
    what = f"{kind} “{Truncator(name).chars(60)}”" if name else f"a {kind}"
    if before is None:
        return f"Add {what}"
    if after is None:
        return f"Remove {what}"
    if {"after", "at", "lane", "stage"} & after.keys():
        return f"Move {what}"
    if "emotion" in after:
        return "Change an emotion"
    return f"Change {what}"


def last_done(version: MapVersion, by: User) -> Edit | None:
    rows = Edit.objects.filter(version=version, by=by, is_undone=False)
    return rows.order_by("-id").first()


def first_undone(version: MapVersion, by: User) -> Edit | None:
    """Return the step undone last: steps are undone from the newest, so it is the oldest undone."""
    rows = Edit.objects.filter(version=version, by=by, is_undone=True)
    return rows.order_by("id").first()


def _step(edit: Edit | None) -> Step | None:
    return Step(edit.pk, edit.label) if edit else None
