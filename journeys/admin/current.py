"""The program a person works in at the moment: the one whose pages they opened last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journeys.ids import id_in
from journeys.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: In the session: the program at hand. In the cookie: the one to come back to after signing in again.
NAME = "program"
#: How many programs the switcher offers; the list of programs has them all.
MOST_OFFERED = 30
A_YEAR = 365 * 24 * 3600


def programs(request: Any) -> list[Program]:
    """Return the programs this person can switch to, read once per request."""
    if not hasattr(request, "_programs"):
        visible = Program.objects.visible_to(request.user).exclude(status=Program.Status.ARCHIVED)
        request._programs = list(visible[:MOST_OFFERED])
    found: list[Program] = request._programs
    return found


def program(request: Any) -> Program | None:
    """Return the program at hand: the one entered last, or the only one; None if there is a choice."""
    if not hasattr(request, "_program"):
        offered = programs(request)
        only = offered[0] if len(offered) == 1 else None
        request._program = _visible(request, request.session.get(NAME)) or only
    found: Program | None = request._program
    return found


def enter(request: Any, program_id: object) -> Program | None:
    """Make a program the one at hand and return it; None, and no change, if it cannot be seen."""
    found = _visible(request, program_id)
    if found is not None:
        request._program = found
        if request.session.get(NAME) != found.pk:
            request.session[NAME] = found.pk
    return found


def last_visited(request: HttpRequest) -> Program | None:
    """Return the program whose home was opened last in this browser, if it can be seen."""
    return _visible(request, request.COOKIES.get(NAME))


def remember(response: HttpResponse, program: Program) -> None:
    """Let the next sign-in on this browser lead to this program."""
    response.set_cookie(NAME, str(program.pk), max_age=A_YEAR, httponly=True, samesite="Lax")


def _visible(request: Any, program_id: object) -> Program | None:
    wanted = id_in(program_id)
    if wanted is None:
        return None
    for offered in programs(request):
        if offered.pk == wanted:
            return offered
    return Program.objects.visible_to(request.user).filter(pk=wanted).first()
