"""From any KPI, action, element or theme to everything it hangs together with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from improvements import trace
from improvements.models import Action
from improvements.trace import Trace
from journeys.api.filters import refuse_unknown
from journeys.api.problems import Invalid, Missing
from journeys.api.structs import describe, reference_to
from journeys.api.told import Told
from journeys.api.views import number
from journeys.models import Card, Kpi, Stage, Touchpoint
from research.models import Theme

if TYPE_CHECKING:
    from rest_framework.request import Request

describe(Trace)
ROWS: dict[str, Any] = {"action": Action, "kpi": Kpi, "theme": Theme}
KNOWN = (*ROWS, "element")
_TOO_LONG = 19
_ONE = f"Give one of {', '.join(KNOWN)}."


class TraceOf(Told):
    """Trace."""

    @extend_schema(
        operation_id="trace",
        parameters=[
            *(OpenApiParameter(name, int, description="Its id.") for name in ROWS),
            OpenApiParameter("element", str, description="The key of a stage, touchpoint or card."),
        ],
        responses={200: reference_to(Trace)},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return what is behind something and what it leads to, from customers' words up to objectives. Name one thing."""
        refuse_unknown(request, set(KNOWN))
        named = [name for name in KNOWN if name in request.query_params]
        if len(named) != 1:
            raise Invalid(
                _ONE, errors=[{"field": name, "message": _ONE} for name in named or KNOWN]
            )
        kind, given = named[0], request.query_params[named[0]]
        program, identifier = self._found(request, kind, given)
        if program is None:
            self._missing(kind)
        try:
            found = trace.of(program, kind, identifier)  # type: ignore[arg-type]
        except KeyError:
            self._missing(kind)
        return self.told(found)

    def _found(self, request: Request, kind: str, given: str) -> tuple[int | None, int | str]:
        """Return the program and the id of what is named, if the person may see it."""
        if kind == "element":
            for model in (Stage, Touchpoint, Card):
                rows = model.objects.visible_to(request.user).filter(key=given[:36])
                program = rows.values_list("program_id", flat=True).first()
                if program is not None:
                    return program, given
            return None, given
        if not (given.isascii() and given.isdecimal()):
            message = f"Give an id: ?{kind}=…"
            raise Invalid(message, errors=[{"field": kind, "message": message}])
        if len(given) >= _TOO_LONG:
            return None, given
        row = ROWS[kind].objects.visible_to(request.user).filter(pk=number(given))
        return row.values_list("program_id", flat=True).first(), int(given)

    def _missing(self, kind: str) -> NoReturn:
        message = (
            "There is no such thing, or none that you may see, or nothing hangs together with it."
        )
        raise Missing(message, errors=[{"field": kind, "message": message}])
