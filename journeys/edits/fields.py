"""The fields of elements that an edit can set, and how their values look in JSON.

Relations are keys. A card stands in a `lane` `at` a touchpoint, or at the stage it spans. `after` is
the key of the element it follows among its like, or "" for the first.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
from django.core.exceptions import ValidationError

from journeys.models import Card, Lane, Stage, Touchpoint

if TYPE_CHECKING:
    from journeys.contents import MapContents
    from journeys.edits.changes import Kind

MODELS: dict[str, Any] = {"stage": Stage, "touchpoint": Touchpoint, "lane": Lane, "card": Card}
#: Fields that say where an element lies; they are keys of other elements.
PLACES: dict[str, tuple[str, ...]] = {
    "stage": (),
    "lane": (),
    "touchpoint": ("stage",),
    "card": ("lane", "at"),
}
#: Keys of what the program has, by field.
SHARED = {"kpi": "kpi", "channel": "channel"}
_PLAIN: dict[str, tuple[str, ...]] = {
    "stage": ("name", "customer_goal"),
    "touchpoint": (
        "name", "does", "thinks", "actors", "is_moment_of_truth", "importance", "emotion", "feeling", "basis",
        "team", "persona_emotions",
    ),
    "lane": ("kind", "name"),
    "card": ("text", "severity", "share_hit", "owner", "tags"),
}  # fmt: skip
#: All that can be set, by kind of element.
FIELDS: dict[str, tuple[str, ...]] = {
    "stage": (*_PLAIN["stage"], "kpi"),
    "touchpoint": ("stage", *_PLAIN["touchpoint"], "channel"),
    "lane": _PLAIN["lane"],
    "card": (*PLACES["card"], *_PLAIN["card"]),
}
#: What comes back with an element that was removed, and is set in no other way.
KEPT: dict[str, tuple[str, ...]] = {
    "stage": (),
    "touchpoint": (),
    "lane": (),
    "card": ("attachment",),
}
POSITION = "after"
#: What must not be blank.
REQUIRED = {"stage": ("name",), "touchpoint": ("name",), "lane": (), "card": ("text",)}


def plain(row: Any, kind: str) -> dict[str, Any]:
    """Return a row's own fields as JSON has them; relations are for the sheet."""
    values: dict[str, Any] = {}
    for name in (*_PLAIN[kind], *KEPT[kind]):
        value = getattr(row, name)
        if isinstance(value, Decimal):
            value = float(value)
        elif name == "attachment":
            value = value.name if value else ""
        elif name == "persona_emotions":
            value = _whole(value)
        values[name] = value
    return values


def is_plain(kind: str, name: str) -> bool:
    """Return whether a field holds its value itself rather than a key."""
    return name in _PLAIN[kind] or name in KEPT[kind]


def checked(kind: str, name: str, value: Any) -> Any:
    """Return a value as `plain` gives it. Raises `ValidationError` by the model's own rules."""
    if name not in FIELDS[kind] and name != POSITION and name not in KEPT[kind]:
        raise ValidationError(f"There is no field {name[:40]!r} to set on a {kind}.")
    if not is_plain(kind, name):
        if value is not None and not isinstance(value, str):
            raise ValidationError("Give a key.")
        return value or (None if name in SHARED else "")
    _refuse_other_types(kind, name, value)
    if name in REQUIRED[kind] and not value.strip():
        raise ValidationError("This cannot be blank.")
    if name in KEPT[kind]:
        return value
    field = MODELS[kind]._meta.get_field(name)
    cleaned = field.clean(Decimal(str(value)) if isinstance(value, float) else value, None)
    if isinstance(cleaned, Decimal):
        return float(cleaned)
    return _whole(cleaned) if name == "persona_emotions" else cleaned


def stored(name: str, value: Any) -> Any:
    """Return a plain value as a row takes it: exact decimals for numbers with tenths."""
    return Decimal(str(value)) if name in {"emotion", "share_hit"} and value is not None else value


#: JSON's own types by field; everything else is text.
_TYPES: dict[str, tuple[type, ...]] = {
    "is_moment_of_truth": (bool,),
    "importance": (int, type(None)),
    "severity": (int, type(None)),
    "emotion": (int, float, type(None)),
    "share_hit": (int, float, type(None)),
    "actors": (list,),
    "tags": (list,),
    "persona_emotions": (list,),
}


def _refuse_other_types(kind: str, name: str, value: Any) -> None:
    types = _TYPES.get(name, (str,))
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        raise ValidationError(f"{_SAID.get(types[0], 'Text')} is wanted here.")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if "\0" in text or "\\u0000" in text or not _is_utf8(text):
        raise ValidationError("This has a character that cannot be kept.")


_SAID: dict[type, str] = {
    bool: "True or false",
    int: "A number",
    float: "A number",
    list: "A list",
    str: "Text",
}


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return emotions of personas with everything said, so that equal ones are equal."""
    return [
        {
            "persona": entry["persona"],
            "emotion": float(entry["emotion"]),
            "feeling": entry.get("feeling", ""),
            "basis": entry.get("basis", "assumed"),
        }
        for entry in entries
    ]


def as_values(contents: MapContents) -> dict[Kind, dict[str, dict[str, Any]]]:
    """Return a whole map as edits speak of it: values by key, by kind, in the order of the map."""
    stages = {part.key: _fields("stage", part) for part in contents.stages}
    touchpoints = {
        part.key: _fields("touchpoint", part) | {"stage": stage.key}
        for stage, part in contents.touchpoints
    }
    lanes = {part.key: _fields("lane", part) for part in contents.lanes}
    cards = {
        part.key: _fields("card", part) | {"at": part.touchpoint or part.stage}
        for part in contents.cards
    }
    return {"stage": stages, "touchpoint": touchpoints, "lane": lanes, "card": cards}


def _fields(kind: str, part: Any) -> dict[str, Any]:
    names = [name for name in (*FIELDS[kind], *KEPT[kind]) if name in part.__struct_fields__]
    return {name: _builtin(getattr(part, name)) for name in names}


def _builtin(value: Any) -> Any:
    return msgspec.to_builtins(list(value)) if isinstance(value, tuple) else value
