"""Actions, what they should move, and their moves from state to state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from improvements import actions
from improvements.api.filters import ActionFilters, ActionKpiFilters
from improvements.models import Action, ActionKpi, Cycle
from journeys.api.deeds import Remembered
from journeys.api.fields import MemberName, PerPage, ProgramRow, ProgramRows, VisibleRow
from journeys.api.rows import RowSerializer
from journeys.api.views import Changeable, Creatable, Removable
from journeys.models import Kpi, Program
from research.models import Insight, Theme

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response


class MoveSaid(serializers.Serializer):
    """One step of an action."""

    before = serializers.ChoiceField(choices=Action.State.choices)
    after = serializers.ChoiceField(choices=Action.State.choices)
    reason = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()


class Moves(PerPage, serializers.ListField):
    """The moves of an action, the first one first."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=MoveSaid(), read_only=True, **options)

    def load(self, ids: list[int]) -> dict[int, Any]:
        """Return the moves by action."""
        from improvements.models import ActionMove

        found: dict[int, list[Any]] = {}
        for move in ActionMove.objects.filter(action__in=ids).order_by("id"):
            found.setdefault(move.action_id, []).append(move.as_words())
        return found

    def empty(self) -> list[Any]:
        """Return what an action without moves has."""
        return []


class ActionSerializer(RowSerializer):
    """An improvement. `element_keys` are those of pain points, stages and touchpoints; `effort` is in person-days."""

    program = VisibleRow(Program)
    cycle = ProgramRow(Cycle, required=False, allow_null=True)
    owner = MemberName(required=False, allow_null=True, help_text="Username of a member.")
    themes = ProgramRows(Theme, Action.themes)
    insights = ProgramRows(Insight, Action.insights)
    needs = ProgramRows(
        Action, Action.needs, help_text="Ids of actions without which it cannot be done."
    )
    excludes = ProgramRows(
        Action, Action.excludes, help_text="Ids of actions that cannot be done beside it."
    )
    moves = Moves()

    class Meta:
        model = Action
        fields = (
            "id", "program", "key", "cycle", "title", "problem", "hypothesis", "element_keys", "themes", "insights",
            "owner", "team", "effort", "due_on", "links", "needs", "excludes", "state", "waiver", "drop_reason", "moves",
            "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = ("state", "waiver", "drop_reason")


class MoveSerializer(serializers.Serializer):
    """Where to, and why; `waiver` says why it is implemented without a concluded test."""

    to = serializers.ChoiceField(choices=Action.State.choices)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=20_000)
    waiver = serializers.CharField(required=False, allow_blank=True, default="", max_length=20_000)


class Actions(Creatable, Changeable, Remembered):
    """Improvements of your programs."""

    model = Action
    queryset = Action.objects.none()
    serializer_class = ActionSerializer
    filterset_class = ActionFilters
    search_fields = ("title", "problem", "hypothesis")
    ordering_fields = ("id", "title", "due_on", "created_at", "updated_at")

    @extend_schema(request=MoveSerializer, responses=ActionSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """Move an action to another state. 409 says what is missing."""
        row = self.row(pk)
        # Whoever may move nothing learns nothing of what moves there are.
        self.require("move", row)
        said = MoveSerializer(data=self.body())
        said.is_valid(raise_exception=True)
        to: str = said.validated_data["to"]
        self.require(actions.permission(to), row)
        actions.move(
            row,
            to,
            by=self.person,
            reason=said.validated_data["reason"],
            waiver=said.validated_data["waiver"],
        )
        return self.answer(row.pk)


class ActionKpiSerializer(RowSerializer):
    """What an action should do to a KPI: low ≤ likely ≤ high in the KPI's unit, better being positive."""

    fixed = ("action", "kpi")
    action = VisibleRow(Action)
    kpi = ProgramRow(Kpi)

    class Meta:
        model = ActionKpi
        fields = (
            "id",
            "program",
            "action",
            "kpi",
            "low",
            "likely",
            "high",
            "created_at",
            "updated_at",
        )
        read_only_fields = ("program",)

    def save(self, **values: Any) -> Any:
        """Put a new row into its action's program."""
        if self.instance is None:
            values["program_id"] = self.validated_data["action"].program_id
        return super().save(**values)


class ActionKpis(Creatable, Changeable, Removable, Remembered):
    """Predicted effects of actions on KPIs."""

    model = ActionKpi
    parent = "action"
    queryset = ActionKpi.objects.none()
    serializer_class = ActionKpiSerializer
    filterset_class = ActionKpiFilters
