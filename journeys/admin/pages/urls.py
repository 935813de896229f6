"""The addresses of our pages, as mixins for the ModelAdmins they belong to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import path

from journeys.admin.pages import (
    align_page,
    comments_page,
    compare_page,
    compare_sheet,
    confirm_page,
    downloads,
    draft_page,
    edit_page,
    element_links,
    hierarchy,
    import_into_draft,
    import_page,
    map_page,
    order_page,
    panel_page,
    persona_compare,
    persona_page,
    persona_versions,
    portfolio_page,
    readings_import,
    report_asking,
    report_page,
    start_page,
    verb_page,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponseBase
    from django.urls import URLPattern


class Pages:
    """Adds `pages()` in front of the ModelAdmin's own addresses."""

    admin_site: Any

    def pages(self) -> list[URLPattern]:
        """Return the addresses of this mixin."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        """Return our addresses first: Django's end in one that takes everything."""
        return [*self.pages(), *super().get_urls()]  # type: ignore[misc]

    def page(self, route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
        """Return the address of a view that is given the admin site it hangs in."""
        return path(
            route, self.admin_site.admin_view(partial(view, site=self.admin_site)), name=name
        )


class MapPages(Pages):
    """Start a map, bring maps in, start a map's next draft."""

    def pages(self) -> list[URLPattern]:
        """Return the addresses under `journeymap/`."""
        name = "journeys_journeymap"
        return [
            self.page("start/", start_page.view, f"{name}_start"),
            self.page("import/", import_page.view, f"{name}_import"),
            self.page("import/empty.xlsx", import_page.empty_sheet, f"{name}_empty_sheet"),
            self.page("import/<str:upload>/", import_page.confirm, f"{name}_import_preview"),
            self.page("portfolio/", portfolio_page.view, f"{name}_portfolio"),
            self.page("<int:pk>/place/", portfolio_page.place, f"{name}_place"),
            self.page("<int:pk>/elements/", hierarchy.elements, f"{name}_elements"),
            self.page("<int:pk>/confirm/", confirm_page.view, f"{name}_confirm"),
            self.page("<int:pk>/draft/", draft_page.view, f"{name}_draft"),
        ]


class VersionPages(Pages):
    """The map page and everything one does with a version from there."""

    def pages(self) -> list[URLPattern]:
        """Return the addresses under `mapversion/`."""
        name = "journeys_mapversion"
        return [
            self.page("<int:pk>/map/", map_page.view, f"{name}_map"),
            self.page("<int:pk>/outline/", map_page.outline_list, f"{name}_outline"),
            self.page("<int:pk>/compare/", compare_page.view, f"{name}_compare"),
            self.page("<int:pk>/compare.xlsx", compare_sheet.view, f"{name}_compare_xlsx"),
            self.page("<int:pk>/align/", align_page.choose, f"{name}_align_with"),
            self.page("<int:pk>/align/<int:other>/", align_page.view, f"{name}_align"),
            self.page("<int:pk>/report/", report_page.ask, f"{name}_report"),
            self.page(
                "<int:pk>/report/<str:kind>/", report_asking.of_version, f"{name}_report_of_kind"
            ),
            self.page("<int:pk>/picture.svg", downloads.picture_file, f"{name}_picture"),
            self.page(
                "<int:pk>/picture.png", partial(downloads.drawn_file, form="png"), f"{name}_png"
            ),
            self.page(
                "<int:pk>/picture.pdf", partial(downloads.drawn_file, form="pdf"), f"{name}_pdf"
            ),
            self.page("<int:pk>/export/<str:name>/", downloads.export, f"{name}_export"),
            self.page("<int:pk>/order/", order_page.view, f"{name}_order"),
            self.page("<int:pk>/template/", start_page.fill, f"{name}_template"),
            self.page("<int:pk>/import/", import_into_draft.view, f"{name}_import"),
            self.page(
                "<int:pk>/import/<str:upload>/",
                import_into_draft.confirm,
                f"{name}_import_preview",
            ),
            self.page("<int:pk>/element/<str:key>/", element_links.edit, f"{name}_element"),
            self.page("<int:pk>/add/<str:kind>/", element_links.add, f"{name}_add"),
            self.page("<int:pk>/do/<str:verb>/", verb_page.view, f"{name}_verb"),
            self.page("<int:pk>/edits/", edit_page.edit, f"{name}_edits"),
            self.page("<int:pk>/edits/live/", edit_page.live, f"{name}_live"),
            self.page("<int:pk>/edits/divide/", edit_page.divide, f"{name}_divide"),
            self.page("<int:pk>/edits/<str:way>/", edit_page.turn, f"{name}_turn"),
            self.page("<int:pk>/panel/<str:key>/", panel_page.view, f"{name}_panel"),
            self.page("<int:pk>/comments/", comments_page.page, f"{name}_threads"),
            self.page("<int:pk>/comments/<str:key>/", comments_page.beside, f"{name}_comments"),
            self.page(
                "<int:pk>/comment/<int:comment>/<str:verb>/",
                comments_page.verb,
                f"{name}_comment",
            ),
        ]


class PersonaPages(Pages):
    """A persona's own page, its picture, how it stood in versions, and several side by side."""

    def pages(self) -> list[URLPattern]:
        """Return the addresses under `persona/`."""
        name = "journeys_persona"
        return [
            self.page("compare/", persona_compare.view, f"{name}_compare"),
            self.page("<int:pk>/", persona_page.view, f"{name}_page"),
            self.page("<int:pk>/picture/", persona_page.picture, f"{name}_picture"),
            self.page("<int:pk>/versions/", persona_versions.view, f"{name}_versions"),
            self.page("<int:pk>/report/", report_asking.of_persona, f"{name}_report"),
        ]


class ProgramPages(Pages):
    """What one does with a program from its home."""

    def pages(self) -> list[URLPattern]:
        """Return the addresses under `program/`."""
        return [
            self.page("<int:pk>/report/", report_asking.of_program, "journeys_program_report"),
            self.page(
                "<int:pk>/report/<str:kind>/",
                report_asking.of_program_kind,
                "journeys_program_report_of_kind",
            ),
        ]


class ReadingPages(Pages):
    """Bring readings in as a table, and take them out as one."""

    def pages(self) -> list[URLPattern]:
        """Return the addresses under `reading/`."""
        name = "journeys_reading"
        return [
            self.page("import/", readings_import.view, f"{name}_import"),
            self.page("import/<str:upload>/", readings_import.confirm, f"{name}_import_preview"),
            self.page("template.csv", readings_import.template, f"{name}_template"),
            self.page("export.csv", readings_import.export, f"{name}_export"),
        ]


class ReportPages(Pages):
    """A report's own page with its progress, and its file."""

    def pages(self) -> list[URLPattern]:
        """Return the addresses under `report/`."""
        name = "journeys_report"
        return [
            self.page("<int:pk>/", report_page.view, f"{name}_page"),
            self.page("<int:pk>/status/", report_page.status, f"{name}_status"),
            self.page("<int:pk>/file/", report_page.file, f"{name}_file"),
            self.page("<int:pk>/do/<str:verb>/", report_page.verb, f"{name}_verb"),
        ]
