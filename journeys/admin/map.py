"""Journey maps: the list with what each looks like now, and a map's own page with its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from msgspec import Struct

from journeys.admin.archive import ArchivedFilter, Archives
from journeys.admin.base import Link, ProgramChangeList, ProgramOwnedAdmin
from journeys.admin.chips import chip, day, quiet, state
from journeys.admin.detail_form import MapForm
from journeys.admin.names import name_of
from journeys.admin.pages import MapPages
from journeys.admin.spreadsheets import Spreadsheets, column
from journeys.models import JourneyMap, MapVersion, State
from journeys.rendering import sparkline
from journeys.standing import maps as standing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: Versions shown on a map's page, newest first.
SHOWN = 50


class DueFilter(admin.SimpleListFilter):
    """Keeps the maps that should have been looked at again by now."""

    title = "review"
    parameter_name = "overdue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the one choice beside all maps."""
        return [("yes", "Overdue")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Ask the database which are late."""
        return queryset.overdue() if self.value() == "yes" else queryset


class VersionLine(Struct, frozen=True):
    """A version as its map's page shows it; `before` is the version it is compared with."""

    version: MapVersion
    who: str
    before: MapVersion | None


class MapChangeList(ProgramChangeList):
    """Brings the standing of the page's maps along, in two queries."""

    def get_results(self, request: HttpRequest) -> None:
        """Attach the standing to each row."""
        super().get_results(request)
        self.result_list = with_standing(list(self.result_list))


def with_standing(maps: list[Any]) -> list[Any]:
    """Attach to each map where it stands."""
    for program in {journey.program for journey in maps}:
        own = [journey for journey in maps if journey.program == program]
        for stands in standing.of_maps(own, program):
            stands.map.standing = stands  # type: ignore[attr-defined]
    return maps


@admin.register(JourneyMap)
class JourneyMapAdmin(Archives, MapPages, Spreadsheets, ProgramOwnedAdmin):
    """The maps of a program."""

    change_form_template = "journeys/home/map.html"
    show_add_link = False
    list_display = ["name", "curve", "newest", "published", "review", "owned_by", "kind"]
    list_filter = [ArchivedFilter, DueFilter, "kind", "life_cycle_stage"]
    search_fields = ["name", "scope"]
    list_select_related = ["owner", "program"]
    ordering = ["name", "id"]
    list_title = "Maps"
    empty_icon = "conversion_path"
    empty_words = (
        "A journey map shows what customers do and feel, stage by stage. Start with the stages, or "
        "bring in a map you have."
    )
    labels = {
        "review_cadence_days": "Look again every … days",
        "parent": "Details this map",
        "parent_element_key": "Its stage or touchpoint",
    }
    form = MapForm
    fieldsets = [
        (
            "About this map",
            {
                "fields": [
                    "name",
                    "scope",
                    ("kind", "owner"),
                    ("life_cycle_stage", "review_cadence_days"),
                ]
            },
        ),
        ("Whose journey, and what for", {"fields": ["personas", "objectives"]}),
        (
            "Detail of another map",
            {
                "fields": [("parent", "parent_element_key")],
                "description": "Only if it shows one stage or touchpoint of another map closely.",
            },
        ),
    ]

    sheet_columns = (
        column("Map", "name", 40),
        column("Kind", "kind"),
        column("Stage of the life cycle", "life_cycle_stage"),
        column("Scope", "scope", 50),
        column("Owner", lambda row: name_of(row.owner) if row.owner else ""),
        column("Newest version", lambda row: row.standing.newest and row.standing.newest.number),
        column(
            "State", lambda row: row.standing.newest and row.standing.newest.get_state_display()
        ),
        column("Published last", lambda row: row.standing.published_at),
        column("Look again on", lambda row: row.standing.due),
        column("Days overdue", lambda row: row.standing.days_overdue),
        column("Rated touchpoints", lambda row: len([one for one in row.standing.feelings if one])),
        column("Touchpoints", lambda row: len(row.standing.feelings)),
        column("Archived", "is_archived", 10),
    )

    # --- the list ---

    def sheet_rows(self, rows: list[Any]) -> list[Any]:
        """Bring where the maps stand, in two queries a program."""
        return with_standing(rows)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ProgramChangeList]:
        """Return the list that knows where maps stand."""
        return MapChangeList

    def list_links(self, request: HttpRequest) -> list[Link]:
        """Offer the maps by life cycle, and the two ways to a new map."""
        portfolio = Link("By life cycle", self.address("portfolio"), "view_kanban")
        if not self.has_add_permission(request):
            return [portfolio]
        return [
            portfolio,
            Link("Import a map", self.address("import"), "upload"),
            Link("New map", self.address("start"), "add", is_main=True),
        ]

    def landing(self, obj: Any) -> str:
        """Lead to the newest version's picture; to the map's own page if it has no version."""
        stands = getattr(obj, "standing", None)
        if stands is not None and stands.newest is not None:
            return reverse("admin:journeys_mapversion_map", args=[stands.newest.pk])
        return self.address("change", obj.pk)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Start maps where templates are offered."""
        return HttpResponseRedirect(self.address("start"))

    # --- a map's page ---

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the versions above the form."""
        journey = kwargs.get("obj")
        if journey is not None:
            versions = list(_versions(journey))
            context |= {
                "versions": versions,
                "open_draft": next((v.version for v in versions if v.version.state in {"draft", "in_review"}), None),
                "may_start": request.user.has_perm("journeys.start_draft_journeymap", journey),
                "may_report": request.user.has_perm("journeys.add_report", journey),
            }  # fmt: skip
        return super().render_change_form(request, context, *args, **kwargs)

    def page_links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Lead on to the draft: open it, or start the next."""
        draft = obj.versions.open().first()
        if draft is not None:
            address = reverse("admin:journeys_mapversion_map", args=[draft.pk])
            return [Link(f"Open draft {draft.number}", address, "edit_square", is_main=True)]
        if not request.user.has_perm("journeys.start_draft_journeymap", obj):
            return []
        return [Link("Start draft", self.address("draft", obj.pk), "add", is_main=True)]

    def page_buttons(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Offer to find a published map still true, beside putting it aside."""
        buttons = super().page_buttons(request, obj)
        if not self.has_change_permission(request, obj) or obj.is_archived:
            return buttons
        if not obj.versions.filter(state=State.PUBLISHED).exists():
            return buttons
        return [Link("Still true", self.address("confirm", obj.pk), "task_alt"), *buttons]

    def after_save(self, request: HttpRequest, obj: Any) -> str:
        """Stay with the map."""
        return self.address("change", obj.pk)

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> Any:
        """Offer every other map as the one this details."""
        rows = super().get_field_queryset(db, db_field, request)
        journey = getattr(request, "_object", None)
        return rows.exclude(pk=journey.pk) if db_field.name == "parent" and journey else rows

    # --- columns ---

    @admin.display(description="Feeling")
    def curve(self, journey: Any) -> str:
        """Draw the newest version's curve."""
        drawn = sparkline.feelings(journey.standing.feelings, height=36)
        if drawn is None:
            return ""
        return render_to_string("journeys/home/feelings.html", {"curve": drawn, "name": journey.name})  # fmt: skip

    @admin.display(description="Newest version")
    def newest(self, journey: Any) -> str:
        """Show number and state."""
        version = journey.standing.newest
        if version is None:
            return quiet("no version yet")
        return format_html("<span class='nowrap'>{} {}</span>", version.number, state(version.state, version.get_state_display()))  # fmt: skip

    @admin.display(description="Last published")
    def published(self, journey: Any) -> str:
        """Show when."""
        moment = journey.standing.published_at
        return day(moment) or quiet("never")

    @admin.display(description="Look again")
    def review(self, journey: Any) -> str:
        """Show when it is due."""
        stands = journey.standing
        if stands.days_overdue:
            return chip(f"overdue {stands.days_overdue} days", "overdue", "schedule")
        return day(stands.due)

    @admin.display(description="Owner", ordering="owner__username")
    def owned_by(self, journey: JourneyMap) -> str:
        """Name the owner."""
        return name_of(journey.owner) if journey.owner else ""


def _versions(journey: JourneyMap) -> Any:
    rows = list(
        journey.versions.select_related("started_by", "published_by").order_by("-number")[:SHOWN]
    )
    kept = [version for version in rows if version.state != "discarded"]
    for version in rows:
        version.map = journey
        person = version.published_by or (None if version.is_frozen else version.started_by)
        earlier = (other for other in kept if other.number < version.number)
        yield VersionLine(
            version=version,
            who=name_of(person) if person else version.published_by_name,
            before=next(earlier, None),
        )
