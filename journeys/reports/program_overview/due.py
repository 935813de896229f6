"""What waits in a program, for anybody: overdue maps, reviews, drafts, objectives and readings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from journeys.models import OPEN_STATES, MapVersion, Objective, State
from journeys.reports import words
from journeys.reports.program_overview.report import Due

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from journeys.models import Program
    from journeys.reports.program_overview.kpis import Kpis
    from journeys.standing.maps import MapStanding

#: A KPI whose newest reading ended longer ago than this wants another; a draft, longer untouched, a look.
READING_EVERY, DRAFT_RESTS = timedelta(days=92), timedelta(days=30)
MOST = 60


def of_program(
    program: Program,
    maps: Sequence[MapStanding],
    objectives: Sequence[Objective],
    kpis: Kpis,
    today: date,
) -> tuple[Due, ...]:
    """Return what waits, late things first. One query."""
    found = [
        *_maps(maps, today),
        *_objectives(objectives, today),
        *_versions(program, today),
        *_readings(kpis, today),
    ]
    return tuple(sorted(found, key=lambda due: not due.is_late)[:MOST])


def _maps(maps: Iterable[MapStanding], today: date) -> Iterator[Due]:
    late = [one for one in maps if one.due and one.due < today and not one.is_in_work]
    for one in sorted(late, key=lambda one: one.due or today):
        days = (today - one.due).days if one.due else 0
        owner = one.map.owner
        yield Due(
            f"Look again at “{words.clean(one.map.name)}”",
            words.clean(owner.get_full_name() or owner.get_username()) if owner else "nobody",
            f"{words.counted(days, 'day')} overdue",
            is_late=True,
        )


def _objectives(objectives: Iterable[Objective], today: date) -> Iterator[Due]:
    for objective in objectives:
        day, owner = objective.target_date, objective.owner
        if day is None or day >= today + timedelta(days=31):
            continue
        yield Due(
            f"Objective: {words.clean(objective.statement)}",
            words.clean(owner.get_full_name() or owner.get_username()) if owner else "nobody",
            f"was to be reached by {words.day(day)}" if day < today else f"to be reached by {words.day(day)}",
            is_late=day < today,
        )  # fmt: skip


def _versions(program: Program, today: date) -> Iterator[Due]:
    rows = MapVersion.objects.filter(
        program=program, state__in=OPEN_STATES, map__is_archived=False
    ).select_related("map", "started_by")
    for version in rows.order_by("updated_at", "id")[:MOST]:
        who = version.started_by
        name = words.clean(who.get_full_name() or who.get_username()) if who else "nobody"
        last = timezone.localdate(version.updated_at)
        what = words.clean(f"“{version.map.name}” version {version.number}")
        if version.state == State.IN_REVIEW:
            yield Due(f"Review {what}", name, f"in review since {words.day(last)}", is_late=False)
        elif last < today - DRAFT_RESTS:
            yield Due(f"Finish {what}", name, f"untouched since {words.day(last)}", is_late=False)


def _readings(kpis: Kpis, today: date) -> Iterator[Due]:
    for kpi in kpis.kpis:
        last = kpis.standings[kpi.pk].last_period
        if last is None or last < today - READING_EVERY:
            when = f"the last ends {words.day(last)}" if last else "there is none yet"
            yield Due(f"Add a reading of {words.clean(kpi.name)}", "", when, is_late=False)
