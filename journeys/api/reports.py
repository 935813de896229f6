"""Generated documents: asked for here, made by a worker, fetched from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import FileResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action

from journeys import reporting
from journeys.api.fields import Text
from journeys.api.filters import ReportFilters
from journeys.api.formats import AsItIs
from journeys.api.problems import Conflict
from journeys.api.rows import RowSerializer
from journeys.api.views import Removable
from journeys.models import Report

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.request import Request
    from rest_framework.response import Response


class ReportSerializer(RowSerializer):
    """A report: what was asked, how far it is."""

    parameters = serializers.JSONField(read_only=True)
    requested_by = Text(source="requested_by_name", read_only=True, help_text="Username.")

    class Meta:
        model = Report
        fields = (
            "id", "program", "kind", "parameters", "title", "status", "progress", "step", "error",
            "requested_by", "finished_at", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = fields


class RequestSerializer(serializers.Serializer):
    """What to report on."""

    kind = Text(
        max_length=40,
        help_text=(
            "version_comparison, map, persona, program_overview, evidence, priorities, experiment_log and "
            "program_review are PDFs; map_slides and "
            "comparison_slides are presentations (PPTX)."
        ),
    )
    parameters = serializers.DictField(
        help_text=(
            'Of version_comparison and comparison_slides: {"version": id, "against": id}; of the first '
            'also "filters". Of map, map_slides and evidence: {"version": id}. Of persona: {"persona": id}, and '
            '"version": id for the persona as that version has it. Of priorities, experiment_log and program_review: '
            '{"program": id}. Of program_overview: {"program": id}, and "since": a date, from when on changes are told.'
        )
    )


def _verb(name: str) -> Callable[..., Response]:
    def act(self: Reports, request: Request, pk: str) -> Response:
        report = self.row(pk)
        self.require("change", report)
        getattr(reporting, name)(report)
        return self.answer(report.pk)

    act.__name__ = name
    act.__doc__ = getattr(reporting, name).__doc__
    address = action(detail=True, methods=["post"])(act)
    # Described last: `action` begins a description of its own.
    described: Callable[..., Response] = extend_schema(request=None, responses=ReportSerializer)(
        address
    )
    return described


class Reports(Removable):
    """Reports of your programs."""

    model = Report
    queryset = Report.objects.none()
    serializer_class = ReportSerializer
    filterset_class = ReportFilters
    search_fields = ("title",)
    ordering_fields = ("id", "finished_at", "created_at", "updated_at")
    ordering = "-id"

    cancel = _verb("cancel")
    retry = _verb("retry")

    @extend_schema(request=RequestSerializer, responses={202: ReportSerializer})
    def create(self, request: Request) -> Response:
        """Ask for a report. A worker makes it; `Location` says where to look how far it is."""
        asked = RequestSerializer(data=self.body())
        asked.is_valid(raise_exception=True)
        kind: str = asked.validated_data["kind"]
        subject = reporting.check(kind, asked.validated_data["parameters"], self.person)
        self.require("add", subject.program)
        report = reporting.request(kind, subject, by=self.person)
        return self.answer(report.pk, status.HTTP_202_ACCEPTED)

    @extend_schema(
        responses={(200, media): OpenApiTypes.BINARY for media in reporting.MEDIA_TYPES.values()}
    )
    @action(detail=True, content_negotiation_class=AsItIs)
    def file(self, request: Request, pk: str) -> FileResponse:
        """Return the finished document. 409 until it is done."""
        report = self.row(pk)
        if report.status != Report.Status.DONE:
            raise Conflict(f"This report is not done: {report.get_status_display().lower()}.")
        try:
            opened = report.file.open()
        except FileNotFoundError:
            raise Conflict("The file is gone. Ask for the report again.") from None
        suffix = reporting.suffix(report)
        response = FileResponse(opened, content_type=reporting.MEDIA_TYPES[suffix])
        name = f"{report.title or report.kind}{suffix}"
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-cache"
        return response

    def remove(self, row: Any) -> None:
        """Delete the report and its file."""
        stored = row.file.name
        row.delete()
        if stored:
            row.file.storage.delete(stored)
