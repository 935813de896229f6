"""Priorities: the impact × feasibility picture beside the ranked table, and what would change the order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from msgspec import Struct

from improvements import priorities
from improvements.models.action import State
from improvements.prioritisation.portfolio import Infeasible
from improvements.reports import quadrants
from journeys.admin import current
from journeys.admin.pages.frame import show

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

    from improvements.priorities import Priorities, RankedAction
    from improvements.prioritisation.portfolio import Portfolio

#: The strip that shows ranks, in user units.
STRIP = 140
MOST_SHOWN = 60
#: Below this agreement scorers are called split.
SPLIT = 0.5


class Row(Struct, frozen=True):
    """An action in the table; `from_x` to `to_x` is where it could rank, `x` its place, `bar` its P(top k) of 100."""

    action: RankedAction
    state: str
    from_x: float
    width: float
    x: float
    bar: float
    percent: str
    is_split: bool


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the priorities of the program at hand; `?capacity=` chooses the best portfolio."""
    program = current.program(request)
    if program is None:
        raise Http404
    card = priorities.card_of(program.pk)
    found = priorities.of(program.pk, k=3)
    chosen, refusal, capacity = _portfolio(request, program.pk)
    shown = found.actions[:MOST_SHOWN]
    split = {
        int(one.action)
        for one in found.disagreements
        if one.agreement is not None and one.agreement < SPLIT
    }
    titles = {str(one.id): one.title for one in found.actions}
    return show(
        request, site, "improvements/priorities", title="Priorities",
        crumbs=[
            (program.name, reverse("admin:journeys_program_home", args=[program.pk])),
            ("Actions", reverse("admin:improvements_action_changelist")),
        ],
        found=found, card=card, sentence=_sentence(found), points=quadrants.points(shown, card),
        ticks=quadrants.ticks(card), rows=[_row(one, found, split) for one in shown], more=len(found.actions) - len(shown),
        middle=quadrants.SIZE / 2, size=quadrants.SIZE, left=quadrants.LEFT, top=quadrants.TOP, flip=_flip(found, titles), capacity=capacity,
        chosen=chosen, chosen_titles=[titles[name] for name in chosen.actions] if chosen else [], refusal=refusal,
        program_shown=program, may_score=request.user.has_perm("improvements.add_score", program),
    )  # fmt: skip


def _portfolio(request: HttpRequest, program_id: int) -> tuple[Portfolio | None, str, str]:
    given = request.GET.get("capacity", "").strip()
    if not given:
        return None, "", ""
    try:
        capacity = float(given)
        return priorities.portfolio_of(program_id, capacity), "", given
    except ValueError as reason:
        words = (
            str(reason)
            if isinstance(reason, Infeasible)
            else "Give the capacity as a number of person-days."
        )
        return None, words, given


def _sentence(found: Priorities) -> str:
    """Say in one sentence which are safe to start."""
    if not found.actions:
        return "Nothing is scored yet."
    safe = [one.title for one in found.actions if one.place.top_k >= 0.75]
    if not safe:
        return f"No action is surely among the first {found.k}: score with narrower ranges, or find out more."
    names = " and ".join(
        filter(None, [", ".join(f"“{name}”" for name in safe[:-1]), f"“{safe[-1]}”"])
    )
    verb = "is" if len(safe) == 1 else "are"
    return f"{names} {verb} safe to start."


def _row(one: RankedAction, found: Priorities, split: set[int]) -> Row:
    last = max(len(found.actions) - 1, 1)

    def x(rank: int) -> float:
        return round(6 + (STRIP - 12) * (rank - 1) / last, 1)

    share = one.place.top_k
    percent = "<1 %" if 0 < share < 0.01 else f"{100 * share:.0f} %"
    return Row(
        one, str(State(one.state).label), x(one.place.low), round(max(x(one.place.high) - x(one.place.low), 1), 1),
        x(one.place.rank), round(100 * share, 1), percent, one.id in split,
    )  # fmt: skip


def _flip(found: Priorities, titles: dict[str, str]) -> dict[str, Any] | None:
    flip = found.flip
    if flip is None:
        return None
    return {
        "first": titles[flip.first], "action": titles[flip.action], "criterion": flip.criterion,
        "likely": f"{flip.likely:.1f}", "value": f"{flip.value:.1f}",
    }  # fmt: skip
