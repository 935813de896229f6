"""The JSON Schema of our document, from the same types that read and write it."""

from __future__ import annotations

import inspect
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import msgspec

from journeys.contents import FORMAT, MapContents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.exchange.places import Steps

SCHEMA_ID = "urn:journeyloop:schema:journeyloop-map:1"
_TITLE = "Journeyloop map"


@cache
def _build() -> dict[str, Any]:
    (reference,), parts = msgspec.json.schema_components(
        [MapContents], ref_template="#/$defs/{name}"
    )
    for name, part in parts.items():
        part["title"] = name.removesuffix("Contents")
        if "description" in part:
            part["description"] = inspect.cleandoc(part["description"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": _TITLE,
        "description": (
            f"A customer journey map as one document, format {FORMAT}. Beyond this schema: keys are not "
            "repeated, references lead to something in the document, a card's touchpoint lies in the "
            "card's stage, emotions and shares are whole tenths, and the evidence window is in order."
        ),
        **reference,
        "$defs": parts,
    }


def json_schema() -> dict[str, Any]:
    """Return the schema of `journeyloop-map/1`, JSON Schema draft 2020-12."""
    return dict(_build())


def schema_text() -> str:
    """Return the schema as it is published in `docs/journeyloop-map-1.schema.json`."""
    return json.dumps(_build(), indent=2, ensure_ascii=False) + "\n"


@cache
def _lists() -> dict[str, str]:
    """Return the lists of a document, and by which part of the schema their items go."""
    fields = _build()["$defs"]["MapContents"]["properties"]
    return {
        name: field["items"]["$ref"].removeprefix("#/$defs/")
        for name, field in fields.items()
        if field.get("type") == "array"
    }


@cache
def _validator(part: str = "") -> jsonschema_rs.Draft202012Validator:
    """Return the validator of the whole schema or of one part; safe to share."""
    schema = {**_build(), "$ref": f"#/$defs/{part}"} if part else _build()
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def is_valid(document: Any) -> bool:
    """Return whether a document has the shape the schema asks for; stops at the first error.

    Raises ValueError for one that is nested deeper than the validator goes.
    """
    return _validator().is_valid(document)


def errors(document: dict[str, Any]) -> Iterator[tuple[Steps, Any]]:
    """Yield the validator's errors, each with the way to the part of the document it was found in.

    Part by part, so that a caller who has seen enough can stop: the errors of a hostile document
    may take a thousand times its own size.
    """
    rest = {
        name: [] if name in _lists() and isinstance(items, list) else items
        for name, items in document.items()
    }
    yield from _errors_of(rest, "", ())
    for name, part in _lists().items():
        items = document.get(name)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            yield from _errors_of_part(item, part, (name, index))


def _errors_of_part(item: Any, part: str, steps: Steps) -> Iterator[tuple[Steps, Any]]:
    touchpoints = item.get("touchpoints") if isinstance(item, dict) else None
    if part != "StageContents" or not isinstance(touchpoints, list):
        yield from _errors_of(item, part, steps)
        return
    yield from _errors_of({**item, "touchpoints": []}, part, steps)
    for index, touchpoint in enumerate(touchpoints):
        yield from _errors_of(touchpoint, "TouchpointContents", (*steps, "touchpoints", index))


def _errors_of(value: Any, part: str, steps: Steps) -> Iterator[tuple[Steps, Any]]:
    for error in _validator(part).iter_errors(value):
        yield steps, error
