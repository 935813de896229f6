"""Studies: what was asked, of whom, and what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import OuterRef, Subquery, Sum
from django.urls import reverse

from journeys.admin.archive import ArchivedFilter, Archives
from journeys.admin.base import Link, ProgramOwnedAdmin
from journeys.admin.chips import chip, day, quiet
from journeys.admin.names import name_of
from journeys.admin.pages.urls import Pages
from research.admin import coverage_page, import_page, paths_page, patterns_page
from research.models import ImportBatch, Study

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.urls import URLPattern

MARKS = {
    Study.Status.PLANNED: ("", "event"),
    Study.Status.RUNNING: ("primary", "play_arrow"),
    Study.Status.DONE: ("done", "check"),
    Study.Status.CANCELLED: ("failed", "close"),
}


@admin.register(Study)
class StudyAdmin(Pages, Archives, ProgramOwnedAdmin):
    """The studies of a program."""

    list_display = ["name", "method", "status_chip", "when", "reached", "owned_by"]
    list_filter = [ArchivedFilter, "status", "method"]
    search_fields = ["name", "questions", "sampling"]
    list_select_related = ["owner"]
    ordering = ["-starts_on", "-id"]
    empty_icon = "science"
    empty_words = (
        "A study says whom you asked, what and how. Its answers show what customers feel at each touchpoint, "
        "and how sure that is."
    )
    add_words = "Plan a study"
    fieldsets = [
        (None, {"fields": ["name", ("method", "status"), "questions"]}),
        ("Whom", {"fields": ["sampling", ("planned_n", "owner"), ("starts_on", "ends_on")]}),
        ("What is asked", {"fields": ["instruments", "follows"]}),
    ]

    def pages(self) -> list[URLPattern]:
        """Return the addresses of bringing answers in, and of what they cover."""
        return [
            self.page("<int:pk>/import/", import_page.view, "research_study_import"),
            self.page("patterns/", patterns_page.view, "research_patterns"),
            self.page("paths/", paths_page.view, "research_paths"),
            self.page("coverage/", coverage_page.view, "research_coverage"),
            self.page("coverage/<int:pk>/plan/", coverage_page.plan, "research_coverage_plan"),
            self.page("coverage/<int:pk>/adopt/", coverage_page.adopt, "research_coverage_adopt"),
            self.page(
                "drift/<int:pk>/set-aside/", coverage_page.set_aside, "research_drift_set_aside"
            ),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bring along how many answers came in, as their files counted them."""
        came = ImportBatch.objects.filter(
            study=OuterRef("pk"), wants=ImportBatch.Wants.IMPORT, status=ImportBatch.Status.DONE
        )
        total = came.order_by().values("study").annotate(total=Sum("created")).values("total")
        return super().get_queryset(request).annotate(came_in=Subquery(total))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Let a new wave ask what the earlier one asked."""
        super().save_related(request, form, formsets, change)
        if not change:
            form.instance.repeat()

    def page_links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Lead on to its answers, and to bringing more in."""
        responses = f"{reverse('admin:research_response_changelist')}?study__id__exact={obj.pk}"
        links = [Link("Responses", responses, "forum")]
        if request.user.has_perm("research.import_responses_study", obj):
            links.append(
                Link("Bring answers in", self.address("import", obj.pk), "upload", is_main=True)
            )
        return links

    def after_save(self, request: HttpRequest, obj: Any) -> str:
        """Stay with the study: the next step is on its page."""
        return self.address("change", obj.pk)

    @admin.display(description="Status", ordering="status")
    def status_chip(self, study: Study) -> str:
        """Show the status."""
        kind, icon = MARKS[Study.Status(study.status)]
        return chip(study.get_status_display(), kind, icon)

    @admin.display(description="When", ordering="starts_on")
    def when(self, study: Study) -> str:
        """Show from when to when."""
        return " – ".join(filter(None, [day(study.starts_on), day(study.ends_on)]))

    @admin.display(description="Answers")
    def reached(self, study: Any) -> str:
        """Show how many answers there are, of how many that were planned."""
        if not study.came_in:
            return quiet(f"none of {study.planned_n:,} yet" if study.planned_n else "none yet")
        planned = f" of {study.planned_n:,} planned" if study.planned_n else ""
        return f"{study.came_in:,}{planned}"

    @admin.display(description="Owner", ordering="owner__username")
    def owned_by(self, study: Study) -> str:
        """Name the owner."""
        return name_of(study.owner) if study.owner else ""
