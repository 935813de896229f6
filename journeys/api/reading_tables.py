"""Readings as tables: a file in, first what it would change, and a file out."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from journeys import readings
from journeys.api.documents import listed
from journeys.api.fields import Text, VisibleRow
from journeys.api.filters import visible_rows
from journeys.api.formats import AsItIs, JsonParser, LimitedMultiPartParser
from journeys.api.importing import FileProblemSerializer, Flag
from journeys.api.problems import Invalid
from journeys.api.views import Rows
from journeys.exchange.readings import writing
from journeys.exchange.readings.preview import preview
from journeys.models import Program

if TYPE_CHECKING:
    from rest_framework.request import Request

    from journeys.exchange.readings.preview import ReadingsPreview

#: Readings one file is written of; ask for one KPI to get the others.
MOST = 20_000


class TableSerializer(serializers.Serializer):
    """A table's text, and what to do with it."""

    program = VisibleRow(Program, help_text="The program whose KPIs they are of.")
    filename = Text(required=False, allow_blank=True, max_length=255)
    content = Text(trim_whitespace=False, allow_blank=True, help_text="The table as CSV.")
    preview = Flag(required=False, help_text="Only say what would change; write nothing.")
    skip_errors = Flag(required=False, help_text="Bring in what can be, without the wrong rows.")


class TableFormSerializer(serializers.Serializer):
    """A CSV or XLSX file, and what to do with it."""

    program = VisibleRow(Program, help_text="The program whose KPIs they are of.")
    file = serializers.FileField(allow_empty_file=True)
    preview = Flag(required=False)
    skip_errors = Flag(required=False)


class OutcomeSerializer(serializers.Serializer):
    """How many rows are new, changed, unchanged or invalid, and what is wrong with those."""

    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    invalid = serializers.IntegerField()
    problems = FileProblemSerializer(many=True)
    not_held = serializers.ListField(child=serializers.CharField())


class Tables(Rows):
    """Brings readings in and out as tables."""

    @extend_schema(
        parameters=[OpenApiParameter("preview", bool, description="Only say what would change.")],
        request={"application/json": TableSerializer, "multipart/form-data": TableFormSerializer},
        responses={200: OutcomeSerializer},
    )
    @action(
        detail=False,
        methods=["post"],
        url_path="import",
        url_name="import",
        parser_classes=[JsonParser, LimitedMultiPartParser],
    )
    def bring_in(self, request: Request) -> Response:
        """Bring in the readings of a CSV or XLSX table: write what is new and what differs.

        With `preview` nothing is written. A wrong row keeps all of the file out, unless `skip_errors`
        asks for the rest. The same file a second time changes nothing.
        """
        asked = self._asked(request)
        program: Program = asked["program"]
        self.require("add", program)
        data, filename = _content(asked)
        with transaction.atomic():
            found = preview(program, data, filename)
            if not asked.get("preview"):
                if found.errors and not (asked.get("skip_errors") and found.found):
                    raise _refusal(found)
                readings.bring_in(found.wanted, by=self.person)
        return Response(_outcome(found), status=status.HTTP_200_OK)

    def _asked(self, request: Request) -> dict[str, Any]:
        form = "file" in request.FILES or request.content_type.startswith("multipart/")
        kind = TableFormSerializer if form else TableSerializer
        body = self.body()
        if "preview" in request.query_params:
            body["preview"] = request.query_params["preview"]
        serializer = kind(data=body, context={"request": request})
        serializer.is_valid(raise_exception=True)
        asked: dict[str, Any] = serializer.validated_data
        return asked

    @extend_schema(responses={(200, "text/csv"): OpenApiTypes.STR})
    @action(detail=False, url_path="export", content_negotiation_class=AsItIs)
    def export(self, request: Request) -> HttpResponse:
        """Return readings you may see as CSV, narrowed as the list is; counts and what follows from them.

        At most 20,000. No cell is taken for a formula.
        """
        rows = self.filter_queryset(visible_rows(self, request))
        newest = rows.select_related("kpi").order_by("kpi_id", "-period_to", "segment", "id")
        response = HttpResponse(writing.to_csv(newest[:MOST]), content_type="text/csv")
        response["Content-Disposition"] = 'attachment; filename="readings.csv"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-cache"
        return response


def _content(asked: dict[str, Any]) -> tuple[bytes, str]:
    if "file" in asked:
        return asked["file"].read(), asked["file"].name
    return asked["content"].encode(), asked.get("filename", "")


def _refusal(found: ReadingsPreview) -> Invalid:
    first, *others = found.errors
    more = f" (and {len(others)} more)" if others else ""
    return Invalid(f"{first}{more}", kind="invalid", errors=listed(found.problems))


def _outcome(found: ReadingsPreview) -> dict[str, Any]:
    return {
        "new": len(found.new),
        "changed": len(found.changed),
        "unchanged": len(found.unchanged),
        "invalid": found.invalid,
        "problems": [asdict(problem) for problem in found.problems],
        "not_held": list(found.not_held),
    }
