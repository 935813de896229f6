"""Themes with the verbs that decide about them, and the runs that find them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action

from journeys import jobs
from journeys.api.deeds import Remembered
from journeys.api.fields import ProgramRow, ProgramRows, ShownName, VisibleRow
from journeys.api.rows import RowSerializer
from journeys.api.views import Changeable, Creatable
from journeys.models import Program
from research import discovery, themes
from research.api.filters import DiscoveryRunFilters, ThemeFilters
from research.models import DiscoveryRun, Study, Theme

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response


class ThemeSerializer(RowSerializer):
    """What many people talk about. `status` changes by `accept`, `reject`, `merge` and `split`."""

    program = VisibleRow(Program)

    class Meta:
        model = Theme
        fields = (
            "id", "program", "key", "name", "keywords", "description", "status", "named_by", "merged_into", "run",
            "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = ("status", "named_by", "merged_into", "run")


class AcceptSerializer(serializers.Serializer):
    """The name it is taken under; its own without one."""

    name = serializers.CharField(required=False, allow_blank=True, default="", max_length=120)


class MergeSerializer(serializers.Serializer):
    """Which theme it becomes part of."""

    into = ProgramRow(Theme)


class SplitSerializer(serializers.Serializer):
    """Into how many parts."""

    parts = serializers.IntegerField(required=False, default=2, min_value=2, max_value=20)


class PartsSerializer(serializers.Serializer):
    """The themes that are proposed in its place."""

    parts = serializers.ListField(child=serializers.IntegerField())


class Themes(Creatable, Changeable, Remembered):
    """Themes of your programs."""

    model = Theme
    queryset = Theme.objects.none()
    serializer_class = ThemeSerializer
    filterset_class = ThemeFilters
    search_fields = ("name", "description")
    ordering_fields = ("id", "name", "created_at", "updated_at")

    @extend_schema(request=AcceptSerializer, responses=ThemeSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Take a proposal, under another name if you give one."""
        row, said = self._asked(pk, AcceptSerializer)
        themes.accept(row, by=self.person, name=said["name"])
        return self.answer(row.pk)

    @extend_schema(request=None, responses=ThemeSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        """Say that it is no theme; later runs do not propose it again."""
        row = self.row(pk)
        self.require("decide", row)
        themes.reject(row, by=self.person)
        return self.answer(row.pk)

    @extend_schema(request=MergeSerializer, responses=ThemeSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: str) -> Response:
        """Make it part of another theme; the answer is that one."""
        row, said = self._asked(pk, MergeSerializer)
        into = themes.merge(row, said["into"], by=self.person)
        return self.answer(into.pk)

    @extend_schema(request=SplitSerializer, responses={201: PartsSerializer})
    @action(detail=True, methods=["post"])
    def split(self, request: Request, pk: str) -> Response:
        """Propose parts in its place, found among its own comments."""
        from rest_framework.response import Response as Answer

        row, said = self._asked(pk, SplitSerializer)
        made = themes.split(row, by=self.person, parts=said["parts"])
        return Answer({"parts": [one.pk for one in made]}, status=status.HTTP_201_CREATED)

    def _asked(self, pk: str, serializer: Any) -> tuple[Theme, dict[str, Any]]:
        row = self.row(pk)
        self.require("decide", row)
        said = serializer(
            data=self.body(), context={"request": self.request, "program_id": row.program_id}
        )
        said.is_valid(raise_exception=True)
        return row, said.validated_data


class DiscoveryRunSerializer(RowSerializer):
    """A search for themes: method, seed and checksum of the comments make it reproducible."""

    program = VisibleRow(Program)
    studies = ProgramRows(Study, DiscoveryRun.studies, help_text="Ids; none: all of the program.")
    method = serializers.ChoiceField(
        choices=[(name, name) for name in discovery.METHODS], default=discovery.DEFAULT
    )
    seed = serializers.IntegerField(required=False, default=0, min_value=0, max_value=2**24 - 1)
    wanted = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=500
    )
    requested_by = ShownName("requested_by_name", help_text="Username.")

    class Meta:
        model = DiscoveryRun
        fields = (
            "id", "program", "studies", "method", "seed", "wanted", "texts", "checksum", "proposed", "known", "status",
            "progress", "step", "error", "requested_by", "finished_at", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = ("status", "progress", "step", "error", "finished_at")

    def save(self, **values: Any) -> Any:
        """Queue a run by its verb."""
        facts = dict(self.validated_data)
        self.instance = themes.request(
            facts.pop("program"), by=self.context["request"].user, **facts
        )
        return self.instance


class DiscoveryRuns(Creatable):
    """Searches for themes. A worker does them."""

    model = DiscoveryRun
    queryset = DiscoveryRun.objects.none()
    serializer_class = DiscoveryRunSerializer
    filterset_class = DiscoveryRunFilters
    ordering = "-id"

    @extend_schema(request=None, responses=DiscoveryRunSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Stop a run; nothing of it is kept."""
        row = self.row(pk)
        self.require("change", row)
        with transaction.atomic():
            jobs.cancel(row)
        return self.answer(row.pk)

    @extend_schema(request=None, responses=DiscoveryRunSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Begin again with a run that failed or was cancelled."""
        row = self.row(pk)
        self.require("change", row)
        themes.retry(row)
        return self.answer(row.pk)
