"""A list as a workbook: what is on the screen, with its filter, search and order, and all its rows."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from msgspec import Struct

from journeys.admin import current
from journeys.admin.workbook import Sheet, download

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest
    from django.urls import URLPattern

#: A workbook has so many rows; more are counted in its second sheet.
MOST_ROWS = 50_000
AT_ONCE = 500


class SheetColumn(Struct, frozen=True):
    """A column: its head, how wide it is, and what it says of a row."""

    head: str
    width: float
    value: Callable[[Any], Any]


def column(head: str, value: str | Callable[[Any], Any], width: float = 18) -> SheetColumn:
    """Return a column that says a field of a row, in words if it is a choice, or what a function gives."""
    if callable(value):
        return SheetColumn(head, width, value)
    name: str = value

    def said(row: Any) -> Any:
        chosen = getattr(row, f"get_{name}_display", None)
        return str(chosen()) if chosen else getattr(row, name)

    return SheetColumn(head, width, said)


class Spreadsheets:
    """A ModelAdmin whose list can be taken away as a workbook."""

    admin_site: AdminSite
    opts: Any
    #: The columns of the workbook.
    sheet_columns: Sequence[SheetColumn] = ()

    def get_urls(self) -> list[URLPattern]:
        """Add the address of the workbook."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_xlsx"
        route = path("list.xlsx", self.admin_site.admin_view(self.sheet_view), name=name)
        return [route, *super().get_urls()]  # type: ignore[misc]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Offer the workbook beside the list."""
        program = current.program(request)
        context = {
            "sheet_address": self.address("xlsx"),  # type: ignore[attr-defined]
            "sheet_program": program.pk if program else "",
        }
        response: HttpResponse = super().changelist_view(request, context | (extra_context or {}))  # type: ignore[misc]
        return response

    def sheet_view(self, request: HttpRequest) -> Any:
        """Give the list as a workbook, of the program that `program` names."""
        query = request.GET.copy()
        wanted = query.pop("program", [""])[-1]
        if wanted and current.enter(request, wanted) is None:
            raise Http404
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        request.GET = query
        try:
            shown = self.get_changelist_instance(request).queryset  # type: ignore[attr-defined]
        except IncorrectLookupParameters:
            return HttpResponseRedirect(self.address("changelist"))  # type: ignore[attr-defined]
        program = current.program(request)
        title: str = self.name_of_list  # type: ignore[attr-defined]
        name = f"{title} of {program.name}" if program else title
        return download(name, (self._list(shown), self._about(request, shown, name)))

    def sheet_rows(self, rows: list[Any]) -> list[Any]:
        """Bring what the columns ask of some rows, in a fixed number of queries."""
        return rows

    def _list(self, shown: Any) -> Sheet:
        return Sheet(
            self.name_of_list[:31],  # type: ignore[attr-defined]
            [one.head for one in self.sheet_columns],
            [one.width for one in self.sheet_columns],
            self._rows(shown),
        )

    def _rows(self, shown: Any) -> Iterator[list[Any]]:
        found = shown[:MOST_ROWS].iterator(chunk_size=AT_ONCE)
        while rows := self.sheet_rows(list(islice(found, AT_ONCE))):
            for row in rows:
                yield [one.value(row) for one in self.sheet_columns]

    def _about(self, request: HttpRequest, shown: Any, name: str) -> Sheet:
        """Say what the list is of: the sheet alone would not tell that it is filtered."""
        total = shown.order_by().count()
        asked = [f"{key} = {value}" for key, values in request.GET.lists() for value in values]
        user: Any = request.user
        facts = [
            ("List", name),
            ("Filter, search and order", "; ".join(asked) or "none"),
            ("Rows", min(total, MOST_ROWS)),
            ("Rows left out", max(0, total - MOST_ROWS)),
            ("Made", timezone.now()),
            ("By", user.get_full_name() or user.get_username()),
        ]
        return Sheet("About", ["What", "Which"], [28, 60], facts)
