"""The ranking of a program's actions, and the best portfolio of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from improvements import priorities
from improvements.priorities import Priorities
from improvements.prioritisation.portfolio import Infeasible, Portfolio
from journeys.api.filters import refuse_unknown
from journeys.api.named import refuse, row_named
from journeys.api.problems import Conflict
from journeys.api.structs import describe, reference_to
from journeys.api.told import Told
from journeys.models import Program

if TYPE_CHECKING:
    from rest_framework.request import Request

describe(Priorities, Portfolio)
_PROGRAM = OpenApiParameter("program", int, required=True, description="Id of a program.")
MOST_TOP, MOST_SEED = 1_000, 2**31


class RankingOfProgram(Told):
    """Ranking."""

    @extend_schema(
        operation_id="ranking",
        parameters=[
            _PROGRAM,
            OpenApiParameter(
                "top",
                int,
                description="For the probability to be among the first so many; 5 without it.",
            ),
            OpenApiParameter("seed", int, description="0 without it."),
        ],
        responses={200: reference_to(Priorities)},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return the actions of a program by expected score, with 90 % rank intervals and what would change the order."""
        refuse_unknown(request, {"program", "top", "seed"})
        program = row_named(request, "program", Program.objects.all())
        top = _whole(request, "top", 5, MOST_TOP)
        found = priorities.of(program.pk, k=max(top, 1), seed=_whole(request, "seed", 0, MOST_SEED))
        return self.told(found)


class PortfolioOfProgram(Told):
    """Portfolio."""

    #: 409 says what is missing.
    may_be_impossible = True

    @extend_schema(
        operation_id="portfolio",
        parameters=[
            _PROGRAM,
            OpenApiParameter(
                "capacity", float, required=True, description="Person-days there are."
            ),
        ],
        responses={200: reference_to(Portfolio)},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return the set of scored actions worth most under a capacity; `actions` are ids. 409 says what is missing."""
        refuse_unknown(request, {"program", "capacity"})
        program = row_named(request, "program", Program.objects.all())
        try:
            capacity = float(request.query_params.get("capacity", ""))
        except ValueError:
            capacity = math.nan
        if not math.isfinite(capacity) or capacity < 0:
            refuse("capacity", "Give a number of person-days from 0.")
        try:
            return self.told(priorities.portfolio_of(program.pk, capacity))
        except Infeasible as reason:
            raise Conflict(str(reason), kind="infeasible") from None


def _whole(request: Request, name: str, usual: int, most: int) -> int:
    given = request.query_params.get(name)
    if given is None:
        return usual
    if not (given.isascii() and given.isdecimal()) or len(given) > 10 or int(given) > most:
        refuse(name, f"Give a whole number from 0 to {most:,}.")
    return int(given)
