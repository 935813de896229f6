"""`apply`: changes of a person written into a draft, field by field, over what the person saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from journeys.edits import steps
from journeys.edits.changes import MOST_CHANGES, Applied, Change, Conflict, Refused
from journeys.edits.fields import FIELDS, KEPT, MODELS, PLACES, POSITION, REQUIRED, SHARED, checked
from journeys.edits.sheet import ORIGIN, Sheet
from journeys.edits.writing import write
from journeys.models import MapVersion
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import User

    from journeys.edits.sheet import Values

#: Who was faster is looked up for this many elements.
MOST_NAMED = 20


@transaction.atomic
def apply(
    version: MapVersion,
    changes: Sequence[Change],
    *,
    by: User | None,
    label: str = "",
    request: str = "",
    verb: str = "edit",
) -> Applied:
    """Write changes into a draft, in their order; what somebody else changed meanwhile stays.

    A field is written if it still is what the person saw. If it is not, and not what is wanted
    either, it becomes a conflict; all else goes in. The step is kept so that the person can undo it.
    A `request` that went in before does nothing again. Raises `Refused` for what cannot be, and then
    nothing is written; `InvalidTransition` if the version is no draft.
    """
    version = locked(version)
    done = steps.of_request(version, by, request)
    if done is not None:
        return _as_it_is(version, done)
    work = Work(version, changes, by=by)
    work.take_all()
    if work.records:
        write(work.sheet, by=by, verb=verb)
    step = steps.record(version, work.records, by=by, label=label, request=request)
    return work.result(step)


def locked(version: MapVersion) -> MapVersion:
    """Return the draft as it is now, locked. Raises `InvalidTransition` if it is none."""
    version = (
        MapVersion.objects.select_for_update(of=("self",)).select_related("map").get(pk=version.pk)
    )
    if not version.is_editable:
        raise InvalidTransition(
            f"Version {version.number} is {version.get_state_display().lower()}; only a draft can be changed."
        )
    return version


def _as_it_is(version: MapVersion, step: Any) -> Applied:
    keys = {record["key"] for record in step.changes}
    sheet = Sheet(version, keys)
    values = {key: _now(sheet, key) for key in keys}
    return Applied(values=values, step=step.pk, touched=_touched(step.changes, sheet))


def _now(sheet: Sheet, key: str) -> Values | None:
    kind = sheet.kind_of(key)
    return {"kind": kind} | sheet.now[kind][key] if kind else None


class Work:
    """Changes on their way into a sheet: what was done, and what met somebody else's work."""

    def __init__(
        self,
        version: MapVersion,
        changes: Sequence[Change],
        *,
        by: User | None,
        may_bring_back: bool = False,
    ) -> None:
        if len(changes) > MOST_CHANGES:
            raise Refused(MOST_CHANGES, "", f"More than {MOST_CHANGES} changes in one edit.")
        self.version, self.changes, self.by = version, changes, by
        self.may_bring_back = may_bring_back
        self.sheet = Sheet(version, {change.key for change in changes if change.kind == "card"})
        self.records: list[dict[str, Any]] = []
        self.conflicts: list[Conflict] = []
        self._index = 0

    def take_all(self) -> None:
        """Take every change; raises `Refused` at the first that cannot be."""
        for index, change in enumerate(self.changes):
            self._index = index
            self.take(change)

    def take(self, change: Change) -> None:
        """Take one change."""
        if change.kind == ORIGIN:
            self._set_origin(change)
            return
        there = self.sheet.kind_of(change.key)
        if there is not None and there != change.kind:
            raise Refused(self._index, "key", f"This key is that of a {there}.")
        if change.remove:
            if there:
                self._remove(change)
        elif there:
            self._change(change)
        elif change.seen is None:
            self._create(change)
        else:
            self._conflict(change, "", "gone", yours=change.set)

    # --- the three deeds ---

    def _create(self, change: Change) -> None:
        kind, key = change.kind, change.key
        wanted = self._checked(change, change.set)
        missing = [name for name in REQUIRED[kind] if name not in wanted]
        if missing:
            raise Refused(self._index, missing[0], "This cannot be blank.")
        for name in PLACES[kind]:
            if name not in wanted:
                raise Refused(self._index, name, "A new element says where it is.")
            if not self.sheet.is_there(kind, name, wanted[name]):
                self._conflict(change, name, "no_place", yours=change.set)
                return
        self._refuse_missing(kind, wanted)
        self._refuse_taken(kind, key)
        after = wanted.pop(POSITION, None)
        values = _defaults(kind) | wanted
        self.sheet.now[kind][key] = values
        line = self.sheet.line(kind)
        line.put(key, after)
        self._record(kind, key, None, values | {POSITION: line.before(key)})

    def _change(self, change: Change) -> None:
        kind, key = change.kind, change.key
        wanted = self._checked(change, change.set)
        now = self.sheet.now[kind][key]
        position = wanted.pop(POSITION, None)
        before: Values = {}
        refused_place = False
        for name, value in wanted.items():
            if now[name] == value:
                continue
            if name in PLACES[kind] and not self.sheet.is_there(kind, name, value):
                self._conflict(change, name, "no_place", yours=value, theirs=now[name])
                refused_place = True
            elif not _is_as_seen(change, name, now[name]):
                self._conflict(change, name, "changed", yours=value, theirs=now[name])
                refused_place = refused_place or name in PLACES[kind]
            else:
                before[name] = now[name]
        self._refuse_missing(kind, {name: wanted[name] for name in before})
        after = {name: wanted[name] for name in before}
        now.update(after)
        if position is not None and not refused_place:
            self._move(kind, key, position, before, after)
        if before:
            self._record(kind, key, before, after)

    def _move(self, kind: str, key: str, position: str, before: Values, after: Values) -> None:
        line = self.sheet.line(kind)
        followed = line.before(key)
        if position not in {followed, key}:
            line.take(key)
            line.put(key, position)
            if line.before(key) != followed:
                before[POSITION], after[POSITION] = followed, line.before(key)
            else:
                line.moved.discard(key)

    def _remove(self, change: Change) -> None:
        kind, key = change.kind, change.key
        now = self.sheet.now[kind][key]
        seen = change.seen or {}
        differing = [name for name, value in seen.items() if name in now and now[name] != value]
        inside = self.sheet.inside(kind, key)
        if differing:
            theirs = {name: now[name] for name in differing}
            self._conflict(change, "", "changed", yours=None, theirs=theirs)
            return
        if change.inside is not None and {k for _, k in inside} - set(change.inside):
            self._conflict(change, "", "changed", yours=None, theirs=dict(now))
            return
        for inner_kind, inner_key in [*inside, (kind, key)]:
            followed = self.sheet.line(inner_kind).take(inner_key)
            values = self.sheet.now[inner_kind].pop(inner_key)
            self._record(inner_kind, inner_key, values | {POSITION: followed}, None)

    def _set_origin(self, change: Change) -> None:
        """Say where a key came from, or no longer: only splitting, merging and undoing do."""
        before = self.sheet.origins.pop(change.key, None)
        after = None if change.remove else dict(change.set)
        if after is not None:
            self.sheet.origins[change.key] = after
        self._record(ORIGIN, change.key, before, after)

    # --- for these ---

    def _checked(self, change: Change, values: Values) -> Values:
        found = {}
        for name, value in values.items():
            if name in KEPT[change.kind] and not self.may_bring_back:
                raise Refused(self._index, name, "This cannot be set here.")
            try:
                found[name] = checked(change.kind, name, value)
            except ValidationError as error:
                raise Refused(self._index, name, " ".join(error.messages)) from error
        if "persona_emotions" in found:
            self._refuse_other_personas(change, found["persona_emotions"])
        return found

    def _refuse_other_personas(self, change: Change, entries: list[Values]) -> None:
        kept = self.sheet.now[change.kind].get(change.key, {}).get("persona_emotions", [])
        known = {entry["persona"] for entry in kept}
        wanted = {entry["persona"] for entry in entries} - known
        if wanted:
            wanted -= set(self.version.map.personas.values_list("key", flat=True))
        if wanted:
            raise Refused(self._index, "persona_emotions", "That persona is not on this map.")

    def _refuse_missing(self, kind: str, wanted: Values) -> None:
        for name in SHARED:
            if wanted.get(name) and not self.sheet.is_there(kind, name, wanted[name]):
                raise Refused(self._index, name, "The program has none of this key.")

    def _refuse_taken(self, kind: str, key: str) -> None:
        """A key belongs to one element of a version, whatever its kind; cards are not all at hand."""
        if (
            kind != "card"
            and MODELS["card"]._default_manager.filter(version=self.sheet.version, key=key).exists()
        ):
            raise Refused(self._index, "key", "This key is that of a card.")

    def _record(self, kind: str, key: str, before: Values | None, after: Values | None) -> None:
        self.records.append({"kind": kind, "key": key, "before": before, "after": after})

    def _conflict(self, change: Change, field: str, reason: Any, **sides: Any) -> None:
        self.conflicts.append(Conflict(change.kind, change.key, field, reason, **sides))

    def result(self, step: Any) -> Applied:
        """Return what came of it."""
        keys = {record["key"] for record in self.records}
        keys |= {conflict.key for conflict in self.conflicts}
        return Applied(
            values={key: _now(self.sheet, key) for key in keys},
            conflicts=tuple(_named(self.version, self.conflicts, self.by)),
            step=step.pk if step else None,
            touched=_touched(self.records, self.sheet),
        )


