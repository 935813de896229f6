"""What a manager would say of a program in a meeting, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from journeys.models import FROZEN_STATES, OPEN_STATES, MapVersion
from journeys.standing.kpis import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journeys.models import Program
    from journeys.standing.kpis import KpiStanding


def of_program(program: Program, standings: Iterable[KpiStanding]) -> str:
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
