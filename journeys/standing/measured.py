"""Where a KPI is measured: the stages and touchpoints that name it, on the version people look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from msgspec import Struct

from journeys.models import MapVersion, Stage, State, Touchpoint

if TYPE_CHECKING:
    from journeys.models import Kpi

#: Maps that are looked at for it; one element is hardly ever on more.
MOST = 100


class Measured(Struct, frozen=True):
    """A stage or touchpoint on a version of a map."""

    key: str
    name: str
    kind: str
    version: MapVersion


def places_of(kpi: Kpi) -> list[Measured]:
    """Return where the KPI is measured, by map: three queries.

    What is published counts; of a map that was never published, its draft.
    """
    stages = _rows(Stage, Q(kpi=kpi) | _key(kpi), kpi)
    touchpoints = _rows(Touchpoint, _key(kpi), kpi) if kpi.element_key else []
    found = [("stage", row) for row in stages] + [("touchpoint", row) for row in touchpoints]
    best: dict[tuple[int, str], tuple[int, int, Measured]] = {}
    for kind, row in found:
        version = row.version
        rank = (int(version.state == State.PUBLISHED), version.number)
        place = (version.map_id, row.key)
        if place not in best or rank > best[place][:2]:
            best[place] = (*rank, Measured(row.key, row.name, kind, version))
    return sorted(
        (one for _, _, one in best.values()), key=lambda one: (one.version.map.name, one.name)
    )


def _key(kpi: Kpi) -> Q:
    return Q(key=kpi.element_key) if kpi.element_key else Q(pk__in=[])


def _rows(model: Any, about: Q, kpi: Kpi) -> list[Any]:
    rows = model.objects.filter(about, program=kpi.program_id, version__map__is_archived=False)
    in_use = rows.exclude(version__state=State.DISCARDED).select_related("version__map")
    return list(in_use.defer("version__document").order_by("-version_id")[:MOST])
