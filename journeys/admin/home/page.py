"""Everything the home page shows, read in a fixed number of queries whatever the program's size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from msgspec import Struct

from journeys.admin.home import activity, due
from journeys.models import FROZEN_STATES, OPEN_STATES, JourneyMap, Kpi, MapVersion, Objective
from journeys.rendering import sparkline
from journeys.standing import kpis as kpi_standing
from journeys.standing import maps as map_standing
from journeys.standing.kpis import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

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
        sentence=sentence(program, standings.values()),
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


def sentence(program: Program, standings: Iterable[KpiStanding]) -> str:
    """Return what a manager would say of the program in a meeting, in one sentence."""
    return f"{_of_maps(program)}; {_of_kpis(list(standings))}."


def _of_maps(program: Program) -> str:
    versions = MapVersion.objects.filter(program=program, map__is_archived=False)
    numbers = versions.aggregate(
        published=Count("map", filter=Q(state__in=FROZEN_STATES), distinct=True),
        drafts=Count("pk", filter=Q(state__in=OPEN_STATES)),
    )
    if not any(numbers.values()):
        return "No map yet"
    return f"{_count(numbers['published'], 'map')} published, {_count(numbers['drafts'], 'draft')} open"


def _of_kpis(standings: list[KpiStanding]) -> str:
    judged = [standing for standing in standings if standing.kpi.target is not None]
    if not judged:
        return "no KPI has a target yet"
    number = {verdict: len([s for s in judged if s.verdict is verdict]) for verdict in Verdict}
    parts = [f"{number[Verdict.ON_TARGET] or 'none'} of {_count(len(judged), 'KPI')} on target"]
    if number[Verdict.OFF_TARGET]:
        parts.append(f"{number[Verdict.OFF_TARGET]} {_off(judged)}")
    unsure = number[Verdict.CANNOT_TELL] + number[Verdict.NO_READING]
    if unsure:
        parts.append(f"{unsure} we cannot tell")
    return ", ".join(parts)


def _off(judged: list[KpiStanding]) -> str:
    """Return "below" unless some of them are to fall: then "off target"."""
    words = {s.words for s in judged if s.verdict is Verdict.OFF_TARGET}
    return (
        {"Below target": "below", "Above target": "above"}[words.pop()]
        if len(words) == 1
        else "off target"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
