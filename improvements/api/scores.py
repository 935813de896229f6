"""Scores and scorecards; nobody sees another's score of an action before giving an own one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from rest_framework import serializers

from improvements import giving_scores
from improvements.api.filters import ScorecardFilters, ScoreFilters
from improvements.models import Action, ProgramScorecard, Score
from journeys.api.deeds import Remembered
from journeys.api.fields import ShownName, VisibleRow
from journeys.api.rows import RowSerializer
from journeys.api.views import Changeable, Creatable
from journeys.models import Program

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ScoreSerializer(RowSerializer):
    """One person's estimates: `estimates` has [low, likely, high] for each criterion of the program's scorecard."""

    fixed = ("action",)
    action = VisibleRow(Action)
    scorer = ShownName("scorer_name", help_text="Username.")
    estimates = serializers.JSONField(help_text='{"impact": [2, 3, 5], "feasibility": [3, 4, 4]}')
    rubric = serializers.JSONField(read_only=True)

    class Meta:
        model = Score
        fields = (
            "id", "program", "action", "scorer", "scorecard", "estimates", "confidence", "rationale", "evidence",
            "rubric", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = ("program", "scorecard")

    def save(self, **values: Any) -> Any:
        """Give or change a score by its verb."""
        facts = dict(self.validated_data)
        action = self.instance.action if self.instance else facts.pop("action")
        estimates = facts.pop("estimates", None)
        if estimates is None:
            estimates = self.instance.estimates if self.instance else {}
        user = self.context["request"].user
        self.instance = giving_scores.give(action, by=user, estimates=estimates, **facts)
        return self.instance


class Scores(Creatable, Changeable, Remembered):
    """Scores of your programs' actions: your own; others' once you gave yours, or once the action was decided."""

    model = Score
    parent = "action"
    queryset = Score.objects.none()
    serializer_class = ScoreSerializer
    filterset_class = ScoreFilters

    def shown_of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Keep back what others think of an action this person has not scored yet."""
        own = Score.objects.filter(action=OuterRef("action"), scorer=self.person)
        open_to_all = ~Q(action__state=Action.State.PROPOSED)
        return rows.filter(open_to_all | Exists(own))

    def writable(self, pk: str, deed: str) -> Any:
        """Let people change what they gave themselves."""
        row = super().writable(pk, deed)
        if row.scorer_id != self.person.pk:
            from rest_framework.exceptions import PermissionDenied

            raise PermissionDenied("This is somebody else’s score. Give your own.")
        return row


class ScorecardSerializer(RowSerializer):
    """Which scorecard a program ranks by; `weights` by criterion, for the weighted one."""

    program = VisibleRow(Program)
    weights = serializers.DictField(child=serializers.FloatField(), required=False)

    class Meta:
        model = ProgramScorecard
        fields = ("id", "program", "name", "weights", "created_at", "updated_at")


class Scorecards(Creatable, Changeable, Remembered):
    """The scorecards of your programs; without one, actions are ranked by impact × feasibility."""

    model = ProgramScorecard
    queryset = ProgramScorecard.objects.none()
    serializer_class = ScorecardSerializer
    filterset_class = ScorecardFilters
