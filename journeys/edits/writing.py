"""Writing what differs on a sheet: parents first, in bulk, with history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from journeys import history
from journeys.edits.fields import FIELDS, KEPT, MODELS, SHARED, is_plain, stored
from journeys.edits.sheet import KINDS
from journeys.models import ElementOrigin

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from journeys.edits.sheet import Sheet


def write(sheet: Sheet, *, by: User | None, verb: str) -> None:
    """Make the draft's rows say what the sheet says now."""
    differing = sheet.differing()
    numbers = {kind: line.numbers() for kind, line in sheet.lines.items()}
    for kind in KINDS:
        signs = differing[kind]
        if kind == "card":
            signs["~"] |= _followers(sheet, differing["touchpoint"]["~"])
        created = [_row(sheet, kind, key, numbers) for key in _ordered(sheet, kind, signs["+"])]
        changed = [_row(sheet, kind, key, numbers) for key in _ordered(sheet, kind, signs["~"])]
        _save(kind, created, changed)
        for rows, sign in ((created, "+"), (changed, "~")):
            history.record_in_bulk(MODELS[kind], rows, sign, by=by, verb=_verb(verb, sign))
        if kind in sheet.lines:
            sheet.lines[kind].shift(numbers[kind], signs["+"] | signs["~"])
    for kind in reversed(KINDS):
        _remove(sheet, kind, differing[kind]["-"], by=by, verb=verb)
    _write_origins(sheet)


def _verb(verb: str, sign: str) -> str:
    return {"+": "create", "~": "edit", "-": "delete"}[sign] if verb == "edit" else verb


def _ordered(sheet: Sheet, kind: str, keys: set[str]) -> list[str]:
    return [key for key in sheet.now[kind] if key in keys]


def _followers(sheet: Sheet, touchpoints: set[str]) -> set[str]:
    """Return the cards whose touchpoint goes to another stage: they go with it."""
    moved = [
        sheet.rows["touchpoint"][key].pk
        for key in touchpoints
        if sheet.now["touchpoint"][key]["stage"] != sheet.was["touchpoint"][key]["stage"]
    ]
    if not moved:
        return set()
    sheet.read_cards(touchpoint__in=moved)
    return {
        key
        for key, row in sheet.rows["card"].items()
        if row.touchpoint_id in moved and key in sheet.now["card"]
    }


def _row(sheet: Sheet, kind: str, key: str, numbers: dict[str, dict[str, int]]) -> Any:
    row = sheet.rows[kind].get(key)
    if row is None:
        version = sheet.version
        row = MODELS[kind](version=version, program_id=version.program_id, key=key)
        sheet.rows[kind][key] = row
    values = sheet.now[kind][key]
    for name in (*FIELDS[kind], *KEPT[kind]):
        if is_plain(kind, name):
            setattr(row, name, stored(name, values[name]))
        elif name in SHARED:
            setattr(row, f"{name}_id", sheet.shared(name)[values[name]] if values[name] else None)
        elif name != "at":
            setattr(row, name, sheet.rows[name][values[name]])
    if kind == "card":
        row.touchpoint = sheet.rows["touchpoint"].get(values["at"])
        row.stage = row.touchpoint.stage if row.touchpoint else sheet.rows["stage"][values["at"]]
    if kind in numbers:
        row.order = numbers[kind][key]
    row.updated_at = timezone.now()
    return row


def _save(kind: str, created: list[Any], changed: list[Any]) -> None:
    model = MODELS[kind]
    names = [
        field.name
        for field in model._meta.concrete_fields
        if field.name not in {"id", "created_at", "version", "program", "key"}
    ]
    model._default_manager.bulk_create(created, batch_size=500)
    model._default_manager.bulk_update(changed, names, batch_size=100)


def _remove(sheet: Sheet, kind: str, keys: set[str], *, by: User | None, verb: str) -> None:
    rows = [sheet.rows[kind][key] for key in keys]
    if not rows:
        return
    history.record_in_bulk(MODELS[kind], rows, "-", by=by, verb=_verb(verb, "-"))
    for start in range(0, len(rows), 500):
        part = MODELS[kind]._default_manager.filter(
            pk__in=[row.pk for row in rows[start : start + 500]]
        )
        part._raw_delete(part.db)  # children went first, or moved away


def _write_origins(sheet: Sheet) -> None:
    keys = sheet.changed_origins
    if not keys:
        return
    ElementOrigin.objects.filter(version=sheet.version, key__in=keys).delete()
    ElementOrigin.objects.bulk_create(
        ElementOrigin(
            version=sheet.version,
            program_id=sheet.version.program_id,
            key=key,
            kind=sheet.origins[key]["kind"],
            from_keys=sheet.origins[key]["from_keys"],
            recorded_by_name=sheet.origins[key]["recorded_by"],
        )
        for key in sorted(keys & sheet.origins.keys())
    )
