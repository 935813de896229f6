"""How much of everything a program has, for the side menu: one query, capped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from journeys.models import Channel, JourneyMap, Kpi, Membership, Objective, Persona

if TYPE_CHECKING:
    from journeys.models import Program

#: Beyond this nobody wants the exact number in a menu, and counting would cost.
CAP = 999
COUNTED: dict[str, Any] = {
    "journeys_journeymap": JourneyMap.objects.filter(is_archived=False),
    "journeys_persona": Persona.objects.filter(is_archived=False),
    "journeys_objective": Objective.objects.all(),
    "journeys_kpi": Kpi.objects.all(),
    "journeys_channel": Channel.objects.filter(is_archived=False),
    "journeys_membership": Membership.objects.all(),
}


def of_program(program: Program, beside: dict[str, Any] | None = None) -> dict[str, str]:
    """Return the number per app and model as text: "" for none, "999+" where there are too many to count.

    `beside` are rows of apps above, by the same kind of name.
    """
    counted = COUNTED | (beside or {})
    parts: list[str] = []
    parameters: list[Any] = []
    for rows in counted.values():
        capped = rows.filter(program_id=program.pk).order_by().values("pk")[: CAP + 1]
        sql, values = capped.query.sql_with_params()
        # The SQL is the ORM's own, its values are bound below.
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) capped)")  # noqa: S608  our own query
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", parameters)
        numbers = cursor.fetchone()
    return {
        name: f"{CAP}+" if number > CAP else str(number or "")
        for name, number in zip(counted, numbers, strict=True)
    }
