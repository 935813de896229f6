"""Quotes, insights, placement rules and events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response as Answer

from journeys.api.deeds import Remembered
from journeys.api.fields import Computed, MemberName, ProgramRow, ProgramRows, ShownName, VisibleRow
from journeys.api.filters import refuse_unknown
from journeys.api.named import row_named
from journeys.api.rows import RowSerializer
from journeys.api.structs import describe, reference_to
from journeys.api.told import Told
from journeys.api.views import Changeable, Creatable, Removable, Rows
from journeys.models import Channel, Persona, Program
from research import placing
from research.api.filters import EventFilters, InsightFilters, PlacementRuleFilters, QuoteFilters
from research.api.studies import while_consented
from research.models import Event, Insight, PlacementRule, Quote, Response, Theme
from research.placing import Suggested

if TYPE_CHECKING:
    from rest_framework.request import Request


class QuotedWords(Computed):
    """The span's words, while their giver's consent lasts."""

    def __init__(self) -> None:
        super().__init__(
            ("response__text", "response__consent_until", "start", "end"),
            _quoted,
            help_text="Empty once consent is over.",
        )


def _quoted(text: str, until: Any, start: int, end: int) -> str:
    return while_consented(text, until)[start:end]


class QuoteSerializer(RowSerializer):
    """A span of a response, from character `start` up to `end`; `words` are looked up, never kept."""

    fixed = ("key", "response")
    response = VisibleRow(Response)
    themes = ProgramRows(Theme, Quote.themes)
    coder = ShownName("coder_name", help_text="Username.")
    words = serializers.CharField(read_only=True)

    class Meta:
        model = Quote
        fields = (
            "id", "program", "key", "response", "start", "end", "words", "themes", "note", "coder", "created_at",
            "updated_at",
        )  # fmt: skip
        read_only_fields = ("program",)

    def get_fields(self) -> Any:
        """Compute the words from the response's."""
        return super().get_fields() | {"words": QuotedWords()}

    def check(self, row: Any) -> None:
        """Refuse a span that ends behind the text."""
        super().check(row)
        if row.end > len(row.response.text):
            raise serializers.ValidationError(
                {"end": f"The text has {len(row.response.text):,} characters."}
            )

    def save(self, **values: Any) -> Any:
        """Put a new quote into its response's program, under the coder's name."""
        if self.instance is None:
            user = self.context["request"].user
            values |= {
                "program_id": self.validated_data["response"].program_id,
                "coder": user,
                "coder_name": user.get_username(),
            }
        return super().save(**values)


class Quotes(Creatable, Changeable, Removable, Remembered):
    """What people said word for word."""

    model = Quote
    parent = "response"
    queryset = Quote.objects.none()
    serializer_class = QuoteSerializer
    filterset_class = QuoteFilters


class InsightSerializer(RowSerializer):
    """A fact or an interpretation, with what stands behind it; `element_keys` say what it is about."""

    program = VisibleRow(Program)
    quotes = ProgramRows(Quote, Insight.quotes)
    themes = ProgramRows(Theme, Insight.themes)
    personas = ProgramRows(Persona, Insight.personas)
    owner = MemberName(required=False, allow_null=True, help_text="Username of a member.")

    class Meta:
        model = Insight
        fields = (
            "id", "program", "key", "statement", "basis", "kind", "quotes", "themes", "personas", "element_keys", "owner",
            "is_archived", "created_at", "updated_at",
        )  # fmt: skip


class Insights(Creatable, Changeable, Remembered):
    """What we make of what we heard."""

    model = Insight
    queryset = Insight.objects.none()
    serializer_class = InsightSerializer
    filterset_class = InsightFilters
    search_fields = ("statement",)


class PlacementRuleSerializer(RowSerializer):
    """Responses without a place that meet all its conditions get its place."""

    program = VisibleRow(Program)
    channel = ProgramRow(Channel, required=False, allow_null=True)
    theme = ProgramRow(Theme, required=False, allow_null=True)

    class Meta:
        model = PlacementRule
        fields = (
            "id", "program", "position", "channel", "keywords", "theme", "element_key", "is_archived", "created_at",
            "updated_at",
        )  # fmt: skip


class AppliedSerializer(serializers.Serializer):
    """How many responses the rules placed."""

    placed = serializers.IntegerField()


class ApplySerializer(serializers.Serializer):
    """Whose rules."""

    program = VisibleRow(Program)


class PlacementRules(Creatable, Changeable, Remembered):
    """Rules by which responses find their place; the first that fits counts."""

    model = PlacementRule
    queryset = PlacementRule.objects.none()
    serializer_class = PlacementRuleSerializer
    filterset_class = PlacementRuleFilters

    @extend_schema(request=ApplySerializer, responses=AppliedSerializer)
    @action(detail=False, methods=["post"])
    def apply(self, request: Request) -> Answer:
        """Place every response of a program that has no place, by its rules."""
        said = ApplySerializer(data=self.body(), context={"request": request})
        said.is_valid(raise_exception=True)
        program = said.validated_data["program"]
        self.require("change", program)
        return Answer({"placed": sum(placing.apply(program.pk).values())})


class PlacementSuggestions(msgspec.Struct, frozen=True):
    """Where the newest responses without a place may belong, the surest first."""

    program: int
    suggestions: list[Suggested]


describe(PlacementSuggestions)


class SuggestionsOfProgram(Told):
    """Placement suggestions."""

    @extend_schema(
        operation_id="placement_suggestions",
        parameters=[
            OpenApiParameter("program", int, required=True, description="Id of a program.")
        ],
        responses={200: reference_to(PlacementSuggestions)},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return where responses without a place may belong, by similar words; nothing is written.

        `confidence` is how often such a suggestion is right. Confirm by `POST /api/responses/place/`.
        """
        refuse_unknown(request, {"program"})
        program = row_named(request, "program", Program.objects.all())
        found = PlacementSuggestions(program.pk, placing.suggestions(program.pk))
        return self.told(found)


class EventSerializer(RowSerializer):
    """One step of one case."""

    attributes = serializers.JSONField(read_only=True)

    class Meta:
        model = Event
        fields = (
            "id", "program", "study", "batch", "case_id", "activity", "element_key", "happened_at", "position",
            "attributes", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = fields


class Events(Rows):
    """What happened to whom, when."""

    http_method_names: ClassVar = ["get", "head"]
    model = Event
    queryset = Event.objects.none()
    serializer_class = EventSerializer
    filterset_class = EventFilters
