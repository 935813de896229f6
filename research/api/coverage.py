"""How far a version of a map rests on evidence, and what to ask next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from journeys.api.filters import refuse_unknown
from journeys.api.structs import describe, reference_to
from journeys.api.told import Told
from research import coverage
from research.api.evidence import version_named
from research.coverage import Coverage

if TYPE_CHECKING:
    from rest_framework.request import Request

describe(Coverage)


class CoverageOfVersion(Told):
    """Evidence coverage."""

    @extend_schema(
        operation_id="coverage",
        parameters=[
            OpenApiParameter("version", int, required=True, description="Id of a map version.")
        ],
        responses={200: reference_to(Coverage)},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return for each stage and touchpoint who was asked, how, how long ago, and whether sources agree.

        `score` is the sum of `parts`: asked (of 40: touchpoints with 10 people or more), fresh (20: with an answer of
        the last 365 days), several_sources (20: asked by two kinds of study), agreeing (20: of those, without a
        contradiction). `gaps` are what to ask about next, with the number of people for an interval of ±0.5.
        """
        refuse_unknown(request, {"version"})
        found = coverage.of(version_named(request, "version"))
        return self.told(found)
