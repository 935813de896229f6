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
    PersonaEmotion,
    VersionFacts,
)
from journeys.exchange import feelings
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
#: Fields that name files of this installation: no table carries them, and none may bring them in.
_FILES = frozenset({"image"})
BY_PERSONA = "Emotions by persona"
_BY_PERSONA = (
    "Touchpoint",
    "Persona",
    "Emotion",
    "Feeling",
    "Basis",
    "Touchpoint key",
    "Persona key",
)
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


def fields_of(kind: type[Part]) -> list[str]:
    """Return the fields of a part that a table holds."""
    return [field for field in kind.__struct_fields__ if field not in _FILES]


def table(parts: tuple[Part, ...], kind: type[Part]) -> list[list[Any]]:
    """Return heads and rows of a sheet of parts."""
    fields = fields_of(kind)
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
    fields = {head_of(field): field for field in fields_of(kind)}
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


def by_persona(contents: MapContents) -> list[list[Any]]:
    """Return heads and rows of the sheet of what touchpoints feel like to each persona."""
    names = {persona.key: persona.name for persona in contents.personas}
    rows = [
        [
            touchpoint.name,
            names.get(one.persona),
            one.emotion,
            one.feeling,
            one.basis,
            touchpoint.key,
            one.persona,
        ]
        for _, touchpoint in contents.touchpoints
        for one in touchpoint.persona_emotions
    ]
    return [list(_BY_PERSONA), *rows] if rows else []


def read_by_persona(sheet: Sheet, contents: MapContents, tell: ProblemLog) -> MapContents:
    """Return contents with what the sheet says each touchpoint feels like to each persona."""
    places = {cell.strip(): column for column, cell in enumerate(sheet.rows[0])}
    touchpoints = {part.key: part.key for _, part in contents.touchpoints}
    touchpoints |= {
        part.name: part.key for _, part in contents.touchpoints if part.name not in touchpoints
    }
    personas = {part.key: part.key for part in contents.personas}
    personas |= {part.name: part.key for part in contents.personas if part.name not in personas}
    felt: dict[str, dict[str, PersonaEmotion]] = {}
    for number in range(1, len(sheet.rows)):
        said = {head: sheet.cell(number, column) for head, column in places.items()}
        touchpoint = touchpoints.get(said.get("Touchpoint key") or said.get("Touchpoint", ""))
        persona = personas.get(said.get("Persona key") or said.get("Persona", ""))
        emotion = feelings.emotion_of(feelings.read(said.get("Emotion", "")), feelings.OUR_SCALE)
        if touchpoint is None or persona is None or emotion is None:
            if any(said.values()):
                tell.error(
                    "The row needs a touchpoint and a persona of this file, and an emotion from −3 to +3.",
                    **sheet.place(number),
                )
            continue
        felt.setdefault(touchpoint, {})[persona] = PersonaEmotion(
            persona=persona,
            emotion=emotion,
            feeling=said.get("Feeling", "")[: feelings.LONGEST_FEELING],
            basis="observed" if said.get("Basis", "").strip() == "observed" else "assumed",
        )
    stages = tuple(
        msgspec.structs.replace(
            stage,
            touchpoints=tuple(
                msgspec.structs.replace(
                    part, persona_emotions=tuple(felt.get(part.key, {}).values())
                )
                for part in stage.touchpoints
            ),
        )
        for stage in contents.stages
    )
    return msgspec.structs.replace(contents, stages=stages)


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
