"""What was done between two versions, what it was worth, what was predicted, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from msgspec import Struct

from improvements import wording
from improvements.models import Action, ActionMove, Cycle, Outcome
from improvements.models.action import State
from journeys.reports import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from journeys.contents import MapContents
    from journeys.reports.version_comparison.sources import Sources

#: Reaching these means that customers meet it.
SHIPPED = (State.IMPLEMENTING, State.MONITORING, State.DONE)
#: Letters of attribution, from a drawn lot to no comparison at all.
LETTERS = {"randomised": "A", "series": "B", "before_after": "C", "none": "–"}


class Worth(Struct, frozen=True):
    """One outcome of an action: on which KPI, how much, how far it can be believed, and whether it was foreseen."""

    kpi: str
    effect: str
    interval: str
    letter: str
    grade: str
    method: str
    n: str
    predicted: str
    foreseen: str
    confounders: str
    note: str


class Deed(Struct, frozen=True):
    """An action that reached customers between the versions."""

    title: str
    team: str
    about: str
    state: str
    why: str
    worth: tuple[Worth, ...]
    id: int = 0


class CycleSaid(Struct, frozen=True):
    """A cycle that ran between the versions."""

    name: str
    goal: str
    decision: str
    retrospective: str


class Deeds(Struct, frozen=True):
    """Everything the section says."""

    cycles: tuple[CycleSaid, ...]
    shipped: tuple[Deed, ...]
    unknown: tuple[str, ...]
    following: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to tell."""
        return not (self.cycles or self.shipped or self.following)


def between(sources: Sources) -> Deeds:
    """Return the deeds between the older version's publication and the newer's, or the moment of reading."""
    before, after = sources.before.version, sources.after.version
    since = before.published_at or before.created_at
    until = after.published_at or sources.read_at
    program = after.program_id
    names = _names(sources.before.contents) | _names(sources.after.contents)
    about = set(names)
    rows = Action.objects.filter(program_id=program).prefetch_related(
        "predictions__kpi", "outcomes__kpi", "moves"
    )
    shipped, following = [], []
    for action in rows.order_by("id"):
        if not about & set(action.element_keys):
            continue
        if _reached(action, since, until):
            shipped.append(_deed(action, names))
        elif action.state in {State.ACCEPTED, State.TESTING, State.IMPLEMENTING}:
            following.append(f"{words.clean(action.title)} ({State(action.state).label.lower()})")
    cycles = Cycle.objects.filter(map=after.map_id).filter(
        Q(baseline=before) | Q(closed_at__gt=since, closed_at__lte=until)
    )
    told = tuple(_cycle(cycle) for cycle in cycles.order_by("number"))
    return Deeds(told, tuple(shipped), tuple(_unknown(shipped, sources)), tuple(following))


def _reached(action: Action, since: datetime, until: datetime) -> bool:
    """Return whether the action began to reach customers in this time; a move or an outcome tells when."""
    days = [outcome.measured_on for outcome in action.outcomes.all() if outcome.measured_on]
    if any(since.date() < day <= until.date() for day in days):
        return True
    moves: list[ActionMove] = list(action.moves.all())
    return any(move.after in SHIPPED and since < move.created_at <= until for move in moves)


def _deed(action: Action, names: dict[str, str]) -> Deed:
    places = [names[key] for key in action.element_keys if key in names]
    predictions = {one.kpi_id: one for one in action.predictions.all()}
    return Deed(
        title=words.clean(action.title),
        team=words.clean(action.team),
        about=words.clean(", ".join(places)),
        state=str(State(action.state).label),
        why=words.clean(action.waiver and f"Without a test: {action.waiver}"),
        worth=tuple(_worth(one, predictions.get(one.kpi_id)) for one in action.outcomes.all()),
        id=action.pk,
    )


def _worth(outcome: Outcome, prediction: object) -> Worth:
    kpi = outcome.kpi
    predicted = foreseen = ""
    if prediction is not None:
        low, high = prediction.low, prediction.high  # type: ignore[attr-defined]
        predicted = wording.between(kpi, low, high)
        foreseen = "as predicted" if low <= outcome.effect <= high else "less than predicted" if outcome.effect < low else "more than predicted"  # fmt: skip
    return Worth(
        kpi=words.clean(kpi.name),
        effect=wording.effect(kpi, outcome.effect),
        interval=wording.between(kpi, outcome.low, outcome.high),
        letter=LETTERS[outcome.grade],
        grade=str(Outcome.Grade(outcome.grade).label),
        method=words.clean(outcome.method),
        n=f"{outcome.n:,}" if outcome.n else "–",
        predicted=predicted,
        foreseen=foreseen,
        confounders=words.clean(", ".join(outcome.confounders)),
        note=words.clean(outcome.note),
    )


def _cycle(cycle: Cycle) -> CycleSaid:
    decision = Cycle.Decision(cycle.decision).label if cycle.decision else "under way"
    return CycleSaid(
        f"Cycle {cycle.number}",
        words.clean(cycle.goal),
        str(decision),
        words.clean(cycle.retrospective),
    )


def _unknown(shipped: list[Deed], sources: Sources) -> Iterator[str]:
    """Say what the figures do not tell."""
    without = [deed.title for deed in shipped if not deed.worth]
    if without:
        yield f"What these were worth: {words.listed(without)}."
    by_chance = [worth for deed in shipped for worth in deed.worth if worth.letter != "A"]
    if by_chance:
        yield (
            f"Whether {words.counted(len(by_chance), 'effect')} graded C or – came of the action: nothing was drawn by lot,"
            " and other things changed in the same time."
        )
    touchpoints = [part.key for _, part in sources.after.contents.touchpoints]
    silent = [key for key in touchpoints if key not in sources.judgements]
    if silent and sources.judgements:
        yield f"How customers feel at {words.counted(len(silent), 'touchpoint')} nobody was asked about."


def _names(contents: MapContents) -> dict[str, str]:
    names = {stage.key: stage.name for stage in contents.stages}
    names |= {part.key: part.name for _, part in contents.touchpoints}
    return names | {card.key: card.text[:60] for card in contents.cards}
