"""The addresses of our pages, as mixins for the ModelAdmins they belong to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.urls import path

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.urls import URLPattern


def _coming(request: HttpRequest, **_: Any) -> HttpResponse:
    raise Http404("This page is being built.")


class _Pages:
    """Adds `pages()` in front of the ModelAdmin's own addresses."""

    admin_site: Any

    def pages(self) -> list[URLPattern]:
        """Return the addresses of this mixin."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        """Return our addresses first: Django's end in one that takes everything."""
        return [*self.pages(), *super().get_urls()]  # type: ignore[misc]

    def page(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        """Return the address of a view that is given the admin site it hangs in."""
        return path(
            route, self.admin_site.admin_view(partial(view, site=self.admin_site)), name=name
        )


class MapPages(_Pages):
    """Start a map, bring maps in, start a map's next draft."""

    def pages(self) -> list[URLPattern]:
        """Return the addresses under `journeymap/`."""
        return [
            self.page("start/", _coming, "journeys_journeymap_start"),
            self.page("import/", _coming, "journeys_journeymap_import"),
            self.page("import/<str:upload>/", _coming, "journeys_journeymap_import_preview"),
            self.page("<int:pk>/draft/", _coming, "journeys_journeymap_draft"),
        ]


class VersionPages(_Pages):
    """The map page, compare, downloads, verbs, ordering and importing into a draft."""

    def pages(self) -> list[URLPattern]:
        """Return the addresses under `mapversion/`."""
        return [
            self.page("<int:pk>/map/", _coming, "journeys_mapversion_map"),
            self.page("<int:pk>/compare/", _coming, "journeys_mapversion_compare"),
            self.page("<int:pk>/report/", _coming, "journeys_mapversion_report"),
            self.page("<int:pk>/picture.svg", _coming, "journeys_mapversion_picture"),
            self.page("<int:pk>/document.json", _coming, "journeys_mapversion_document"),
            self.page("<int:pk>/mermaid/", _coming, "journeys_mapversion_mermaid"),
            self.page("<int:pk>/order/<str:kind>/", _coming, "journeys_mapversion_order"),
            self.page("<int:pk>/import/", _coming, "journeys_mapversion_import"),
            self.page(
                "<int:pk>/import/<str:upload>/", _coming, "journeys_mapversion_import_preview"
            ),
            self.page("<int:pk>/do/<str:verb>/", _coming, "journeys_mapversion_verb"),
        ]


class ReportPages(_Pages):
    """A report's own page with its progress, and its file."""

    def pages(self) -> list[URLPattern]:
        """Return the addresses under `report/`."""
        return [
            self.page("<int:pk>/", _coming, "journeys_report_page"),
            self.page("<int:pk>/status/", _coming, "journeys_report_status"),
            self.page("<int:pk>/file/", _coming, "journeys_report_file"),
            self.page("<int:pk>/do/<str:verb>/", _coming, "journeys_report_verb"),
        ]
