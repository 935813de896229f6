"""The life of an action: one table of moves, guards that say what is missing, every move recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from improvements.models import Action, ActionMove, Round
from improvements.models.action import State
from journeys import history
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: From where to where an action may go.
MOVES: dict[State, tuple[State, ...]] = {
    State.PROPOSED: (State.ACCEPTED, State.DROPPED),
    State.ACCEPTED: (State.TESTING, State.IMPLEMENTING, State.DROPPED),
    State.TESTING: (State.IMPLEMENTING, State.ACCEPTED, State.DROPPED),
    State.IMPLEMENTING: (State.MONITORING, State.DROPPED),
    # Back to testing is the next iteration.
    State.MONITORING: (State.DONE, State.TESTING, State.DROPPED),
    State.DONE: (State.TESTING,),
    State.DROPPED: (State.PROPOSED,),
}
#: Moves that are decisions of a manager; the others are work.
DECISIONS = frozenset({State.ACCEPTED, State.DROPPED, State.DONE})


def permission(to: str) -> str:
    """Return the permission that moving to a state needs."""
    return "decide" if to in DECISIONS else "move"


@transaction.atomic
def move(action: Action, to: str, *, by: User | None, reason: str = "", waiver: str = "") -> Action:
    """Move an action to another state and record who, when and why.

    `waiver` says in writing why it is implemented without a concluded test. Raises `InvalidTransition`, which says
    what is missing.
    """
    action = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    before, reason, waiver = State(action.state), reason.strip(), waiver.strip()
    if to not in MOVES[before]:
        allowed = ", ".join(State(one).label.lower() for one in MOVES[before])
        raise InvalidTransition(f"An action that is {before.label.lower()} can become {allowed}; not {_named(to)}.")  # fmt: skip
    after = State(to)
    _guard(action, after, reason, waiver)
    action.state = after
    action.drop_reason = reason if after == State.DROPPED else ""
    if waiver:
        action.waiver = waiver
    told = reason or (f"without a test: {waiver}" if waiver else "")
    history.deed(action, by=by, verb=f"move to {after}")
    action.save(update_fields=["state", "drop_reason", "waiver", "updated_at"])
    ActionMove.objects.create(
        program_id=action.program_id, action=action, before=before, after=after, reason=told, by=by,
        by_name=by.get_username() if by else "",
    )  # fmt: skip
    return action


def missing(action: Action, to: State) -> str:
    """Return what is missing before an action may move there, "" if nothing is."""
    if to == State.IMPLEMENTING and not action.waiver and not _is_tested(action):
        return "It needs a concluded test that says adopt or adapt, or a written waiver."
    if to == State.DONE and not action.outcomes.exists():
        return "It needs an outcome: what it was worth, on which KPI."
    return ""


def _guard(action: Action, to: State, reason: str, waiver: str) -> None:
    if to == State.DROPPED and not reason:
        raise InvalidTransition("Say why it is dropped.")
    lacks = "" if waiver and to == State.IMPLEMENTING else missing(action, to)
    if lacks:
        raise InvalidTransition(lacks)


def _is_tested(action: Action) -> bool:
    """Return whether the newest concluded round of the action says to go on."""
    newest = Round.objects.filter(experiment__action=action, state=Round.State.CONCLUDED).order_by("-concluded_at").first()  # fmt: skip
    return newest is not None and newest.decision in {Round.Decision.ADOPT, Round.Decision.ADAPT}


def _named(to: str) -> str:
    return State(to).label.lower() if to in State.values else f"“{to}”"
