"""Rows named in a query, as in `?map=7`: found among what the person may see, or a problem that names the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from journeys.api.problems import Invalid, Missing
from journeys.api.views import number

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

#: Longer than any id.
_TOO_LONG = 19


def row_named(request: Request, field: str, rows: QuerySet[Any]) -> Any:
    """Return the row whose id the query gives under `field`. Raises `Invalid`, and `Missing` for what is not there."""
    called = rows.model._meta.verbose_name
    given = request.query_params.get(field, "")
    if not (given.isascii() and given.isdecimal()):
        refuse(field, f"Give the id of a {called}: ?{field}=…")
    row = None
    if len(given) < _TOO_LONG:
        row = rows.visible_to(request.user).filter(pk=number(given)).first()  # type: ignore[attr-defined]
    if row is None:
        message = f"There is no such {called}, or none that you may see."
        raise Missing(message, errors=[{"field": field, "message": message}])
    return row


def refuse(field: str, message: str) -> NoReturn:
    """Refuse what a query says under `field`."""
    raise Invalid(message, errors=[{"field": field, "message": message}])
