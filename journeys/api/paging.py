"""Pages by key, not by number: the last page of a million rows costs what the first does.

A cursor holds the ordering and the values of the row it stands beside, so a page begins exactly there,
whatever was added or removed meanwhile.
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Q
from msgspec import Struct
from rest_framework.pagination import BasePagination
from rest_framework.utils.urls import replace_query_param

from journeys.api.problems import Invalid

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

PAGE_SIZE, LARGEST_PAGE = 50, 200
LONGEST_CURSOR = 3000


class Place(Struct, frozen=True, array_like=True):
    """Where a page begins: after or before the row with these values in this ordering."""

    side: Literal["after", "before"]
    ordering: str
    values: list[Any]


class Term(Struct, frozen=True):
    """One field of an ordering. Empty values come last, whichever way it goes."""

    name: str
    field: Any
    descending: bool

    def expression(self, *, backwards: bool) -> Any:
        """Return what ORDER BY takes."""
        if not self.field.null:
            return f"{'-' if self.descending != backwards else ''}{self.name}"
        column = F(self.name)
        if self.descending != backwards:
            return column.desc(nulls_first=True) if backwards else column.desc(nulls_last=True)
        return column.asc(nulls_first=True) if backwards else column.asc(nulls_last=True)

    def same(self, value: Any) -> Q:
        """Return the condition of rows with this value."""
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def beyond(self, value: Any, *, backwards: bool) -> Q | None:
        """Return the condition of rows that come after the value (before it, backwards); None: none do."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if backwards else None
        lookup = "lt" if self.descending != backwards else "gt"
        condition = Q(**{f"{self.name}__{lookup}": value})
        if self.field.null and not backwards:
            condition |= Q(**{f"{self.name}__isnull": True})
        return condition

    def value(self, given: Any) -> Any:
        """Return a cursor's value as the field's. Raises `ValidationError` or `TypeError`."""
        if given is None and self.field.null:
            return None
        if given is None or isinstance(given, (list, dict)) or "\0" in str(given):
            raise TypeError
        value = self.field.to_python(given)
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise TypeError
            return value.astimezone(
                UTC
            )  # what lies outside the calendar there raises OverflowError
        return value


class KeysetPagination(BasePagination):
    """Answers `{"next", "previous", "results"}`; `?page_size=` up to 200."""

    def page(self, rows: QuerySet[Any], request: Request, view: Any) -> dict[str, Any]:
        """Return a page of filtered rows. Raises `Invalid` naming the parameter."""
        size = _size(request)
        ordering, terms = ordering_of(request, view)
        place = _place(request, ordering)
        backwards = place is not None and place.side == "before"
        rows = rows.order_by(*(term.expression(backwards=backwards) for term in terms))
        if place is not None:
            rows = rows.filter(_beyond(terms, _values(place, terms), backwards=backwards))
        found = view.shape.read(rows[: size + 1])
        more, found = len(found) > size, found[:size]
        if backwards:
            found.reverse()
        return {
            "next": self._link(request, "after", ordering, terms, found[-1:])
            if more or backwards
            else None,
            "previous": self._link(request, "before", ordering, terms, found[:1])
            if (more if backwards else place is not None)
            else None,
            "results": found,
        }

    @staticmethod
    def _link(
        request: Request,
        side: Literal["after", "before"],
        ordering: str,
        terms: list[Term],
        edge: list[dict[str, Any]],
    ) -> str | None:
        if not edge:
            return None
        place = Place(side, ordering, [edge[0][term.name] for term in terms])
        cursor = base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")
        link: str = replace_query_param(request.build_absolute_uri(), "cursor", cursor)
        return link

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe a page."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "additionalProperties": False,
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe the parameters of every list."""
        names = "|".join(sign + name for name in view.ordering_fields for sign in ("", "-"))
        return [
            _parameter("cursor", "A place in the list, from `next` or `previous`.", type="string"),
            _parameter(
                "page_size",
                f"Rows on a page; more than {LARGEST_PAGE} counts as {LARGEST_PAGE}.",
                type="integer",
                minimum=1,
                default=PAGE_SIZE,
            ),
            _parameter(
                "ordering",
                f"What to order by, `-` for descending; {view.ordering} if left out. Several go with commas. "
                "Rows that are alike stand by id.",
                type="string",
                pattern=f"^({names})(,({names}))*$",
            ),
        ]


def _parameter(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }


def ordering_of(request: Request, view: Any) -> tuple[str, list[Term]]:
    """Return the ordering asked for, and its terms down to the id."""
    asked = request.query_params.get("ordering") or view.ordering
    terms: list[Term] = []
    for part in asked.split(","):
        name = part.strip().removeprefix("-")
        if name not in view.ordering_fields:
            known = ", ".join(view.ordering_fields)
            raise _wrong("ordering", f"Order by one of these, with - for descending: {known}.")
        terms.append(Term(name, _field(view.model, name), part.strip().startswith("-")))
    last = view.model._meta.pk.name
    if terms[-1].name != last:
        terms.append(Term(last, view.model._meta.pk, terms[-1].descending))
    return asked, terms


def _field(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist as error:
        raise AttributeError(f"{model.__name__} cannot be ordered by {name}") from error


def _size(request: Request) -> int:
    asked = request.query_params.get("page_size")
    if not asked:
        return PAGE_SIZE
    if not (asked.isascii() and asked.isdecimal() and asked.strip("0")):
        raise _wrong("page_size", f"Give a whole number from 1 to {LARGEST_PAGE}.")
    # Python refuses to read numbers of thousands of digits.
    return LARGEST_PAGE if len(asked) > 9 else min(int(asked), LARGEST_PAGE)


def _place(request: Request, ordering: str) -> Place | None:
    cursor = request.query_params.get("cursor")
    if not cursor:
        return None
    wrong = _wrong("cursor", "This is no cursor of ours. Take it from `next` or `previous`.")
    if len(cursor) > LONGEST_CURSOR:
        raise wrong
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        place = msgspec.json.decode(text, type=Place)
    except (ValueError, binascii.Error, msgspec.DecodeError):
        raise wrong from None
    if place.ordering != ordering:
        raise _wrong("cursor", "The cursor belongs to another ordering.")
    return place


def _values(place: Place, terms: list[Term]) -> list[Any]:
    try:
        return [term.value(given) for term, given in zip(terms, place.values, strict=True)]
    except (ValidationError, TypeError, ValueError, OverflowError):
        raise _wrong("cursor", "This is no cursor of ours.") from None


def _beyond(terms: list[Term], values: list[Any], *, backwards: bool) -> Q:
    """Return the condition of the rows beyond a place: beyond in a term, alike in those before it."""
    condition = Q(pk__in=[])
    alike = Q()
    for term, value in zip(terms, values, strict=True):
        beyond = term.beyond(value, backwards=backwards)
        if beyond is not None:
            condition |= alike & beyond
        alike &= term.same(value)
    return condition


def _wrong(parameter: str, message: str) -> Invalid:
    return Invalid(
        f"{parameter}: {message}",
        kind="invalid",
        errors=[{"field": parameter, "message": message}],
    )
