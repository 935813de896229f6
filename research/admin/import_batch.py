"""Imports: the files that came in, and what became of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse

from journeys.admin.base import ProgramOwnedAdmin
from journeys.admin.chips import chip, minute
from journeys.admin.pages.urls import Pages
from research.admin import import_page
from research.models import ImportBatch

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

Status = ImportBatch.Status
MARKS = {
    Status.QUEUED: ("queued", "schedule"),
    Status.RUNNING: ("running", "progress_activity"),
    Status.DONE: ("done", "check_circle"),
    Status.FAILED: ("failed", "error"),
    Status.CANCELLED: ("cancelled", "cancel"),
}


@admin.register(ImportBatch)
class ImportBatchAdmin(Pages, ProgramOwnedAdmin):
    """The files of a program, newest first."""

    list_display = [
        "file_name",
        "of_study",
        "state",
        "created",
        "changed",
        "unchanged",
        "invalid",
        "by",
        "at",
    ]
    list_select_related = ["study"]
    search_fields = ["file_name"]
    ordering = ["-id"]
    sortable_by = ()
    show_add_link = False
    list_title = "Imports"
    empty_icon = "upload_file"
    empty_words = "Open a study and bring its answers in; every file is listed here with what became of its rows."

    def pages(self) -> list[URLPattern]:
        """Return the addresses of one import."""
        name = "research_importbatch"
        return [
            self.page("<int:pk>/page/", import_page.batch, f"{name}_page"),
            self.page("<int:pk>/status/", import_page.status, f"{name}_status"),
            self.page("<int:pk>/errors.csv", import_page.errors, f"{name}_errors"),
            self.page("<int:pk>/<str:verb>/do/", import_page.verb, f"{name}_verb"),
        ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let files come in where their study is."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep what happened."""
        return False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Lead to the studies: files come in there."""
        return HttpResponseRedirect(reverse("admin:research_study_changelist"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Lead to the import's page."""
        batch = self.get_object(request, object_id)
        if batch is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return HttpResponseRedirect(self.landing(batch))

    def landing(self, obj: Any) -> str:
        """Lead to the import's page."""
        return self.address("page", obj.pk)

    @admin.display(description="Study")
    def of_study(self, batch: ImportBatch) -> str:
        """Name the study."""
        return batch.study.name

    @admin.display(description="Status")
    def state(self, batch: ImportBatch) -> str:
        """Show how far it is."""
        if batch.awaits_confirmation:
            return chip("To be confirmed", "other", "rule")
        return chip(batch.get_status_display(), *MARKS[Status(batch.status)])

    @admin.display(description="By")
    def by(self, batch: ImportBatch) -> str:
        """Name who brought it."""
        return batch.imported_by_name

    @admin.display(description="When")
    def at(self, batch: ImportBatch) -> str:
        """Show when."""
        return minute(batch.created_at)
