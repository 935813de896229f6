"""The board: test → implement → iterate, each action where it stands, moved from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from improvements import actions
from improvements.models import Action
from improvements.models.action import State
from journeys.admin import current
from journeys.admin.pages.frame import find, require, show
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

COLUMNS = (
    State.PROPOSED, State.ACCEPTED, State.TESTING, State.IMPLEMENTING, State.MONITORING, State.DONE,
)  # fmt: skip
#: Cards of a column that are shown; the list has all.
MOST_SHOWN = 40


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the actions of the program at hand by state."""
    program = current.program(request)
    if program is None:
        raise Http404
    rows = Action.objects.visible_to(request.user).filter(program=program).select_related("owner")
    rows = rows.prefetch_related("predictions__kpi").order_by("due_on", "id")
    by_state: dict[str, list[Action]] = {}
    for action in rows[: MOST_SHOWN * len(State)]:
        by_state.setdefault(action.state, []).append(action)
    columns = [
        (state, state.label, by_state.get(state, [])[:MOST_SHOWN], [State(to) for to in actions.MOVES[state]])
        for state in COLUMNS
    ]  # fmt: skip
    dropped = by_state.get(State.DROPPED, [])
    return show(
        request, site, "improvements/board", title="Board",
        crumbs=[(program.name, reverse("admin:journeys_program_home", args=[program.pk]))],
        columns=columns, dropped=dropped, program_shown=program,
        may_move=request.user.has_perm("improvements.move_action", program),
        may_decide=request.user.has_perm("improvements.decide_action", program),
    )  # fmt: skip


def move(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Move an action to another state (POST)."""
    action = find(request, Action, pk)
    require(request, "move_action", action)
    if request.method == "POST":
        to = request.POST.get("to", "")
        require(request, f"{actions.permission(to)}_action", action)
        reason = request.POST.get("reason", "")
        waiver = (
            reason
            if to == State.IMPLEMENTING and actions.missing(action, State.IMPLEMENTING)
            else ""
        )
        try:
            actions.move(action, to, by=request.user, reason=reason, waiver=waiver)  # type: ignore[arg-type]
        except InvalidTransition as refusal:
            messages.error(request, f"“{action.title}”: {refusal}")
        else:
            messages.success(request, f"“{action.title}” is {State(to).label.lower()} now.")
    return redirect("admin:improvements_board")
