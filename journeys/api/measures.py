"""Objectives, KPIs and their readings."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec
from drf_spectacular.utils import extend_schema_field

from journeys.api.deeds import Remembered
from journeys.api.fields import Computed, MemberName, ProgramRows, VisibleRow
from journeys.api.filters import KpiFilters, ObjectiveFilters, ReadingFilters
from journeys.api.reading_tables import Tables
from journeys.api.rows import RowSerializer
from journeys.api.series import Computing
from journeys.api.structs import reference_to
from journeys.api.views import Changeable, Creatable, Removable
from journeys.intervals import Estimate
from journeys.models import Kpi, Objective, Program, Reading


class ObjectiveSerializer(RowSerializer):
    """What a program wants to improve."""

    program = VisibleRow(Program)
    owner = MemberName(required=False, allow_null=True, help_text="Username of a member.")

    class Meta:
        model = Objective
        fields = (
            "id", "program", "key", "aspect", "statement", "owner", "target_date", "status", "created_at",
            "updated_at",
        )  # fmt: skip


class Objectives(Creatable, Changeable, Remembered):
    """Objectives of your programs. To give one up, set its status."""

    model = Objective
    queryset = Objective.objects.none()
    serializer_class = ObjectiveSerializer
    filterset_class = ObjectiveFilters
    search_fields = ("statement",)
    ordering_fields = ("id", "statement", "target_date", "created_at", "updated_at")


class KpiSerializer(RowSerializer):
    """How an objective is measured. The kind is fixed once there are readings."""

    program = VisibleRow(Program)
    objectives = ProgramRows(Objective, Kpi.objectives, help_text="Ids of objectives it serves.")

    class Meta:
        model = Kpi
        fields = (
            "id", "program", "key", "name", "kind", "unit", "better", "target", "objectives", "element_key",
            "created_at", "updated_at",
        )  # fmt: skip


class Kpis(Creatable, Changeable, Remembered, Computing):
    """KPIs of your programs."""

    model = Kpi
    queryset = Kpi.objects.none()
    serializer_class = KpiSerializer
    filterset_class = KpiFilters
    search_fields = ("name", "unit")
    ordering_fields = ("id", "name", "created_at", "updated_at")


def estimate(kind: str, *counts: float | None) -> dict[str, Any] | None:
    """Return value, 95 % interval, n and method of a reading's counts."""
    by_name = dict(zip(Reading.COUNT_FIELDS, counts, strict=True))
    reading = Reading(kpi=Kpi(kind=kind), **by_name)
    value: dict[str, Any] = msgspec.to_builtins(reading.estimate)
    return value


@extend_schema_field(reference_to(Estimate))
class EstimateField(Computed):
    """The value with its interval, computed from the counts."""

    def __init__(self) -> None:
        super().__init__(("kpi__kind", *Reading.COUNT_FIELDS), estimate)


class ReadingSerializer(RowSerializer):
    """One KPI over a period and segment, as counts. Value and interval are computed."""

    fixed: ClassVar = ("kpi",)

    kpi = VisibleRow(Kpi)
    estimate = EstimateField()

    class Meta:
        model = Reading
        fields = (
            "id", "program", "kpi", "period_from", "period_to", "segment", *Reading.COUNT_FIELDS, "source",
            "estimate", "created_at", "updated_at",
        )  # fmt: skip
        read_only_fields = ("program",)


class Readings(Creatable, Changeable, Removable, Remembered, Tables):
    """Readings of your programs' KPIs."""

    model = Reading
    queryset = Reading.objects.none()
    serializer_class = ReadingSerializer
    filterset_class = ReadingFilters
    parent = "kpi"
    search_fields = ("segment", "source")
    ordering_fields = ("id", "period_from", "period_to", "created_at", "updated_at")
