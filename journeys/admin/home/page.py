"""Everything the home page shows, read in a fixed number of queries whatever the program's size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from journeys.admin.home import activity, due
from journeys.models import JourneyMap, Kpi, Objective
from journeys.rendering import sparkline
from journeys.standing import kpis as kpi_standing
from journeys.standing import maps as map_standing
from journeys.standing import sentences

if TYPE_CHECKING:
    from journeys.models import Program
    from journeys.rendering.sparkline import Feelings, Trend
    from journeys.standing.kpis import KpiStanding
    from journeys.standing.maps import MapStanding

#: Rows per panel; each panel leads to the whole list.
OBJECTIVES, MAPS = 8, 8
#: KPIs and maps the page judges; a program with more is told about these.
JUDGED = 200


class KpiRow(Struct, frozen=True):
    """A KPI under the objective it measures; an objective without KPIs has none."""

    objective: Objective | None
    standing: KpiStanding | None
    trend: Trend | None
    is_first: bool = True


class MapRow(Struct, frozen=True):
    """A map with its small curve."""

    standing: MapStanding
    curve: Feelings | None


class Home(Struct, frozen=True):
    """The page."""

    sentence: str
    kpis: list[KpiRow]
    maps: list[MapRow]
    due: list[due.Due]
    more_due: int
    activity: list[activity.Activity]
    is_new: bool


def of(program: Program, user: Any) -> Home:
    """Read the page for a person."""
    objectives = list(
        Objective.objects.filter(program=program, status=Objective.Status.OPEN).prefetch_related(
            "kpis"
        )[:JUDGED]
    )
    kpis = list(Kpi.objects.filter(program=program)[:JUDGED])
    standings = kpi_standing.of_kpis(kpis)
    maps = list(
        JourneyMap.objects.filter(program=program, is_archived=False).select_related("owner")[
            :JUDGED
        ]
    )
    map_standings = _most_pressing_first(map_standing.of_maps(maps, program))
    waiting = due.of_person(user, program, maps=map_standings, kpis=standings.values())
    return Home(
        sentence=sentences.of_program(program, standings.values()),
        kpis=_kpi_rows(objectives, standings)[:OBJECTIVES],
        maps=[MapRow(s, sparkline.feelings(s.feelings)) for s in map_standings[:MAPS]],
        due=waiting[: due.MOST_SHOWN],
        more_due=max(len(waiting) - due.MOST_SHOWN, 0),
        activity=activity.of_program(program),
        is_new=not (kpis or objectives or maps),
    )


def _most_pressing_first(standings: list[MapStanding]) -> list[MapStanding]:
    """Return what somebody works on first, then what is overdue longest, then the rest by name."""
    return sorted(standings, key=lambda s: (not s.is_in_work, -s.days_overdue, s.map.name))


def _kpi_rows(objectives: list[Objective], standings: dict[int, KpiStanding]) -> list[KpiRow]:
    rows, shown = [], set()
    for objective in objectives:
        measured = [standings[kpi.pk] for kpi in objective.kpis.all() if kpi.pk in standings]
        rows += [
            KpiRow(objective, standing, trend_of(standing), is_first=not place)
            for place, standing in enumerate(measured)
        ]
        shown |= {standing.kpi.pk for standing in measured}
        if not measured:
            rows.append(KpiRow(objective, None, None))
    rest = [standing for standing in standings.values() if standing.kpi.pk not in shown]
    return rows + [KpiRow(None, standing, trend_of(standing)) for standing in rest]


def trend_of(standing: KpiStanding, *, width: int = 112, height: int = 44) -> Trend | None:
    """Return the trend of a KPI's readings as a small picture."""
    measured = []
    for reading in standing.readings:
        estimate = reading.estimate
        at = float(reading.period_to.toordinal())
        measured.append(sparkline.Measured(at, estimate.value, estimate.low, estimate.high))
    target = None if standing.kpi.target is None else float(standing.kpi.target)
    return sparkline.trend(measured, target, width=width, height=height)
