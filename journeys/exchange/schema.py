"""The JSON Schema of our document, from the same types that read and write it."""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

import jsonschema_rs
import msgspec

from journeys.contents import FORMAT, MapContents

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


@cache
def validator() -> jsonschema_rs.Draft202012Validator:
    """Return the validator of the schema; it is built once and safe to share."""
    return jsonschema_rs.Draft202012Validator(_build(), validate_formats=True)
