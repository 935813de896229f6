"""Studies, instruments, import batches and responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response as Answer

from journeys.api.deeds import Remembered
from journeys.api.fields import (
    Computed,
    MemberName,
    ProgramRow,
    ProgramRows,
    ShownName,
    Text,
    VisibleRow,
)
from journeys.api.rows import RowSerializer
from journeys.api.views import Changeable, Creatable, Rows
from journeys.models import Program
from journeys.models.keys import KEY_PATTERN
from research import placing, privacy
from research.api.filters import (
    ImportBatchFilters,
    InstrumentFilters,
    ResponseFilters,
    StudyFilters,
)
from research.models import ImportBatch, Instrument, Response, Study
from research.models.response import consent_is_over

if TYPE_CHECKING:
    from datetime import date

    from rest_framework.request import Request


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
    """A piece of research; a wave says which earlier one it `follows`, and asks the same unless it names `instruments`."""

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

    def save(self, **values: Any) -> Any:
        """Let a new wave ask what the earlier one asked."""
        is_new = self.instance is None
        study = super().save(**values)
        if is_new:
            study.repeat()
        return study


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
    return "" if consent_is_over(until) else text


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


class PlaceSerializer(serializers.Serializer):
    """Which responses, and where they belong: the key of a stage or touchpoint; empty takes their place away."""

    program = VisibleRow(Program)
    responses = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        min_length=1,
        max_length=5_000,
    )
    element_key = serializers.RegexField(rf"{KEY_PATTERN}|^$", allow_blank=True)

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        """Refuse a key that is no stage's or touchpoint's of the program."""
        key = said["element_key"]
        if key and not placing.is_place(said["program"].pk, key):
            raise serializers.ValidationError(
                {"element_key": "No stage or touchpoint of this program has this key."}
            )
        return said


class PlacedSerializer(serializers.Serializer):
    """How many responses have another place now."""

    placed = serializers.IntegerField()


class ForgetSerializer(serializers.Serializer):
    """Whom to forget, and where."""

    program = VisibleRow(Program)
    person = Text(
        max_length=200,
        help_text="What files call them: a name, address or number; or their pseudonym.",
    )


class ForgottenSerializer(serializers.Serializer):
    """What was taken away; reports that quoted people are to be made again."""

    responses = serializers.IntegerField()
    quotes = serializers.IntegerField()
    events = serializers.IntegerField()
    reports = serializers.IntegerField()


class Responses(Rows):
    """What people said in your programs' studies; the words only while their consent lasts."""

    http_method_names: ClassVar = ["get", "head", "post"]
    model = Response
    queryset = Response.objects.none()
    serializer_class = ResponseSerializer
    filterset_class = ResponseFilters
    search_fields = ("text",)
    ordering_fields = ("id", "created_at", "updated_at")

    @extend_schema(request=PlaceSerializer, responses=PlacedSerializer)
    @action(detail=False, methods=["post"])
    def place(self, request: Request) -> Answer:
        """Give responses a place that a person confirmed; see `placement-suggestions`."""
        said = PlaceSerializer(data=self.body(), context={"request": request})
        said.is_valid(raise_exception=True)
        program = said.validated_data["program"]
        self.require("place", program)
        ids, key = said.validated_data["responses"], said.validated_data["element_key"]
        return Answer({"placed": placing.place(program.pk, ids, key)})

    @extend_schema(request=ForgetSerializer, responses=ForgottenSerializer)
    @action(detail=False, methods=["post"])
    def forget(self, request: Request) -> Answer:
        """Take away everything a person said and did in a program; no later file brings it back."""
        said = ForgetSerializer(data=self.body(), context={"request": request})
        said.is_valid(raise_exception=True)
        program = said.validated_data["program"]
        self.require("forget", program)
        found = privacy.forget(program, said.validated_data["person"], by=self.person)
        return Answer(msgspec.to_builtins(found))
