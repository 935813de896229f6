"""Experiments, their rounds, and outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from improvements import experiments, figures, outcomes, realised
from improvements.analysis.experiments import ExperimentReading
from improvements.analysis.results import NotPossible
from improvements.api.filters import (
    ExperimentFilters,
    GuardrailFilters,
    OutcomeFilters,
    RoundFilters,
)
from improvements.models import Action, Experiment, Guardrail, Outcome, Round
from journeys.api.deeds import Remembered
from journeys.api.fields import ProgramRow, VisibleRow
from journeys.api.problems import Conflict
from journeys.api.rows import RowSerializer
from journeys.api.structs import describe, reference_to
from journeys.api.views import Changeable, Creatable, Removable
from journeys.models import Kpi, Reading
from research.models import Study

if TYPE_CHECKING:
    from rest_framework.request import Request

describe(ExperimentReading)


class ExperimentSerializer(RowSerializer):
    """A test of an action on a KPI."""

    fixed = ("key", "action", "kpi")
    action = VisibleRow(Action)
    kpi = ProgramRow(Kpi)

    class Meta:
        model = Experiment
        fields = (
            "id",
            "program",
            "key",
            "action",
            "name",
            "kind",
            "hypothesis",
            "kpi",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("program",)

    def save(self, **values: Any) -> Any:
        """Put a new row into its action's program."""
        if self.instance is None:
            values["program_id"] = self.validated_data["action"].program_id
        return super().save(**values)


class Experiments(Creatable, Changeable, Remembered):
    """Experiments of your programs."""

    model = Experiment
    parent = "action"
    queryset = Experiment.objects.none()
    serializer_class = ExperimentSerializer
    filterset_class = ExperimentFilters
    search_fields = ("name", "hypothesis")


class RoundSerializer(RowSerializer):
    """One round. The plan is fixed once it runs; figures are [numerator, denominator], [promoters, passives, detractors]
    or [n, mean, sd], as the KPI's kind asks.
    """

    fixed = ("experiment",)
    experiment = VisibleRow(Experiment)
    control = serializers.ListField(child=serializers.FloatField(), required=False, max_length=3)
    treatment = serializers.ListField(child=serializers.FloatField(), required=False, max_length=3)
    analysis = serializers.JSONField(read_only=True)
    decision = serializers.ChoiceField(
        choices=[("", "None yet"), *Round.Decision.choices], read_only=True
    )

    class Meta:
        model = Round
        fields = (
            "id", "program", "experiment", "number", "minimum_effect", "alpha", "power", "planned_n", "looks", "margin",
            "stop_rule", "guardrails", "state", "control", "treatment", "look", "started_at", "concluded_at", "decision",
            "reason", "analysis", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = (
            "program", "number", "state", "started_at", "concluded_at", "decision", "reason",
        )  # fmt: skip

    def save(self, **values: Any) -> Any:
        """Plan a round by its verb; change one like any row, unless it is concluded."""
        if self.instance is not None:
            if self.instance.state == Round.State.CONCLUDED:
                raise Conflict("A concluded round stays as it is; plan another.", kind="frozen")
            return super().save(**values)
        facts = dict(self.validated_data)
        experiment = facts.pop("experiment")
        self.instance = experiments.plan(experiment, by=self.context["request"].user, **facts)
        return self.instance


class FromReadingsSerializer(serializers.Serializer):
    """Two readings of the KPI, one of each group."""

    control = VisibleRow(Reading)
    treatment = VisibleRow(Reading)


class FromResponsesSerializer(serializers.Serializer):
    """A study, and what its two segments are called."""

    study = VisibleRow(Study)
    control = serializers.CharField(max_length=80)
    treatment = serializers.CharField(max_length=80)


class ConcludeSerializer(serializers.Serializer):
    """The decision and its reason."""

    decision = serializers.ChoiceField(choices=Round.Decision.choices)
    reason = serializers.CharField(max_length=20_000)


class TakesFigures:
    """Figures taken from where they are; the row is a round or a guardrail."""

    @extend_schema(request=FromReadingsSerializer)
    @action(detail=True, methods=["post"], url_path="from-readings")
    def from_readings(self: Any, request: Request, pk: str) -> Response:
        """Take two readings of the KPI as the figures of the groups. 409 unless the round runs."""
        row = self.row(pk)
        self.require("change", row)
        said = FromReadingsSerializer(data=self.body(), context={"request": request})
        said.is_valid(raise_exception=True)
        facts = said.validated_data
        figures.from_readings(row, facts["control"], facts["treatment"], by=self.person)
        return self.answer(row.pk)

    @extend_schema(request=FromResponsesSerializer)
    @action(detail=True, methods=["post"], url_path="from-responses")
    def from_responses(self: Any, request: Request, pk: str) -> Response:
        """Take the ratings of two segments of a study; of each person the newest counts. 409 unless the round runs."""
        row = self.row(pk)
        self.require("change", row)
        said = FromResponsesSerializer(data=self.body(), context={"request": request})
        said.is_valid(raise_exception=True)
        facts = said.validated_data
        if facts["study"].program_id != row.program_id:
            raise serializers.ValidationError({"study": "It is a study of another program."})
        figures.from_responses(
            row, facts["study"], (facts["control"], facts["treatment"]), by=self.person
        )
        return self.answer(row.pk)


class Rounds(TakesFigures, Creatable, Changeable, Remembered):
    """Rounds of your programs' experiments."""

    model = Round
    parent = "experiment"
    queryset = Round.objects.none()
    serializer_class = RoundSerializer
    filterset_class = RoundFilters

    @extend_schema(request=None, responses=RoundSerializer)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, pk: str) -> Response:
        """Start a planned round; from now on its plan stays."""
        row = self.row(pk)
        self.require("change", row)
        experiments.start(row, by=self.person)
        return self.answer(row.pk)

    @extend_schema(responses={200: reference_to(ExperimentReading)})
    @action(detail=True)
    def reading(self, request: Request, pk: str) -> HttpResponse:
        """Return what the figures so far allow to say. 409 while there are none."""
        row = self.row(pk, related=("experiment__kpi",))
        try:
            found = experiments.read(row)
        except NotPossible as reason:
            raise Conflict(str(reason), kind="no-reading") from None
        return HttpResponse(msgspec.json.encode(found), content_type="application/json")

    @extend_schema(request=ConcludeSerializer, responses=RoundSerializer)
    @action(detail=True, methods=["post"])
    def conclude(self, request: Request, pk: str) -> Response:
        """Conclude a running round with a decision; what the figures said is kept."""
        row = self.row(pk)
        self.require("conclude", row)
        said = ConcludeSerializer(data=self.body())
        said.is_valid(raise_exception=True)
        experiments.conclude(row, by=self.person, **said.validated_data)
        return self.answer(row.pk)

    @extend_schema(request=None, responses={201: serializers.DictField})
    @action(detail=True, methods=["post"])
    def outcome(self, request: Request, pk: str) -> Response:
        """Record what a concluded round found as an outcome of its action."""
        row = self.row(pk, related=("experiment__kpi", "experiment__action"))
        self.require("change", row)
        made = outcomes.of_round(row, by=self.person)
        return Response({"id": made.pk}, status=status.HTTP_201_CREATED)


