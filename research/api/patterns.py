"""Patterns in what was heard: drivers, cohorts, saturation, who stands behind personas; and the ways customers went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from journeys import contents
from journeys.api.filters import refuse_unknown
from journeys.api.named import refuse, row_named
from journeys.api.problems import Conflict
from journeys.api.structs import describe, reference_to
from journeys.api.told import Told
from journeys.models import MapVersion, Program
from research import observed_paths, patterns
from research.measures import cohorts
from research.measures.cohorts import CohortCell
from research.measures.drivers import Drivers, TooLittle
from research.measures.saturation import Unseen
from research.models import Instrument, Study
from research.observed_paths import PathsOfVersion
from research.patterns import Support

if TYPE_CHECKING:
    from rest_framework.request import Request


class DriversOf(msgspec.Struct, frozen=True):
    """What goes with the ratings a question was given, on the map's scale −3 to +3. It is not cause."""

    instrument: int
    drivers: Drivers


class CohortsOf(msgspec.Struct, frozen=True):
    """A question's ratings on the map's scale by period; cells with a `group` are a segment's."""

    instrument: int
    period: str
    cells: list[CohortCell]


class SupportOf(msgspec.Struct, frozen=True):
    """What stands behind each persona of a program, and the segments none of them covers."""

    program: int
    support: Support


class GroupSaturation(msgspec.Struct, frozen=True):
    """One group's interviews: after which one saturation was reached, null while it is not, and what is likely unseen."""

    group: str
    interviews: int
    base_themes: int
    reached_at: int | None
    confirmed_by: int | None
    new_per_interview: tuple[int, ...]
    unseen: Unseen | None
    words: str


class SaturationOf(msgspec.Struct, frozen=True):
    """Whether more interviews would bring new themes: over all (group ""), and per persona and stage."""

    program: int
    groups: list[GroupSaturation]


class PathsOf(msgspec.Struct, frozen=True):
    """The ways customers went beside a version of a map; `paths` is null without events."""

    version: int
    paths: PathsOfVersion | None


describe(DriversOf, CohortsOf, SupportOf, SaturationOf, PathsOf)


def _asked(name: str, noun: str) -> OpenApiParameter:
    return OpenApiParameter(name, int, required=True, description=f"Id of {noun}.")


class DriversOfInstrument(Told):
    """Drivers."""

    #: Too few answers, or all alike.
    may_be_impossible = True

    @extend_schema(
        operation_id="drivers", parameters=[_asked("instrument", "a question with ratings")], responses={200: reference_to(DriversOf)},
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """Return what goes with a question's ratings: segment, persona, channel and themes, each beside all the others."""
        refuse_unknown(request, {"instrument"})
        instrument = row_named(request, "instrument", Instrument.objects.all())
        try:
            return self.told(DriversOf(instrument.pk, patterns.drivers_of(instrument)))
        except TooLittle as reason:
            raise Conflict(str(reason)) from None


class CohortsOfInstrument(Told):
    """Cohorts."""

    @extend_schema(
        operation_id="cohorts",
        parameters=[
            _asked("instrument", "a question with ratings"),
            OpenApiParameter("period", str, enum=cohorts.PERIODS, description="month without it."),
        ],
        responses={200: reference_to(CohortsOf)},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return a question's ratings by period, and by the most frequent segments within it."""
        refuse_unknown(request, {"instrument", "period"})
        instrument = row_named(request, "instrument", Instrument.objects.all())
        period: Any = request.query_params.get("period", "month")
        if period not in cohorts.PERIODS:
            refuse("period", f"Give one of {', '.join(cohorts.PERIODS)}.")
        return self.told(CohortsOf(instrument.pk, period, patterns.cohorts_of(instrument, period)))


class SupportOfPersonas(Told):
    """Persona support."""

    @extend_schema(
        operation_id="persona_support", parameters=[_asked("program", "a program")], responses={200: reference_to(SupportOf)},
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """Return which answers, people and insights stand behind each persona, and which segments none covers."""
        refuse_unknown(request, {"program"})
        program = row_named(request, "program", Program.objects.all())
        return self.told(SupportOf(program.pk, patterns.support(program)))


class SaturationOfProgram(Told):
    """Saturation."""

    @extend_schema(
        operation_id="saturation", parameters=[_asked("program", "a program")], responses={200: reference_to(SaturationOf)},
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """Return whether more interviews would bring new themes (Guest, Namey and Chen 2020)."""
        refuse_unknown(request, {"program"})
        program = row_named(request, "program", Program.objects.all())
        groups = [
            GroupSaturation(
                **{name: getattr(one, name) for name in GroupSaturation.__struct_fields__}
            )
            for one in patterns.saturations(program)
        ]
        return self.told(SaturationOf(program.pk, groups))


class PathsBesideVersion(Told):
    """Observed paths."""

    @extend_schema(
        operation_id="paths",
        parameters=[_asked("version", "a map version"), OpenApiParameter("study", int, description="Id of a study; without it all.")],
        responses={200: reference_to(PathsOf)},
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        """Return frequent paths, conversion per stage and where journeys leave the map, from the program's events."""
        refuse_unknown(request, {"version", "study"})
        version = row_named(request, "version", MapVersion.objects.select_related("map"))
        study = None
        if "study" in request.query_params:
            study = row_named(request, "study", Study.objects.filter(program=version.program_id)).pk
        found = observed_paths.of(version, contents.read(version), study)
        return self.told(PathsOf(version.pk, found))
