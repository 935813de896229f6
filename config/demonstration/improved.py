"""What the demonstration's team changed: a cycle behind it, one in flight, actions in every state. All made up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from config.demonstration.journey import KPIS
from config.demonstration.keys import key
from improvements import actions, cycles, experiments, giving_scores, outcomes
from improvements.models import Action, ActionKpi, Cycle, Experiment
from journeys.models import Kpi
from research.models import Insight

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from journeys.models import JourneyMap, Program

#: Title, elements, team, person-days, what Mara and Tomas think of impact and feasibility.
PROPOSED = (
    ("Resume a dropped call", ("Video identification",), "Onboarding", 25, ((3, 4, 5), (3, 4, 4)), ((3.5, 4.5, 5), (2, 3, 4))),
    ("Say which paper is missing", ("Wait for decision",), "Risk", 12, ((3, 4, 5), (3, 4, 5)), ((2, 3.5, 4), (3, 3.5, 4.5))),
    ("Name every charge clearly", ("Call about a charge",), "Service", 15, ((2, 3, 4), (3, 4, 5)), ((3, 3.5, 4.5), (3, 4, 4.5))),
    ("Identify with the eID card", ("Video identification",), "Onboarding", 60, ((3, 4.5, 5), (1, 2, 3)), ((2, 3, 4), (1, 1.5, 2.5))),
    ("One payslip instead of three", ("Upload payslip",), "Risk", 8, ((2, 3, 4), (2, 3, 5)), ((1, 2, 3), (3, 4, 5))),
    ("One letter for card and PIN", ("Receive card", "Activate the card"), "Cards", 14, ((2, 3, 4), (3, 4, 5)), ((2, 2.5, 3.5), (3, 4, 4.5))),
    ("Answers in the words customers use", ("Find an answer",), "Service", 10, ((2, 3, 3.5), (3, 4, 5)), ((2, 2.5, 3.5), (3.5, 4, 5))),
    ("A new welcome film", ("Paper welcome pack",), "Marketing", 20, ((1, 1.5, 2), (2, 3, 4)), ((1, 1, 2), (3, 4, 5))),
)  # fmt: skip


def first_cycle(journey: JourneyMap, team: dict[str, User]) -> Cycle:
    """Open the first cycle on version 1, do what was done, and test it; it is closed by `second_cycle`."""
    manager, tomas = team["manager"], team["tomas"]
    cycle = cycles.start(
        journey, by=manager, goal="People know what it costs and when they hear from us",
        kpi=_kpi(journey.program, "completed"), amount=0.03, due_on=date(2026, 9, 30),
    )  # fmt: skip
    table = _action(
        journey.program, cycle, "A fee table in plain words", ("Compare fees",), "Web", 6
    )
    _predict(table, "completed", (0.01, 0.02, 0.04))
    _tested(
        table,
        "Fee table, old against new",
        "completed",
        ([1166, 2010], [1258, 2004]),
        tomas,
        manager,
    )
    promise = _action(
        journey.program, cycle, "Promise a date and keep it", ("Wait for decision",), "Risk", 18
    )
    _predict(promise, "decision", (6, 18, 30))
    for state in ("accepted", "implementing", "monitoring"):
        actions.move(promise, state, by=manager, reason="The rule is simple; support asked for it.", waiver="A promise cannot be tested on half of the customers." if state == "implementing" else "")  # fmt: skip
    outcomes.record(
        promise, _kpi(journey.program, "decision"), by=tomas, effect=31.5, low=25.7, high=37.3, n=437,
        method="two quarters compared", grade="before_after", measured_on=date(2026, 10, 1),
        note="The new risk engine came in the same quarter.",
    )  # fmt: skip
    actions.move(promise, "done", by=manager, reason="The date holds since July.")
    return cycle


def second_cycle(cycle: Cycle, journey: JourneyMap, team: dict[str, User]) -> None:
    """Close the first cycle with what was learnt, open the next, and fill it."""
    manager, tomas = team["manager"], team["tomas"]
    cycles.close(
        cycle, by=manager, decision="adopt",
        retrospective="Fees and the promised date helped. The new video vendor made identification worse: nobody tested it.",
    )  # fmt: skip
    current = cycles.start(
        journey, by=manager, goal="Identified at the first try", kpi=_kpi(journey.program, "identified"), amount=0.1,
        due_on=date(2027, 3, 31),
    )  # fmt: skip
    made = []
    for title, about, team_name, effort, mara, ben in PROPOSED:
        action = _action(journey.program, current, title, about, team_name, effort)
        for person, (impact, feasibility) in ((manager, mara), (tomas, ben)):
            giving_scores.give(action, by=person, estimates={"impact": list(impact), "feasibility": list(feasibility)})  # fmt: skip
        made.append(action)
    _predict(made[0], "identified", (0.03, 0.08, 0.14))
    made[3].excludes.add(made[0])
    actions.move(made[7], "dropped", by=manager, reason="Nobody asked for it.")
    for state in ("accepted", "testing"):
        actions.move(made[0], state, by=manager, reason="The worst moment of the journey.")
    actions.move(made[1], "accepted", by=manager, reason="Cheap, and support hears it every day.")
    for state in ("accepted", "implementing"):
        actions.move(made[5], state, by=manager, reason="The printer can do it from November.", waiver="A letter costs the same either way; there is nothing to lose." if state == "implementing" else "")  # fmt: skip
    for state in ("accepted", "implementing", "monitoring"):
        actions.move(made[6], state, by=manager, reason="Live since October; the survey asks about it.", waiver="The old words stay findable, so nobody can be worse off." if state == "implementing" else "")  # fmt: skip
    running = experiments.plan(
        Experiment.objects.create(
            program=journey.program, action=made[0], name="Resume, half of the calls", kind="ab",
            kpi=_kpi(journey.program, "identified"),
            hypothesis="If a dropped call goes on where it stopped, more people are identified at the first try.",
        ),
        by=tomas, minimum_effect=0.08, planned_n=590, looks=3, look=1, control=[139, 212], treatment=[151, 208],
        stop_rule="After 590 people in each group, or at a bound.",
    )  # fmt: skip
    guard = experiments.guard(running, _kpi(journey.program, "completed"), 0.05, by=tomas)
    guard.control, guard.treatment = [118, 212], [121, 208]
    guard.save()
    experiments.start(running, by=tomas)


def _tested(
    action: Action,
    name: str,
    kpi: str,
    figures: tuple[list[int], list[int]],
    by: User,
    manager: User,
) -> None:
    """Take an action through test, implementation and outcome."""
    for state in ("accepted", "testing"):
        actions.move(action, state, by=manager)
    experiment = Experiment.objects.create(
        program=action.program, action=action, name=name, kind="ab", kpi=_kpi(action.program, kpi),
        hypothesis="If the table says in words what it costs, fewer people break off.",
    )  # fmt: skip
    row = experiments.plan(
        experiment, by=by, minimum_effect=0.03, planned_n=2_000, control=figures[0], treatment=figures[1],
        stop_rule="After 2,000 people in each group.",
    )  # fmt: skip
    guard = experiments.guard(row, _kpi(action.program, "nps"), 8, by=by)
    guard.control, guard.treatment = [388, 295, 317], [402, 291, 307]
    guard.save()
    row = experiments.conclude(
        experiments.start(row, by=by),
        by=by,
        decision="adopt",
        reason="Better, and customers recommend us as before.",
    )
    actions.move(action, "implementing", by=by)
    actions.move(action, "monitoring", by=by)
    row.experiment = experiment
    made = outcomes.of_round(row, by=by)
    made.measured_on = date(2026, 5, 29)
    made.save(update_fields=["measured_on"])
    actions.move(action, "done", by=manager, reason="Rolled out in May.")


def _action(
    program: Program, cycle: Cycle, title: str, about: tuple[str, ...], team: str, effort: float
) -> Action:
    made = Action.objects.create(
        program=program, cycle=cycle, key=key(f"action {title}"), title=title, team=team, effort=effort,
        element_keys=[key(f"touchpoint {name}") for name in about],
        problem=f"It hurts at “{about[0]}”.",
    )  # fmt: skip
    for insight in Insight.objects.filter(program=program):
        if set(insight.element_keys) & set(made.element_keys):
            made.insights.add(insight)
            made.themes.add(*insight.themes.all())
    return made


def _predict(action: Action, kpi: str, effect: tuple[float, float, float]) -> None:
    low, likely, high = effect
    ActionKpi.objects.create(
        program=action.program, action=action, kpi=_kpi(action.program, kpi), low=low, likely=likely, high=high
    )  # fmt: skip


def _kpi(program: Program, name: str) -> Kpi:
    return Kpi.objects.get(program=program, key=KPIS[name].key)