class GuardrailSerializer(RowSerializer):
    """A KPI that must not get worse by `margin` or more while the round's own gets better. KPI and margin are fixed once
    the round runs; figures are as the KPI's kind asks, see the round's.
    """

    fixed = ("round", "kpi")
    round = VisibleRow(Round)
    kpi = ProgramRow(Kpi)
    control = serializers.ListField(child=serializers.FloatField(), required=False, max_length=3)
    treatment = serializers.ListField(child=serializers.FloatField(), required=False, max_length=3)

    class Meta:
        model = Guardrail
        fields = (
            "id", "program", "round", "kpi", "margin", "control", "treatment", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = ("program",)

    def save(self, **values: Any) -> Any:
        """Put a new row into its round's program; what a concluded round found stays."""
        if self.instance is None:
            values["program_id"] = self.validated_data["round"].program_id
        elif self.instance.round.state == Round.State.CONCLUDED:
            raise Conflict("A concluded round stays as it is; plan another.", kind="frozen")
        return super().save(**values)


class Guardrails(TakesFigures, Creatable, Changeable, Removable, Remembered):
    """What must not get worse in the rounds of your programs. One is deleted while its round is only planned."""

    model = Guardrail
    parent = "round"
    queryset = Guardrail.objects.none()
    serializer_class = GuardrailSerializer
    filterset_class = GuardrailFilters

    def remove(self, row: Any) -> None:
        """Take it out by its verb."""
        experiments.unguard(row, by=self.person)


class ActionOutcomeSerializer(RowSerializer):
    """What an action was worth on a KPI, in its unit, better being positive. `confounders` are named by us."""

    fixed = ("action", "kpi")
    action = VisibleRow(Action)
    kpi = ProgramRow(Kpi)
    round = ProgramRow(Round, required=False, allow_null=True)

    class Meta:
        model = Outcome
        fields = (
            "id", "program", "action", "kpi", "effect", "low", "high", "n", "method", "grade", "round", "measured_on",
            "note", "confounders", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = ("program", "confounders")

    def save(self, **values: Any) -> Any:
        """Record an outcome by its verb; change one like any row."""
        if self.instance is not None:
            return super().save(**values)
        facts = dict(self.validated_data)
        self.instance = outcomes.record(
            facts.pop("action"), facts.pop("kpi"), by=self.context["request"].user, **facts
        )
        return self.instance


class SinceSerializer(serializers.Serializer):
    """Which action, on which KPI, in effect since when."""

    action = VisibleRow(Action)
    kpi = VisibleRow(Kpi)
    since = serializers.DateField()


class Outcomes(Creatable, Changeable, Remembered):
    """Outcomes of your programs' actions."""

    model = Outcome
    parent = "action"
    queryset = Outcome.objects.none()
    serializer_class = ActionOutcomeSerializer
    filterset_class = OutcomeFilters

    @extend_schema(request=SinceSerializer, responses={201: ActionOutcomeSerializer})
    @action(detail=False, methods=["post"], url_path="from-readings")
    def from_readings(self, request: Request) -> Response:
        """Record an action's effect since a day by the KPI's readings: a time series, or before and after.

        409 without a reading on either side.
        """
        said = SinceSerializer(data=self.body(), context={"request": request})
        said.is_valid(raise_exception=True)
        facts = said.validated_data
        self.require("add", facts["action"])
        if facts["kpi"].program_id != facts["action"].program_id:
            raise serializers.ValidationError({"kpi": "It is a KPI of another program."})
        made = realised.from_readings(facts["action"], facts["kpi"], facts["since"], by=self.person)
        return self.answer(made.pk, status.HTTP_201_CREATED)
