"""The sheets beside our own list: what the map, its personas, KPIs and the rest say, field by field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from journeys.contents import (
    ChannelContents,
    KpiContents,
    MapFacts,
    ObjectiveContents,
    OriginContents,
    PersonaContents,
    VersionFacts,
)
from journeys.exchange.table import columns

if TYPE_CHECKING:
    from journeys.contents import MapContents, Part
    from journeys.exchange.findings import ProblemLog
    from journeys.exchange.table.sheets import Sheet

#: Sheets with a row for each part, by the list of the document they hold.
PARTS: dict[str, tuple[str, type[Part]]] = {
    "personas": ("Personas", PersonaContents),
    "objectives": ("Objectives", ObjectiveContents),
    "kpis": ("KPIs", KpiContents),
    "channels": ("Channels", ChannelContents),
    "origins": ("Origins", OriginContents),
}
ABOUT = "About the map"
#: Rows of the sheet about the map: what they are called, whose field it is.
_ABOUT = {
    "Name": ("map", "name"), "Kind": ("map", "kind"), "Scope": ("map", "scope"),
    "Version label": ("version", "label"), "Reason": ("version", "reason"),
    "Summary of changes": ("version", "change_summary"), "Evidence from": ("version", "evidence_from"),
    "Evidence to": ("version", "evidence_to"),
}  # fmt: skip
_NUMBERS = frozenset({"share_of_customers"})


def head_of(field: str) -> str:
    """Return what a field's column is called: "Age range"."""
    return field.replace("_", " ").capitalize()


def about(contents: MapContents) -> list[tuple[str, str]]:
    """Return the rows of the sheet about the map."""
    rows = []
    for head, (part, field) in _ABOUT.items():
        value = getattr(getattr(contents, part), field)
        rows.append((head, str(value) if value is not None else ""))
    return rows


def table(parts: tuple[Part, ...], kind: type[Part]) -> list[list[Any]]:
    """Return heads and rows of a sheet of parts."""
    fields = kind.__struct_fields__
    rows = [[columns.written(getattr(part, field)) for field in fields] for part in parts]
    return [[head_of(field) for field in fields], *rows]


def read_about(sheet: Sheet, tell: ProblemLog) -> tuple[MapFacts | None, VersionFacts]:
    """Return what the sheet about the map says."""
    said: dict[str, dict[str, Any]] = {"map": {}, "version": {}}
    for number, row in enumerate(sheet.rows):
        where = _ABOUT.get(row[0].strip() if row else "")
        if where and len(row) > 1 and row[1]:
            part, field = where
            kind: type[Any] = MapFacts if part == "map" else VersionFacts
            value = _converted(kind, field, row[1], tell, sheet.place(number, 1))
            if value is not None:
                said[part][field] = value
    facts = MapFacts(**said["map"]) if said["map"].get("name", "").strip() else None
    return facts, VersionFacts(**said["version"])


def read_parts(sheet: Sheet, kind: type[Part], tell: ProblemLog) -> tuple[Any, ...]:
    """Return the parts of a sheet; a row that cannot be one is an error and stays out."""
    fields = {head_of(field): field for field in kind.__struct_fields__}
    heads = [fields.get(cell.strip()) for cell in sheet.rows[0]]
    parts = []
    for number, row in enumerate(sheet.rows[1:], start=1):
        values: dict[str, Any] = {}
        for column, (field, text) in enumerate(zip(heads, row, strict=False)):
            if field and text:
                value = _converted(kind, field, text, tell, sheet.place(number, column))
                if value is not None:
                    values[field] = value
        if not values:
            continue
        try:
            parts.append(msgspec.convert(values, kind))
        except msgspec.ValidationError as error:
            message = re.sub(r" - at `\$.*", "", str(error))
            tell.error(f"The row cannot come in: {message}.", **sheet.place(number))
    return tuple(parts)


def _converted(
    kind: type[Any], field: str, text: str, tell: ProblemLog, place: dict[str, Any]
) -> Any:
    """Return a cell as the field wants it; None, and an error, if it cannot be that."""
    wanted = next(one.type for one in msgspec.structs.fields(kind) if one.name == field)
    value: Any = text
    if field == "from_keys":
        value = list(columns.split(text))
    elif field in _NUMBERS:
        value = text.replace(",", ".")
    try:
        return msgspec.convert(value, wanted, strict=False)
    except msgspec.ValidationError as error:
        message = re.sub(r" - at `\$.*", "", str(error))
        tell.error(f"“{text[:40]}” does not fit here: {message}.", **place)
        return None
