"""Which program a new map goes into: only those where this person may add one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from journeys.admin import current
from journeys.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest

ADD = "journeys.add_journeymap"


@dataclass(frozen=True, slots=True)
class ProgramChoice:
    """The program a page works in, and the others one can change to."""

    program: Program
    others: tuple[Program, ...]


def chosen(request: HttpRequest) -> ProgramChoice:
    """Return the program `?program=` names, else the one at hand, else the first.

    Refuses (403) a person who may add maps nowhere.
    """
    visible = Program.objects.visible_to(request.user).exclude(status=Program.Status.ARCHIVED)
    programs = [program for program in visible if request.user.has_perm(ADD, program)]
    if not programs:
        raise PermissionDenied
    at_hand = current.program(request)
    wanted = request.GET.get("program") or (str(at_hand.pk) if at_hand else "")
    program = next((program for program in programs if str(program.pk) == wanted), programs[0])
    current.enter(request, program.pk)
    return ProgramChoice(program, tuple(other for other in programs if other.pk != program.pk))
