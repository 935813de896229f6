"""How rows of a resource look as JSON, read with `.values_list()` instead of model instances.

A serializer declares the fields once; from it a `Shape` knows which columns to read. Lists and single
rows are made the same way, so they cannot differ, and a page costs hardly more than its SQL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from journeys.api.fields import Computed, PerPage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet
    from rest_framework.serializers import Serializer


class _Computation(Struct, frozen=True):
    """A field computed from columns that stand behind the plain ones."""

    name: str
    start: int
    stop: int
    compute: Callable[..., Any]


class Shape:
    """The columns behind a serializer's fields, in the order they are read."""

    def __init__(self, serializer: Serializer) -> None:
        fields = {n: field for n, field in serializer.fields.items() if not field.write_only}
        self.per_page = {n: f for n, f in fields.items() if isinstance(f, PerPage)}
        computed = {n: f for n, f in fields.items() if isinstance(f, Computed)}
        self.names: list[str] = [
            name for name in fields if name not in computed and name not in self.per_page
        ]
        self.columns = [column_of(fields[name]) for name in self.names]
        self.computed: list[_Computation] = []
        for name, field in computed.items():
            start = len(self.columns)
            self.columns += field.columns
            self.computed.append(_Computation(name, start, len(self.columns), field.compute))

    def read(self, rows: QuerySet[Any]) -> list[dict[str, Any]]:
        """Return the rows as dicts ready for JSON; one query, and one per field made by page."""
        names, found = self.names, rows.values_list(*self.columns)
        if not self.computed:
            # Columns and names go together one to one.
            results = [dict(zip(names, row, strict=True)) for row in found]
        else:
            results = [self._with_computed(row) for row in found]
        self._add_per_page(results)
        return results

    def _with_computed(self, row: Sequence[Any]) -> dict[str, Any]:
        result = dict(zip(self.names, row, strict=False))
        for one in self.computed:
            result[one.name] = one.compute(*row[one.start : one.stop])
        return result

    def _add_per_page(self, results: list[dict[str, Any]]) -> None:
        if not results:
            return
        ids = [result["id"] for result in results]
        for name, field in self.per_page.items():
            loaded = field.load(ids)
            for result in results:
                result[name] = loaded.get(result["id"], field.empty())


def column_of(field: Any) -> str:
    """Return the path a field's value is read from."""
    path = getattr(field, "column", None) or field.source
    return str(path).replace(".", "__")
