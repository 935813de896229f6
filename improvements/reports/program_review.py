"""The program review: what we set out to do, what was done, what it was worth, and how well we foresaw it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from improvements import calibrations, pain_points, wording
from improvements.models import Action, Cycle, Outcome
from improvements.models.action import State
from improvements.reports.deeds import LETTERS
from improvements.reports.of_program import OfProgram, provenance
from journeys.models import JourneyMap
from journeys.reports import sections, words
from journeys.reports.remarks import Remark
from journeys.reports.sections import Block, Bullets, Section, SectionsSaid, Table
from journeys.reports.version_comparison.front import Count as Number
from journeys.reports.version_comparison.front import KeyFigure, size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from journeys.models import Program

FRONT_ROWS, MOST, MOST_MAPS = 7, 300, 40
LIVES = {
    "recurred": "worse",
    "open": "none",
    "addressed": "none",
    "gone": "cannot_tell",
    "verified": "better",
}
LIFE_WORDS = {"recurred": "back again", "open": "open", "addressed": "taken on", "gone": "gone, unproven", "verified": "verified resolved"}  # fmt: skip


class ProgramReview(OfProgram):
    """What a program was worth, as a PDF for a board."""

    label = "Program review"

    def build(
        self, program: Program, read_at: datetime, made_by: str, report_id: int | None
    ) -> SectionsSaid:
        """Return all the report says."""
        cycles = list(
            Cycle.objects.filter(program=program)
            .select_related("map", "baseline", "result", "kpi")
            .order_by("-id")[:MOST]
        )
        rows = Outcome.objects.filter(program=program).select_related("kpi", "action")
        outcomes = list(
            rows.prefetch_related("action__predictions").order_by("-measured_on", "-id")[:MOST]
        )
        actions = list(
            Action.objects.filter(program=program).select_related("owner").order_by("id")[:MOST]
        )
        pains = _pains(program)
        name, headline = words.clean(program.name), _headline(outcomes, cycles)
        return SectionsSaid(
            kind="Program review", title=f"{name}: program review", about=name, program_name=name, headline=headline,
            headline_size=size(headline), status=str(program.get_status_display()), status_note=words.shortened(words.clean(program.purpose), 240),
            figures=_figures(cycles, outcomes, actions, pains), margin=tuple(_margin(outcomes)),
            front=(Block("What it was worth", table=_outcomes(outcomes[:FRONT_ROWS])),),
            sections=(
                Section("Cycles: what we believed, what we did, what happened", tuple(_cycle(one, actions) for one in cycles) or (Block(lead="No cycle was opened yet."),)),
                Section("Outcomes", (Block(table=_outcomes(outcomes)), Block("How well we foresaw it", table=_calibration(program.pk)))),
                Section("Pain points", (Block(table=_pain_table(pains)),)),
                Section("Actions", (Block(table=_actions(actions)), Block("What next", bullets=Bullets(tuple(_next(actions)), "Nothing is under way.")))),
            ),
            methods=tuple(_methods()), provenance=tuple(provenance(program, read_at, made_by, report_id)),
            **sections.made(read_at, made_by),
        )  # fmt: skip


#: What `settings.REPORTS` names.
kind = ProgramReview()


def _headline(outcomes: Sequence[Outcome], cycles: Sequence[Cycle]) -> str:
    sure = [one for one in outcomes if one.grade in {Outcome.Grade.RANDOMISED, Outcome.Grade.SERIES} and one.low is not None and one.low > 0]  # fmt: skip
    if sure:
        best = max(
            sure, key=lambda one: (one.measured_on is not None, one.measured_on or 0, one.pk)
        )
        return f"“{words.clean(best.action.title)}” moved {words.clean(best.kpi.name)} by {wording.effect(best.kpi, best.effect)}; {words.counted(len(sure), 'effect')} can be believed."
    if outcomes:
        return f"{words.counted(len(outcomes), 'outcome')} measured, none of them surely caused by what was done."
    if cycles:
        return "The loop has begun; nothing was measured yet."
    return "No cycle was opened yet."


def _figures(cycles: Sequence[Cycle], outcomes: Sequence[Outcome], actions: Sequence[Action], pains: Sequence[Any]) -> tuple[KeyFigure, ...]:  # fmt: skip
    closed = sum(not one.is_open for one in cycles)
    states = Counter(one.state for one in actions)
    lives = Counter(one.life for _, one in pains)
    better = sum(one.low is not None and one.low > 0 for one in outcomes)
    worse = sum(one.high is not None and one.high < 0 for one in outcomes)
    return (
        KeyFigure("Cycles", (Number(closed, "closed", "none"),), f"{len(cycles) - closed} open" if len(cycles) > closed else "none open"),
        KeyFigure("Actions", (Number(states[State.DONE], "done", "none"),), f"{len(actions) - states[State.DONE] - states[State.DROPPED]} on the way"),
        KeyFigure("Outcomes", tuple(Number(*one) for one in ((better, "better", "better"), (worse, "worse", "worse")) if one[0]), f"{len(outcomes) - better - worse} unclear" if outcomes else "none measured"),
        KeyFigure("Pain points", (Number(lives["verified"], "verified resolved", "better"),) if lives["verified"] else (), f"{lives['open'] + lives['addressed'] + lives['recurred']} stand"),
    )  # fmt: skip


def _outcomes(outcomes: Sequence[Outcome]) -> Table:
    rows = []
    for one in outcomes:
        prediction = next(
            (row for row in one.action.predictions.all() if row.kpi_id == one.kpi_id), None
        )
        foreseen = ""
        if prediction is not None:
            inside = prediction.low <= one.effect <= prediction.high
            foreseen = "as predicted" if inside else "less than predicted" if one.effect < prediction.low else "more than predicted"  # fmt: skip
        sure = one.low is not None and one.high is not None and not one.low <= 0 <= one.high
        mark = ("better" if one.effect > 0 else "worse") if sure else "cannot_tell"
        rows.append(sections.row(
            sections.cell(one.action.title, one.kpi.name),
            sections.cell(wording.effect(one.kpi, one.effect), wording.between(one.kpi, one.low, one.high), mark=mark),
            sections.cell(wording.between(one.kpi, prediction.low, prediction.high) if prediction else words.NONE, foreseen),
            sections.cell(f"{LETTERS[one.grade]} {one.get_grade_display()}", one.method, f"At the same time: {', '.join(one.confounders)}" if one.confounders else "", strong=True),
            words.day(one.measured_on) if one.measured_on else words.NONE,
        ))  # fmt: skip
    return Table(
        sections.heads(("Action, KPI", 30), ("Effect (95 %)", 18), ("Predicted", 16), ("How far to believe it", 24), ("Measured", 12)),
        tuple(rows), "Nothing was measured yet.",
        "An effect is positive where it is for the better. A: divided by lot. B: a time series with its trend. C: before and after. –: no comparison." if rows else "",
    )  # fmt: skip


def _calibration(program_id: int) -> Table:
    return Table(
        sections.heads(("Team", 40), ("Predictions", 20), ("Came true within their range", 40)),
        tuple(
            sections.row(one.who, f"{one.n}", sections.cell(f"{one.inside} of {one.n}", f"{100 * one.low:.0f} to {100 * one.high:.0f} % (95 %)"))
            for one in calibrations.of_teams(program_id)
        ), "No prediction has an outcome yet.",
    )  # fmt: skip


def _cycle(one: Cycle, actions: Sequence[Action]) -> Block:
    theirs = [action for action in actions if action.cycle_id == one.pk]
    rows = [sections.row("Believed", sections.cell(one.goal, _rule(one)))]
    done = [f"{action.title}: {State(action.state).label.lower()}" for action in theirs] or [
        words.NONE
    ]
    rows.append(sections.row("Did", sections.cell(done[0], *done[1:])))
    if one.is_open:
        rows.append(sections.row("Happened", f"under way since {words.local_day(one.created_at)}"))
    else:
        ended = (
            f"version {one.result.number} came of it" if one.result else "no version came of it yet"
        )
        rows.append(sections.row("Happened", sections.cell(one.retrospective or words.NONE, ended)))
        rows.append(
            sections.row(
                "Decided",
                sections.cell(
                    one.get_decision_display(),
                    words.local_day(one.closed_at) if one.closed_at else "",
                    strong=True,
                ),
            )
        )
    title = f"{words.clean(one.map.name)}, cycle {one.number}, from version {one.baseline.number}"
    return Block(title, table=Table(sections.heads(("", 14), ("", 86)), tuple(rows)))


def _rule(one: Cycle) -> str:
    if one.kpi is None or one.amount is None:
        return ""
    return f"Success: {one.kpi.name} by {wording.effect(one.kpi, one.amount)}{f' until {words.day(one.due_on)}' if one.due_on else ''}"


def _pains(program: Program) -> list[tuple[str, Any]]:
    maps = JourneyMap.objects.filter(program=program, is_archived=False).order_by("name", "id")
    return [(journey.name, one) for journey in maps[:MOST_MAPS] for one in pain_points.of(journey)]


def _pain_table(pains: Sequence[tuple[str, Any]]) -> Table:
    return Table(
        sections.heads(("Pain point", 46), ("Stands", 18), ("Why", 36)),
        tuple(
            sections.row(sections.cell(words.shortened(one.text, 180), name), sections.cell(LIFE_WORDS[one.life], mark=LIVES[one.life]), one.reason)
            for name, one in pains[:MOST]
        ), "No published map has a pain point.",
        "Verified: gone from the map, and customers said that it is better there. A closed ticket does not do.",
    )  # fmt: skip


def _actions(actions: Sequence[Action]) -> Table:
    order = list(State)
    shown = sorted(actions, key=lambda one: (order.index(State(one.state)), one.pk))
    return Table(
        sections.heads(("Action", 52), ("State", 18), ("Who", 18), ("Due", 12)),
        tuple(
            sections.row(
                sections.cell(one.title, one.waiver and f"Without a test: {one.waiver}", one.drop_reason and f"Dropped: {one.drop_reason}"), str(State(one.state).label),
                one.team or (one.owner.get_username() if one.owner else ""), words.day(one.due_on) if one.due_on else words.NONE,
            )
            for one in shown
        ), "No action is proposed yet.",
    )  # fmt: skip


def _next(actions: Sequence[Action]) -> Iterator[str]:
    for state, said in (
        (State.MONITORING, "Watch"),
        (State.IMPLEMENTING, "Roll out"),
        (State.TESTING, "Finish testing"),
        (State.ACCEPTED, "Test"),
    ):
        names = [f"“{words.clean(one.title)}”" for one in actions if one.state == state]
        if names:
            yield f"{said} {words.listed(names[:6])}{' and more' if len(names) > 6 else ''}."


def _margin(outcomes: Sequence[Outcome]) -> Iterator[Remark]:
    graded = Counter(LETTERS[one.grade] for one in outcomes)
    told = tuple(f"{letter}: {number}" for letter, number in sorted(graded.items()))
    yield Remark("How far to believe it", told or ("Nothing was measured yet.",))
    yield Remark(
        "A to C",
        (
            "A: people were divided by lot. B: a time series with its trend. C: before and after, or beside another group.",
        ),
    )


def _methods() -> Iterator[Remark]:
    yield Remark(
        "Outcomes",
        (
            "Effects are in the KPI’s unit, positive for the better, with the interval and method that the test’s kind calls for. Other actions on the same element at the same time are named.",
        ),
    )
    yield Remark(
        "Predictions",
        (
            "Whether what came of an action lay within the range its team had predicted; shares with Wilson’s interval.",
        ),
    )
    yield Remark(
        "Pain points",
        ("Their state is computed from versions, actions and answers, never typed in.",),
    )
