"""A KPI's readings as computed series: value, interval, n and method per period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from journeys.api.filters import Day, Rows, Words, refuse_unknown
from journeys.api.structs import reference_to
from journeys.api.views import Rows as Resource
from journeys.models import Reading
from journeys.standing import series
from journeys.standing.series import KpiSeries

if TYPE_CHECKING:
    from rest_framework.request import Request


class SeriesFilters(Rows):
    """What a series can be narrowed by."""

    segment = Words(max_length=80)
    period_from_after = Day("period_from", "gte")
    period_to_before = Day("period_to", "lte")


NAMES = {"segment", "period_from_after", "period_to_before"}


class Computing(Resource):
    """Computes a KPI's series."""

    @extend_schema(
        parameters=[
            OpenApiParameter("segment", str, description="Only this segment."),
            OpenApiParameter(
                "period_from_after",
                {"type": "string", "format": "date"},
                description="Only periods that begin on that day or later.",
            ),
            OpenApiParameter(
                "period_to_before",
                {"type": "string", "format": "date"},
                description="Only periods that end on that day or earlier.",
            ),
        ],
        responses={200: reference_to(KpiSeries)},
    )
    @action(detail=True)
    def series(self, request: Request, pk: str) -> Response:
        """Return the KPI's readings, computed: one series per segment, all customers first, in time.

        The newest 5,000 readings at most; `is_complete` says whether these are all.
        """
        refuse_unknown(request, NAMES)
        kpi = self.row(pk)
        narrowed = SeriesFilters(request.query_params, queryset=Reading.objects.none())
        if not narrowed.is_valid():
            from django_filters.utils import translate_validation

            raise translate_validation(narrowed.form.errors)
        asked: dict[str, Any] = {}
        for name, one in narrowed.filters.items():
            value = narrowed.form.cleaned_data.get(name)
            if value not in (None, ""):
                asked[f"{one.field_name}__{one.lookup_expr}"] = value
        return Response(msgspec.to_builtins(series.of_kpi(kpi, **asked)))
