"""Bringing maps in from a file: first what it would bring, then the maps."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from journeys import maps
from journeys.api.documents import listed
from journeys.api.fields import Text, VisibleRow, YesNo
from journeys.api.formats import JsonParser, LimitedMultiPartParser
from journeys.api.problems import Invalid
from journeys.api.views import Rows
from journeys.exchange.preview import preview
from journeys.models import Program

if TYPE_CHECKING:
    from rest_framework.request import Request

    from journeys.exchange.findings import ImportPreview, Problem
    from journeys.models import MapVersion


class Flag(YesNo):
    """True or false; in a form or an address "true" and "false"."""

    def to_internal_value(self, data: Any) -> bool:
        """Read the two words where JSON's own values cannot be sent."""
        return super().to_internal_value({"true": True, "false": False}.get(str(data), data))


class ImportSerializer(serializers.Serializer):
    """A file's text, and what to do with it."""

    program = VisibleRow(Program, help_text="The program the maps come into.")
    filename = Text(required=False, allow_blank=True, max_length=255)
    content = Text(
        trim_whitespace=False,
        allow_blank=True,
        help_text="The file's text. What is no text, such as .xlsx, comes as a form's `file`.",
    )
    preview = Flag(required=False, help_text="Only say what would come in; write nothing.")
    skip_errors = Flag(required=False, help_text="Bring in what can be, without the wrong lines.")


class ImportFormSerializer(serializers.Serializer):
    """A file, and what to do with it."""

    program = VisibleRow(Program, help_text="The program the maps come into.")
    file = serializers.FileField(allow_empty_file=True)
    preview = Flag(required=False)
    skip_errors = Flag(required=False)


class FileProblemSerializer(serializers.Serializer):
    """One thing about the file. An error keeps something out; a warning says what was decided."""

    severity = serializers.ChoiceField(["error", "warning"])
    message = serializers.CharField()
    line = serializers.IntegerField(allow_null=True)
    column = serializers.IntegerField(allow_null=True)
    path = serializers.CharField(allow_blank=True)
    sheet = serializers.CharField(
        allow_blank=True,
        allow_null=True,
        help_text="In a table, the sheet's name (empty if it has none): `line` is then a row.",
    )


class FoundMapSerializer(serializers.Serializer):
    """A map that the file holds."""

    name = serializers.CharField()
    line = serializers.IntegerField(allow_null=True)
    stages = serializers.IntegerField()
    touchpoints = serializers.IntegerField()
    lanes = serializers.IntegerField()
    cards = serializers.IntegerField()
    personas = serializers.IntegerField()


class PreviewSerializer(serializers.Serializer):
    """What an import would bring in."""

    filename = serializers.CharField(allow_blank=True)
    format = serializers.CharField(allow_blank=True)
    format_label = serializers.CharField(allow_blank=True)
    maps = FoundMapSerializer(many=True)
    problems = FileProblemSerializer(many=True)
    not_held = serializers.ListField(child=serializers.CharField())


class ImportedMapSerializer(serializers.Serializer):
    """A map that came in, with its first draft."""

    map = serializers.IntegerField()
    draft = serializers.IntegerField()
    name = serializers.CharField()


class ImportedSerializer(serializers.Serializer):
    """What came in, and what was decided or left out on the way. `map` and `draft` are the first map's."""

    map = serializers.IntegerField()
    draft = serializers.IntegerField()
    maps = ImportedMapSerializer(many=True)
    warnings = FileProblemSerializer(many=True)
    skipped = FileProblemSerializer(many=True)
    not_held = serializers.ListField(child=serializers.CharField())


class Importing(Rows):
    """Makes maps from files."""

    @extend_schema(
        parameters=[OpenApiParameter("preview", bool, description="Only say what would come in.")],
        request={
            "application/json": ImportSerializer,
            "multipart/form-data": ImportFormSerializer,
        },
        responses={200: PreviewSerializer, 201: ImportedSerializer},
    )
    @action(
        detail=False,
        methods=["post"],
        url_path="import",
        url_name="import",
        parser_classes=[JsonParser, LimitedMultiPartParser],
    )
    def bring_in(self, request: Request) -> Response:
        """Bring in every map of a file: a Journeyloop document, a spreadsheet, Mermaid journeys and more.

        With `preview` nothing is written. An error in the file keeps all of it out, unless
        `skip_errors` asks for the rest.
        """
        asked = self._asked(request)
        self.require("add", asked["program"])
        data, filename = _content(asked)
        found = preview(data, filename)
        if asked.get("preview"):
            return Response(_preview(found))
        if not found.can_come_in or (found.errors and not asked.get("skip_errors")):
            raise _refusal(found)
        drafts = self._create(asked["program"], found)
        return Response(_imported(drafts, found), status=status.HTTP_201_CREATED)

    def _asked(self, request: Request) -> dict[str, Any]:
        form = "file" in request.FILES or request.content_type.startswith("multipart/")
        kind = ImportFormSerializer if form else ImportSerializer
        body = self.body()
        if "preview" in request.query_params:
            body["preview"] = request.query_params["preview"]
        serializer = kind(data=body, context={"request": request})
        serializer.is_valid(raise_exception=True)
        asked: dict[str, Any] = serializer.validated_data
        return asked

    @transaction.atomic
    def _create(self, program: Program, found: ImportPreview) -> list[MapVersion]:
        return [
            maps.create(program, one.contents, by=self.person, verb="import") for one in found.maps
        ]


def _content(asked: dict[str, Any]) -> tuple[bytes, str]:
    if "file" in asked:
        return asked["file"].read(), asked["file"].name
    return asked["content"].encode(), asked.get("filename", "")


def _refusal(found: ImportPreview) -> Invalid:
    errors = found.errors
    first = errors[0] if errors else None
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return Invalid(
        f"{first}{more}" if first else "There is no map in this file.",
        kind="invalid",
        errors=listed(found.problems),
        format=found.format,
    )


def _preview(found: ImportPreview) -> dict[str, Any]:
    return {
        "filename": found.filename,
        "format": found.format,
        "format_label": found.format_label,
        "maps": [
            {
                name: getattr(one, name)
                for name in ("name", "line", "stages", "touchpoints", "lanes", "cards", "personas")
            }
            for one in found.maps
        ],
        "problems": _problems(found.problems),
        "not_held": list(found.not_held),
    }


def _imported(drafts: list[MapVersion], found: ImportPreview) -> dict[str, Any]:
    return {
        "map": drafts[0].map_id,
        "draft": drafts[0].pk,
        "maps": [
            {"map": draft.map_id, "draft": draft.pk, "name": draft.map.name} for draft in drafts
        ],
        "warnings": _problems(found.warnings),
        "skipped": _problems(found.errors),
        "not_held": list(found.not_held),
    }


def _problems(problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    return [asdict(problem) for problem in problems]
