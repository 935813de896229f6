"""The history of a row: who did what, when, through which door, and which fields changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from journeys.api.filters import refuse_unknown
from journeys.api.paging import KeysetPagination
from journeys.api.views import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet
    from rest_framework.request import Request

#: Change with every deed and tell nothing.
SILENT = frozenset({"created_at", "updated_at"})
BY_TYPE = {"+": "create", "~": "change", "-": "delete"}
_OF_THE_DEED = (
    "history_id", "history_date", "history_type", "history_change_reason", "history_user_name", "door",
)  # fmt: skip


_VALUE: dict[str, Any] = {"description": "A value of the field; ids stand for rows."}
_CHANGE = {
    "type": "object",
    "required": ["field", "before", "after"],
    "properties": {"field": {"type": "string"}, "before": _VALUE, "after": _VALUE},
}
_DEED = {
    "type": "object",
    "required": ["id", "at", "who", "door", "verb", "note", "changes"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "integer"},
        "at": {"type": "string", "format": "date-time"},
        "who": {"type": "string", "description": "The username then; empty: nobody in person."},
        "door": {"type": "string", "description": "api, admin, task, command or code."},
        "verb": {"type": "string"},
        "note": {"type": "string"},
        "changes": {"type": "array", "items": _CHANGE},
    },
}
_LIST_OF_DEEDS = {"type": "array", "items": _DEED}


class Remembered(Rows):
    """Rows whose history can be read."""

    @extend_schema(
        parameters=[
            OpenApiParameter("cursor", str, description="A place in the list, from `next`."),
            OpenApiParameter("page_size", int, description="Rows on a page, up to 200."),
        ],
        responses={200: KeysetPagination().get_paginated_response_schema(_LIST_OF_DEEDS)},
    )
    @action(detail=True, url_path="history")
    def deeds(self, request: Request, pk: str) -> Response:
        """Return what was done to a row, newest first."""
        refuse_unknown(request, {"cursor", "page_size"})
        row = self.row(pk)
        deeds = _Deeds(self.model, row.pk)
        page = KeysetPagination().page(deeds.all(), request, deeds)
        for result in page["results"]:
            result["id"] = result.pop("history_id")
        return Response(page)


class _Deeds:
    """The history rows of one object, in the form the pagination reads lists in."""

    ordering_fields = ("history_id",)
    ordering = "-history_id"

    def __init__(self, model: Any, pk: int) -> None:
        self.model = model.history.model
        self.pk = pk
        self.fields = [field for field in self.model.tracked_fields if field.name not in SILENT]
        #: Per many-to-many field: the model that remembers its links, and the column of the other row.
        self.lists = {
            field.name: (
                getattr(self.model, field.name).model,
                f"{field.m2m_reverse_field_name()}_id",
            )
            for field in self.model._history_m2m_fields
        }

    @property
    def shape(self) -> _Deeds:
        """Return itself: it reads its rows in a way of its own."""
        return self

    def all(self) -> QuerySet[Any]:
        """Return all history rows of the object."""
        rows: QuerySet[Any] = self.model.objects.filter(id=self.pk)
        return rows

    def read(self, rows: QuerySet[Any]) -> list[dict[str, Any]]:
        """Return the deeds with what each changed; queries do not depend on their number."""
        found = list(self._values(rows))
        in_time = sorted(found, key=_identifier)
        earlier = self._before(in_time[0]) if in_time else []
        self._add_lists([*earlier, *in_time])
        names = self._names([*earlier, *in_time])
        before = earlier[0] if earlier else None
        told = {}
        for values in in_time:
            told[values["history_id"]] = _deed(values, self._changes(before, values, names))
            before = values
        return [told[values["history_id"]] for values in found]

    def _values(self, rows: QuerySet[Any]) -> Iterable[dict[str, Any]]:
        return rows.values(*_OF_THE_DEED, *(field.attname for field in self.fields))

    def _before(self, values: dict[str, Any]) -> list[dict[str, Any]]:
        rows = self.all().filter(history_id__lt=values["history_id"]).order_by("-history_id")
        return list(self._values(rows[:1]))

    def _add_lists(self, found: list[dict[str, Any]]) -> None:
        by_id = {values["history_id"]: values for values in found}
        for name, (links, target) in self.lists.items():
            for values in found:
                values[name] = []
            rows = links.objects.filter(history_id__in=by_id).order_by(target)
            for history_id, related_id in rows.values_list("history_id", target):
                by_id[history_id][name].append(related_id)

    def _names(self, found: list[dict[str, Any]]) -> dict[int, str]:
        """Return the usernames of the accounts that stand in the rows."""
        users = get_user_model()
        columns = [field.attname for field in self.fields if field.related_model is users]
        ids = {values[column] for values in found for column in columns} - {None}
        accounts = (
            users._default_manager.filter(pk__in=ids) if ids else users._default_manager.none()
        )
        return dict(accounts.values_list("pk", "username"))

    def _changes(
        self, before: dict[str, Any] | None, after: dict[str, Any], names: dict[int, str]
    ) -> Iterator[dict[str, Any]]:
        if before is None:
            return
        users = get_user_model()
        for field in self.fields:
            old, new = before[field.attname], after[field.attname]
            if old == new:
                continue
            if field.related_model is users:
                old, new = names.get(old), names.get(new)
            yield {"field": field.name, "before": old, "after": new}
        for name in self.lists:
            if before[name] != after[name]:
                yield {"field": name, "before": before[name], "after": after[name]}


def _identifier(values: dict[str, Any]) -> int:
    identifier: int = values["history_id"]
    return identifier


def _deed(values: dict[str, Any], changes: Iterable[dict[str, Any]]) -> dict[str, Any]:
    verb, _, note = (values["history_change_reason"] or "").partition(": ")
    return {
        "history_id": values["history_id"],
        "at": values["history_date"],
        "who": values["history_user_name"],
        "door": values["door"],
        "verb": verb or BY_TYPE[values["history_type"]],
        "note": note,
        "changes": list(changes),
    }
