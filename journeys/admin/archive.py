"""Putting aside instead of deleting: a filter that hides what is archived, and the two buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path

from journeys import history
from journeys.admin.base import Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern


class ArchivedFilter(admin.SimpleListFilter):
    """Shows what is in use; what was put aside on request."""

    title = "shown"
    parameter_name = "archived"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the choices beside the usual one."""
        return [("yes", "Archived"), ("all", "All")]

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """Call the usual choice by what it shows."""
        first, *rest = super().choices(changelist)
        yield first | {"display": "In use"}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what is asked for."""
        if self.value() == "all":
            return queryset
        return queryset.filter(is_archived=self.value() == "yes")


class Archives:
    """A ModelAdmin whose rows are archived and brought back by a button."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[URLPattern]:
        """Add where the buttons post to."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_put"
        route = path("<int:pk>/put/<str:verb>/", self.admin_site.admin_view(self.put), name=name)
        return [route, *super().get_urls()]  # type: ignore[misc]

    def put(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """Archive or bring back a row (POST)."""
        if verb not in {"archive", "restore"}:
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.visible_or_404(request, pk)  # type: ignore[attr-defined]
        if not self.has_change_permission(request, row):  # type: ignore[attr-defined]
            raise Http404
        row.is_archived = verb == "archive"
        history.deed(row, by=request.user, verb=verb)  # type: ignore[arg-type]
        row.save(update_fields=["is_archived", "updated_at"])
        done = "put aside" if row.is_archived else "back in use"
        messages.success(request, f"“{row}” is {done}.")
        return HttpResponseRedirect(self.landing(row))  # type: ignore[attr-defined]

    def page_buttons(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Offer to archive what is in use, and to bring back what is not."""
        buttons: list[Link] = super().page_buttons(request, obj)  # type: ignore[misc]
        if not self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return buttons
        verb, title, icon = ("restore", "Bring back", "unarchive") if obj.is_archived else ("archive", "Archive", "archive")  # fmt: skip
        return [*buttons, Link(title, self.address("put", obj.pk, verb), icon)]  # type: ignore[attr-defined]