def _is_as_seen(change: Change, name: str, now: Any) -> bool:
    return change.seen is not None and name in change.seen and change.seen[name] == now


def _defaults(kind: str) -> Values:
    values: Values = {}
    for name in (*FIELDS[kind], *KEPT[kind]):
        if name in SHARED:
            values[name] = None
        elif name not in PLACES[kind]:
            default = MODELS[kind]._meta.get_field(name).get_default()
            values[name] = str(default) if isinstance(default, str) else default
    return values


def _touched(records: Sequence[dict[str, Any]], sheet: Sheet) -> frozenset[str]:
    """Return which parts of the picture show what was done: "all", "lane:…" or "touchpoint.name"."""
    found = set()
    for record in records:
        kind, key = record["kind"], record["key"]
        before, after = record["before"], record["after"]
        if kind == "card":
            sides = (before or {}, after or {}, sheet.now["card"].get(key, {}))
            found |= {f"lane:{side['lane']}" for side in sides if "lane" in side}
        elif (
            kind == ORIGIN or before is None or after is None or {POSITION, "stage"} & after.keys()
        ):
            found.add("all")
        else:
            found |= {f"{kind}.{name}" for name in after}
    return frozenset(found)


def _named(version: MapVersion, conflicts: Sequence[Conflict], by: User | None) -> list[Conflict]:
    """Say of each conflict who was faster and when."""
    faster: dict[str, Any] = {}
    for conflict in conflicts:
        if conflict.key not in faster and len(faster) < MOST_NAMED:
            rows = MODELS[conflict.kind].history.filter(version_id=version.pk, key=conflict.key)
            rows = rows.order_by("-history_date", "-history_id")
            others = rows.exclude(history_user_id=by.pk) if by else rows
            # From two windows one can be faster than oneself.
            faster[conflict.key] = others.first() or rows.first()
    return [
        Conflict(
            conflict.kind, conflict.key, conflict.field, conflict.reason, conflict.yours, conflict.theirs,
            by=deed.history_user_name if deed else "",
            at=deed.history_date if deed else None,
        )
        for conflict in conflicts
        for deed in (faster.get(conflict.key),)
    ]  # fmt: skip


__all__ = ["InvalidTransition", "Work", "apply", "locked"]
