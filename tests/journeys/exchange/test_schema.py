"""The published JSON Schema is that of the types."""

import json
from io import StringIO
from pathlib import Path

import jsonschema_rs
from django.core.management import call_command
from hypothesis import given

from journeys import contents
from journeys.exchange import schema
from tests.factories.contents import map_contents

PUBLISHED = Path(__file__).parents[3] / "docs" / "journeyloop-map-1.schema.json"
VALIDATOR = jsonschema_rs.Draft202012Validator(schema.json_schema(), validate_formats=True)


def test_published_schema_is_up_to_date():
    assert PUBLISHED.read_text(encoding="utf-8") == schema.schema_text(), (
        "The types changed. Run: ./app manage map_schema -o docs/journeyloop-map-1.schema.json"
    )


def test_schema_is_a_schema():
    jsonschema_rs.meta.validate(schema.json_schema())


def test_map_schema_prints_it():
    out = StringIO()

    call_command("map_schema", stdout=out)

    assert out.getvalue() == schema.schema_text()


def test_map_schema_writes_it(tmp_path):
    call_command("map_schema", output=str(tmp_path / "schema.json"))

    assert (tmp_path / "schema.json").read_text(encoding="utf-8") == schema.schema_text()


@given(map_contents())
def test_every_map_keeps_to_the_schema(drawn):
    assert VALIDATOR.is_valid(json.loads(contents.encode(drawn)))
