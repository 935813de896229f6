"""Pain points of a map with their lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from improvements import pain_points
from improvements.pain_points import PainPoint
from journeys.api.filters import refuse_unknown
from journeys.api.named import row_named
from journeys.api.structs import describe, reference_to
from journeys.api.told import Told
from journeys.models import JourneyMap

if TYPE_CHECKING:
    from rest_framework.request import Request


class PainPoints(msgspec.Struct, frozen=True):
    """The pain points of a map: recurred and open ones first, verified ones last."""

    map: int
    pain_points: list[PainPoint]


describe(PainPoints)


class PainPointsOfMap(Told):
    """Pain points."""

    @extend_schema(
        operation_id="pain_points",
        parameters=[OpenApiParameter("map", int, required=True, description="Id of a map.")],
        responses={200: reference_to(PainPoints)},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return each pain point of the published versions: open, addressed, verified resolved, gone or recurred, and why."""
        refuse_unknown(request, {"map"})
        journey = row_named(request, "map", JourneyMap.objects.all())
        found = PainPoints(journey.pk, pain_points.of(journey))
        return self.told(found)
