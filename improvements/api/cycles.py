"""Cycles: opened on a published version, closed with a decision and the next draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action

from improvements import cycles
from improvements.api.filters import CycleFilters
from improvements.models import Cycle
from journeys.api.deeds import Remembered
from journeys.api.fields import ProgramRow, VisibleRow
from journeys.api.rows import RowSerializer
from journeys.api.views import Changeable, Creatable
from journeys.models import JourneyMap, Kpi

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response


class CycleSerializer(RowSerializer):
    """One turn of the loop. `amount` is in the KPI's unit, in its better direction."""

    fixed = ("key", "map")
    map = VisibleRow(JourneyMap)
    kpi = ProgramRow(Kpi, required=False, allow_null=True)
    decision = serializers.ChoiceField(
        choices=[("", "None yet"), *Cycle.Decision.choices], read_only=True
    )

    class Meta:
        model = Cycle
        fields = (
            "id", "program", "key", "map", "number", "baseline", "goal", "kpi", "amount", "due_on", "decision",
            "retrospective", "result", "closed_at", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = (
            "program",
            "number",
            "baseline",
            "decision",
            "retrospective",
            "result",
            "closed_at",
        )

    def save(self, **values: Any) -> Any:
        """Open a cycle by its verb; change one like any row."""
        if self.instance is not None:
            return super().save(**values)
        facts = dict(self.validated_data)
        journey = facts.pop("map")
        self.instance = cycles.start(
            journey, by=self.context["request"].user, goal=facts.pop("goal"), **facts
        )
        return self.instance


class CloseSerializer(serializers.Serializer):
    """What was decided, and what was learnt."""

    decision = serializers.ChoiceField(choices=Cycle.Decision.choices)
    retrospective = serializers.CharField(max_length=20_000)


class Cycles(Creatable, Changeable, Remembered):
    """Cycles of your programs' maps."""

    model = Cycle
    parent = "map"
    queryset = Cycle.objects.none()
    serializer_class = CycleSerializer
    filterset_class = CycleFilters
    search_fields = ("goal",)

    @extend_schema(request=CloseSerializer, responses=CycleSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Close a cycle with its decision; the map's next draft is started, or the one there is taken."""
        row = self.row(pk)
        self.require("close", row)
        said = CloseSerializer(data=self.body())
        said.is_valid(raise_exception=True)
        cycles.close(row, by=self.person, **said.validated_data)
        return self.answer(row.pk, status.HTTP_200_OK)
