"""Where fresh answers disagree with a published map."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from journeys.api.filters import Choices, Id, InProgram, refuse_unknown
from journeys.api.named import row_named
from journeys.api.rows import RowSerializer
from journeys.api.structs import describe, reference_to
from journeys.api.told import Told
from journeys.api.views import Rows
from journeys.models import JourneyMap
from research import drift
from research.drift import Drift
from research.models import DriftSignal

if TYPE_CHECKING:
    from rest_framework.request import Request


class DriftOf(msgspec.Struct, frozen=True):
    """What fresh answers say against a map; `drift` is null while no version is published."""

    map: int
    drift: Drift | None


describe(DriftOf)


class DriftOfMap(Told):
    """Drift."""

    @extend_schema(
        operation_id="drift",
        parameters=[OpenApiParameter("map", int, required=True, description="Id of a map.")],
        responses={200: reference_to(DriftOf)},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return what customers say since the published version's time, where it differs surely: quiet otherwise.

        All tests of a look are one family; the k-th look spends 6 / (π² k²) of the promised 5 %.
        """
        refuse_unknown(request, {"map"})
        journey = row_named(request, "map", JourneyMap.objects.all())
        version = drift.standing(journey)
        found = DriftOf(journey.pk, drift.of(version) if version is not None else None)
        return self.told(found)


class DriftSignalSerializer(RowSerializer):
    """Something that was raised, with the figures it was last seen with."""

    figures = serializers.JSONField(read_only=True)

    class Meta:
        model = DriftSignal
        fields = (
            "id", "program", "map", "version", "kind", "subject_key", "subject_name", "figures", "look", "is_set_aside",
            "set_aside_by_name", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = fields


class DriftSignalFilters(InProgram):
    """Drift signals."""

    map = Id("map_id")
    version = Id("version_id")
    kind = Choices(choices=DriftSignal.Kind.choices)


class DriftSignals(Rows):
    """What was raised about your programs' maps."""

    http_method_names: ClassVar = ["get", "head", "post"]
    model = DriftSignal
    queryset = DriftSignal.objects.none()
    serializer_class = DriftSignalSerializer
    filterset_class = DriftSignalFilters

    @extend_schema(request=None, responses=DriftSignalSerializer)
    @action(detail=True, methods=["post"], url_path="set-aside")
    def set_aside(self, request: Request, pk: str) -> Response:
        """Say that a signal needs nothing."""
        row = self.row(pk)
        self.require("set_aside", row)
        drift.set_aside(row, by=self.person)
        return self.answer(row.pk)
