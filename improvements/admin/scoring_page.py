"""Scoring for a workshop: all proposed actions in one table, by keyboard, blind to what others gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from improvements import giving_scores, priorities
from improvements.models import Action, Score
from improvements.models.action import State
from journeys.admin import current
from journeys.admin.pages.frame import show
from journeys.versions import InvalidTransition

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

    from improvements.scoring import Scorecard

ENDS = ("low", "likely", "high")
MOST_SHOWN = 60


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the proposed actions with the person's own scores; keep what was filled in (POST)."""
    program = current.program(request)
    if program is None:
        raise Http404
    if not request.user.has_perm("improvements.add_score", program):
        raise PermissionDenied
    card = priorities.card_of(program.pk)
    rows = Action.objects.filter(program=program, state=State.PROPOSED).order_by("id")[:MOST_SHOWN]
    own = {
        row.action_id: row
        for row in Score.objects.filter(program=program, scorer=request.user, scorecard=card.name)
    }  # type: ignore[misc]
    wrong: dict[int, str] = {}
    if request.method == "POST":
        given = _given(request, list(rows), card)
        wrong = _kept(request, given)
        if not wrong:
            messages.success(
                request, f"{len(given)} score{'s are' if len(given) != 1 else ' is'} kept."
            )
            return redirect("admin:improvements_priorities")
    table = [
        (action, [_cells(request, action, one.name, own.get(action.pk)) for one in card.criteria], own.get(action.pk), wrong.get(action.pk, ""))
        for action in rows
    ]  # fmt: skip
    return show(
        request, site, "improvements/scoring", title="Score",
        crumbs=[
            (program.name, reverse("admin:journeys_program_home", args=[program.pk])),
            ("Actions", reverse("admin:improvements_action_changelist")),
        ],
        table=table, card=card, ends=ENDS, status=200 if not wrong else 400,
    )  # fmt: skip


def _cells(
    request: HttpRequest, action: Action, criterion: str, own: Score | None
) -> tuple[str, list[tuple[str, str, str]]]:
    ends = own.estimates.get(criterion, ["", "", ""]) if own else ["", "", ""]
    return criterion, [
        (name, end, request.POST.get(name, f"{value:g}" if isinstance(value, int | float) else ""))
        for end, value in zip(ENDS, ends, strict=True)
        for name in [_name(action, criterion, end)]
    ]


def _name(action: Action, criterion: str, end: str) -> str:
    return f"{action.pk}-{criterion.replace(' ', '_')}-{end}"


def _given(
    request: HttpRequest, rows: list[Action], card: Scorecard
) -> list[tuple[Action, dict[str, Any], str]]:
    """Return what was filled in for each action; a likely value alone stands for itself."""
    found = []
    for action in rows:
        estimates: dict[str, Any] = {}
        for criterion in card.criteria:
            texts = [
                request.POST.get(_name(action, criterion.name, end), "").strip().replace(",", ".")
                for end in ENDS
            ]
            if not any(texts):
                continue
            likely = texts[1] or texts[0] or texts[2]
            estimates[criterion.name] = [_number(text or likely) for text in texts]
        if estimates:
            found.append(
                (action, estimates, request.POST.get(f"{action.pk}-rationale", "").strip())
            )
    return found


def _number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


@transaction.atomic
def _kept(request: HttpRequest, given: list[tuple[Action, dict[str, Any], str]]) -> dict[int, str]:
    """Keep all, or nothing and say what is wrong with which."""
    wrong: dict[int, str] = {}
    for action, estimates, rationale in given:
        try:
            giving_scores.give(action, by=request.user, estimates=estimates, rationale=rationale)  # type: ignore[arg-type]
        except (ValidationError, InvalidTransition) as refusal:
            wrong[action.pk] = " ".join(getattr(refusal, "messages", [str(refusal)]))
    if wrong:
        transaction.set_rollback(True)
    return wrong
