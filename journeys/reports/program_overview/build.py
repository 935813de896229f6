"""A program → a value that says everything the overview says, in the order it says it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import F

from journeys.models import Membership, Objective, Program
from journeys.reports import remarks, words
from journeys.reports.program_overview import due, maps
from journeys.reports.program_overview.kpis import Kpis
from journeys.reports.program_overview.report import ObjectiveSaid, Person, ProgramOverviewSaid
from journeys.reports.remarks import Remark, Said
from journeys.reports.version_comparison.front import Count, KeyFigure, size
from journeys.standing import sentences
from journeys.standing.kpis import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from journeys.standing.maps import MapStanding

FRONT_KPIS, FRONT_DUE, MOST_OBJECTIVES, MOST_PEOPLE = 6, 6, 200, 200


def build(
    program: Program, since: date, *, read_at: datetime, made_by: str, report_id: int | None = None
) -> ProgramOverviewSaid:
    """Return the overview of a program; changes are told from the day `since` on."""
    today = maps.today_of(read_at)
    rows = Objective.objects.filter(program=program).select_related("owner")
    soonest = F("target_date").asc(nulls_last=True)
    objectives = list(rows.prefetch_related("kpis").order_by(soonest, "id")[:MOST_OBJECTIVES])
    still_open = [one for one in objectives if one.status == Objective.Status.OPEN]
    kpis = Kpis(program, today)
    found = maps.standings(program)
    stages, gaps = maps.by_life_cycle(found, today)
    changes, more_changes = maps.published_since(program, since)
    waiting = due.of_program(program, found, still_open, kpis, today)
    headline = sentences.of_program(program, kpis.standings.values())
    told = tuple(_objective(one, kpis, today) for one in objectives)
    measured = {kpi.pk for one in objectives for kpi in one.kpis.all()}
    judged = [kpi for kpi in kpis.kpis if kpis.standings[kpi.pk].estimate is not None]
    return ProgramOverviewSaid(
        title=f"{words.clean(program.name)}: program overview",
        program_name=words.clean(program.name),
        headline=headline,
        headline_size=size(headline),
        purpose=words.shortened(words.clean(program.purpose), 300),
        status=str(Program.Status(program.status).label),
        since=words.day(since),
        made_by=words.clean(made_by),
        made_on=words.local_day(read_at),
        created=read_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        figures=_figures(still_open, kpis, found, today),
        margin=tuple(_margin(program, since, found, told)),
        front_kpis=tuple(kpis.now(kpi) for kpi in judged[:FRONT_KPIS]),
        front_due=waiting[:FRONT_DUE],
        objectives=told,
        other_kpis=tuple(kpis.now(kpi) for kpi in kpis.kpis if kpi.pk not in measured),
        stages=stages,
        gaps=gaps,
        changes=changes,
        more_changes=more_changes,
        moved_kpis=kpis.moved(since),
        due=waiting,
        people=tuple(_people(program, objectives, found)),
        methods=_methods(since, kpis),
        provenance=tuple(_provenance(program, found, read_at, made_by, report_id)),
    )


def _objective(objective: Objective, kpis: Kpis, today: date) -> ObjectiveSaid:
    day, owner = objective.target_date, objective.owner
    measured = sorted(objective.kpis.all(), key=lambda kpi: (kpi.name, kpi.pk))
    return ObjectiveSaid(
        statement=words.clean(objective.statement),
        aspect=str(Objective.Aspect(objective.aspect).label),
        owner=words.clean(owner.get_full_name() or owner.get_username()) if owner else "",
        target_date=words.day(day) if day else "",
        status=str(Objective.Status(objective.status).label),
        is_late=objective.status == Objective.Status.OPEN and day is not None and day < today,
        kpis=tuple(kpis.now(kpi) for kpi in measured if kpi.pk in kpis.standings),
    )


def _figures(
    objectives: Sequence[Objective], kpis: Kpis, found: Sequence[MapStanding], today: date
) -> tuple[KeyFigure, ...]:
    verdicts = Counter(standing.verdict for standing in kpis.standings.values())
    published = sum(one.published_at is not None for one in found)
    late = sum(one.due is not None and one.due < today for one in found)
    late_objectives = sum(
        one.target_date is not None and one.target_date < today for one in objectives
    )
    unsure = verdicts[Verdict.CANNOT_TELL] + verdicts[Verdict.NO_READING]
    counts = (
        (verdicts[Verdict.ON_TARGET], "on target", "better"),
        (verdicts[Verdict.OFF_TARGET], "off target", "worse"),
        (unsure, "cannot tell", "cannot_tell"),
    )
    return (
        KeyFigure(
            "Objectives", (Count(len(objectives), "open", "none"),),
            f"{late_objectives} past their date" if late_objectives else "",
        ),
        KeyFigure(
            "KPIs", tuple(Count(*count) for count in counts if count[0]),
            "" if any(count[0] for count in counts) else "none with a target",
        ),
        KeyFigure(
            "Maps", (Count(published, "published", "none"),) if published else (),
            f"{len(found) - published} never published" if len(found) > published else "" if found else "none yet",
        ),
        KeyFigure(
            "Look again at", (Count(late, "overdue", "worse"),) if late else (), "" if late else "nothing is overdue",
        ),
    )  # fmt: skip


def _margin(
    program: Program, since: date, found: Sequence[MapStanding], told: Sequence[ObjectiveSaid]
) -> Iterator[Remark]:
    if program.scope:
        yield Remark("Scope", (words.shortened(words.clean(program.scope), 420),))
    yield Remark(
        "How to read this",
        (
            "Circle: value. Line: 95 % interval. Upright line: target.",
            "A target within the interval cannot be told from the value.",
            f"Changes are told since {words.day(since)}.",
        ),
    )
    unmeasured = sum(not one.kpis for one in told)
    if unmeasured:
        said = words.counted(unmeasured, "objective")
        yield Remark("Gaps", (f"{said} {'has' if unmeasured == 1 else 'have'} no KPI.",))
    text = program.name + program.purpose + "".join(one.map.name for one in found)
    limits = tuple(remarks.signs_not_shown(text + "".join(one.statement for one in told)))
    if limits:
        yield Remark("Limits", limits)


def _people(
    program: Program, objectives: Sequence[Objective], found: Sequence[MapStanding]
) -> Iterator[Person]:
    rows = Membership.objects.filter(program=program, user__is_active=True).select_related("user")
    owned_maps = Counter(one.map.owner_id for one in found)
    owned = Counter(one.owner_id for one in objectives)
    people = list(
        rows.order_by("user__last_name", "user__first_name", "user__username")[:MOST_PEOPLE]
    )
    rank = ["manager", "contributor", "viewer"]
    for member in sorted(people, key=lambda member: rank.index(member.role)):
        user = member.user
        owns = [
            words.counted(number, noun)
            for number, noun in ((owned[user.pk], "objective"), (owned_maps[user.pk], "map"))
            if number
        ]
        role = str(Membership.Role(member.role).label)
        if program.owner_id == user.pk:
            role = f"{role}, owns the program"
        name = words.clean(user.get_full_name() or user.get_username())
        yield Person(name, role, words.listed(owns) or words.NONE)  # fmt: skip


def _methods(since: date, kpis: Kpis) -> tuple[Remark, ...]:
    told = [standing.estimate for standing in kpis.standings.values()]
    methods = list(dict.fromkeys(one.method for one in told if one)) or ["none needed yet"]
    return (
        Remark(
            "KPIs",
            (
                (
                    f"Values and 95 % intervals are computed from counts: {words.listed(methods)}. Readings of "
                    "all customers."
                ),
                (
                    f"Differences compare the newest reading with the newest that ended before {words.day(since)}; "
                    "interval from both readings' own intervals (Newcombe 1998; Zou and Donner 2008). A "
                    "difference has no proven cause."
                ),
            ),
        ),
        Remark(
            "What changed",
            (
                (
                    "Each version published since is compared with the one published before it, element by "
                    "element, by keys that copies keep."
                ),
            ),
        ),
        Remark(
            "When a map is due",
            ("So many days after it was published last, as the map or else the program says.",),
        ),
    )


def _provenance(
    program: Program,
    found: Sequence[MapStanding],
    read_at: datetime,
    made_by: str,
    report_id: int | None,
) -> Iterator[Said]:
    yield Said("Program", words.clean(f"{program.name} (id {program.pk})"))
    for one in found[:60]:
        if one.newest is not None:
            sealed = f", {one.newest.checksum[:16]}" if one.newest.checksum else ""
            said = f"version {one.newest.number} (id {one.newest.pk}), {one.newest.state}{sealed}"
            yield Said(words.clean(one.map.name), said.replace("_", " "))
    yield from remarks.of_report(read_at, made_by, report_id)
