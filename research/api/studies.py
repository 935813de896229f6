"""Studies, instruments, import batches and responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from journeys.api.deeds import Remembered
from journeys.api.fields import Computed, MemberName, ProgramRow, ProgramRows, ShownName, VisibleRow
from journeys.api.rows import RowSerializer
from journeys.api.views import Changeable, Creatable, Rows
from journeys.models import Program
from research.api.filters import (
    ImportBatchFilters,
    InstrumentFilters,
    ResponseFilters,
    StudyFilters,
)
from research.models import ImportBatch, Instrument, Response, Study

if TYPE_CHECKING:
    from datetime import date


class InstrumentSerializer(RowSerializer):
    """Exactly what was asked. Once answered it stays; another question is another instrument."""

    program = VisibleRow(Program)

    class Meta:
        model = Instrument
        fields = (
            "id", "program", "key", "name", "kind", "question", "lowest", "highest", "low_label", "high_label",
            "is_reversed", "language", "is_archived", "created_at", "updated_at",
        )  # fmt: skip


class Instruments(Creatable, Changeable, Remembered):
    """Questions your programs ask, with their scales."""

    model = Instrument
    queryset = Instrument.objects.none()
    serializer_class = InstrumentSerializer
    filterset_class = InstrumentFilters
    search_fields = ("name", "question")
    ordering_fields = ("id", "name", "created_at", "updated_at")


class StudySerializer(RowSerializer):
    """A piece of research; a wave says which earlier one it `follows`."""

    program = VisibleRow(Program)
    instruments = ProgramRows(Instrument, Study.instruments, help_text="Ids of what it asks.")
    follows = ProgramRow(
        Study, required=False, allow_null=True, help_text="Id of the earlier wave."
    )
    owner = MemberName(required=False, allow_null=True, help_text="Username of a member.")

    class Meta:
        model = Study
        fields = (
            "id", "program", "key", "name", "method", "questions", "sampling", "planned_n", "instruments",
            "follows", "starts_on", "ends_on", "owner", "status", "is_archived", "created_at", "updated_at",
        )  # fmt: skip


class Studies(Creatable, Changeable, Remembered):
    """Studies of your programs. Their answers come in by `import_responses`."""

    model = Study
    queryset = Study.objects.none()
    serializer_class = StudySerializer
    filterset_class = StudyFilters
    search_fields = ("name", "questions", "sampling")
    ordering_fields = ("id", "name", "starts_on", "created_at", "updated_at")


class ImportBatchSerializer(RowSerializer):
    """A file that came in, and what became of its rows."""

    imported_by = ShownName("imported_by_name", help_text="Username.")

    class Meta:
        model = ImportBatch
        fields = (
            "id", "program", "study", "file_name", "checksum", "created", "changed", "unchanged", "invalid",
            "imported_by", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = fields


class ImportBatches(Rows):
    """Files that came into your programs' studies."""

    http_method_names: ClassVar = ["get", "head"]
    model = ImportBatch
    queryset = ImportBatch.objects.none()
    serializer_class = ImportBatchSerializer
    filterset_class = ImportBatchFilters
    search_fields = ("file_name",)
    ordering_fields = ("id", "created_at", "updated_at")


@extend_schema_field(OpenApiTypes.STR)
class ConsentedWords(Computed):
    """A text while its giver's consent lasts, nothing after."""

    def __init__(self) -> None:
        super().__init__(
            ("text", "consent_until"), while_consented, help_text="Empty once consent is over."
        )


def while_consented(text: str, until: date | None) -> str:
    """Return a text while consent lasts, nothing after."""
    return text if until is None or until >= timezone.localdate() else ""


class ResponseSerializer(RowSerializer):
    """What one person said, once. `feeling` is the rating on the map's scale, −3 to +3."""

    text = ConsentedWords()

    class Meta:
        model = Response
        fields = (
            "id", "program", "study", "batch", "external_id", "given_at", "respondent", "persona", "segment",
            "channel", "element_key", "text", "instrument", "rating", "feeling", "language", "consent_until",
            "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = fields


class Responses(Rows):
    """What people said in your programs' studies; the words only while their consent lasts."""

    http_method_names: ClassVar = ["get", "head"]
    model = Response
    queryset = Response.objects.none()
    serializer_class = ResponseSerializer
    filterset_class = ResponseFilters
    search_fields = ("text",)
    ordering_fields = ("id", "created_at", "updated_at")
