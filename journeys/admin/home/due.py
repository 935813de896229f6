"""What waits for one person in a program: reviews, overdue maps, failed reports, missing readings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from msgspec import Struct

from journeys.models import MapVersion, Report, Review, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from journeys.models import Program
    from journeys.standing.kpis import KpiStanding
    from journeys.standing.maps import MapStanding

#: A KPI whose newest reading ended longer ago than this wants another.
READING_EVERY = timedelta(days=92)
MOST_SHOWN = 8


class Due(Struct, frozen=True):
    """Something that waits for this person; `when` is short: a date, or how long it is overdue."""

    icon: str
    title: str
    detail: str
    url: str
    when: str = ""
    is_late: bool = False


def of_person(
    user: Any,
    program: Program,
    *,
    maps: Iterable[MapStanding],
    kpis: Iterable[KpiStanding],
) -> list[Due]:
    """Return what waits, most pressing first: what others wait for, then what is overdue."""
    due = [*_reviews(user, program), *_failed_reports(user, program)]
    if user.has_perm("journeys.start_draft_journeymap", program):
        due += _overdue_maps(maps)
    if user.has_perm("journeys.add_reading", program):
        due += _missing_readings(kpis, program)
    return due


def _reviews(user: Any, program: Program) -> Iterator[Due]:
    if not user.has_perm("journeys.approve_mapversion", program):
        return
    sent_back_after = Review.objects.filter(
        version=OuterRef("version"), verdict=Review.Verdict.CHANGES_REQUESTED, id__gt=OuterRef("id")
    )
    mine = Review.objects.filter(
        ~Exists(sent_back_after),
        version=OuterRef("pk"),
        reviewer=user.pk,
        verdict=Review.Verdict.APPROVED,
    )
    waiting = (
        MapVersion.objects.filter(program=program, state=State.IN_REVIEW)
        .filter(~Exists(mine))
        .select_related("map", "started_by")
        .order_by("updated_at")[:MOST_SHOWN]
    )
    for version in waiting:
        who = version.started_by
        asked = f"Started by {who.get_full_name() or who.get_username()}" if who else "In review"
        yield Due(
            icon="rate_review",
            title=f"Review “{version.map.name}” version {version.number}",
            detail=asked,
            url=reverse("admin:journeys_mapversion_map", args=[version.pk]),
            when=_day(timezone.localdate(version.updated_at)),
        )


def _failed_reports(user: Any, program: Program) -> Iterator[Due]:
    failed = Report.objects.filter(
        program=program, requested_by=user.pk, status=Report.Status.FAILED
    )
    for report in failed.order_by("-id")[:3]:
        yield Due(
            icon="error",
            title=f"Report failed: {report}",
            detail="Look at what went wrong, or try again",
            url=reverse("admin:journeys_report_page", args=[report.pk]),
            when=_day(timezone.localdate(report.updated_at)),
            is_late=True,
        )


def _overdue_maps(maps: Iterable[MapStanding]) -> Iterator[Due]:
    late = [standing for standing in maps if standing.days_overdue and not standing.is_in_work]
    for standing in sorted(late, key=lambda standing: -standing.days_overdue)[:MOST_SHOWN]:
        yield Due(
            icon="update",
            title=f"Look again at “{standing.map.name}”",
            detail=f"Version {standing.newest.number if standing.newest else 1} may be out of date",
            url=_current(standing),
            when=f"{standing.days_overdue} days over",
            is_late=True,
        )


def _current(standing: MapStanding) -> str:
    """Return where the version in question is looked at, and found still true or followed by a next."""
    if standing.newest is None:
        return reverse("admin:journeys_journeymap_change", args=[standing.map.pk])
    return reverse("admin:journeys_mapversion_map", args=[standing.newest.pk])


def _missing_readings(kpis: Iterable[KpiStanding], program: Program) -> Iterator[Due]:
    since = timezone.localdate() - READING_EVERY
    missing = [s for s in kpis if s.last_period is None or s.last_period < since]
    for standing in missing[:3]:
        last = standing.last_period
        yield Due(
            icon="monitoring",
            title=f"Add a reading of {standing.kpi.name}",
            detail=f"The last one ends {_day(last)}" if last else "There is none yet",
            url=f"{reverse('admin:journeys_reading_add')}?kpi={standing.kpi.pk}",
        )


def _day(day: date) -> str:
    text = f"{day.day} {day:%b}"
    return text if day.year == timezone.localdate().year else f"{text} {day.year}"
