"""The way round the loop for the first time: what is done and what comes next, until a second version is published.

Apps above add their steps (`settings.FIRST_STEPS`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.module_loading import import_string
from msgspec import Struct

from journeys.models import JourneyMap, Kpi, MapVersion, Program
from journeys.models.version import FROZEN_STATES

if TYPE_CHECKING:
    from collections.abc import Iterator


class Step(Struct, frozen=True):
    """One step; `place` puts it among those of other apps."""

    place: int
    title: str
    words: str
    address: str
    is_done: bool


def of(program: Program) -> list[Step]:
    """Return the steps in their order; none once the last of them is done. A query for each app."""
    told = (import_string(path)(program) for path in settings.FIRST_STEPS.values())
    found = sorted((step for some in told for step in some), key=lambda one: one.place)
    return [] if found[-1].is_done else found


def steps(program: Program) -> Iterator[Step]:
    """Give the steps about objectives and maps."""
    of_it = {"program": OuterRef("pk")}
    frozen = MapVersion.objects.filter(**of_it, state__in=FROZEN_STATES)
    there = Program.objects.filter(pk=program.pk).values(
        kpi=Exists(Kpi.objects.filter(**of_it)),
        journey=Exists(JourneyMap.objects.filter(**of_it)),
        published=Exists(frozen),
        again=Exists(frozen.filter(number__gt=1)),
    )[0]
    maps = reverse("admin:journeys_journeymap_changelist")
    yield Step(10, "Say what should get better", "An objective, and a KPI that tells.", reverse("admin:journeys_objective_add"), there["kpi"])  # fmt: skip
    yield Step(20, "Draw the map", "From a template, a spreadsheet or an empty page.", reverse("admin:journeys_journeymap_start"), there["journey"])  # fmt: skip
    yield Step(40, "Publish version 1", "It stays as it is, so that later ones can be held against it.", maps, there["published"])  # fmt: skip
    yield Step(70, "Publish the next version", "Then compare the two, and hand the report around.", maps, there["again"])  # fmt: skip
