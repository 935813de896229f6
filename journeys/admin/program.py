"""Programs: the choice of them as cards, the home page of one, and its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import path, reverse

from journeys import programs
from journeys.access import memberships_of
from journeys.admin import current
from journeys.admin.base import Link, ProgramOwnedAdmin
from journeys.admin.home import view as home
from journeys.admin.membership import PeopleInline
from journeys.admin.pages import ProgramPages
from journeys.admin.seen import SeenForm
from journeys.models import Program

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern


class ProgramForm(SeenForm):
    """A program as its managers see it; opening one asks for less."""

    also_validated = frozenset()


@admin.register(Program)
class ProgramAdmin(ProgramPages, ProgramOwnedAdmin):
    """Programs as cards, each leading to its home."""

    form = ProgramForm
    change_list_template = "journeys/home/programs.html"
    list_display = ["name", "status"]
    list_filter = ["status"]
    search_fields = ["name", "purpose"]
    list_per_page = 24
    list_select_related = ["owner"]
    inlines = [PeopleInline]
    empty_icon = "route"
    add_words = "New program"
    labels = {"review_cadence_days": "Look at maps again every … days"}
    fieldsets = [
        (None, {"fields": ["name", "purpose", "scope"]}),
        (
            "How it runs",
            {"fields": [("owner", "status"), ("review_cadence_days", "required_approvals")]},
        ),
    ]
    add_fieldsets = [(None, {"fields": ["name", "purpose", "scope", "review_cadence_days"]})]

    def get_urls(self) -> list[URLPattern]:
        """Add the home page."""
        address = path(
            "<int:pk>/home/",
            self.admin_site.admin_view(self.home_view),
            name="journeys_program_home",
        )
        return [address, *super().get_urls()]

    def home_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show where the program stands, what is due and what next."""
        return home.view(request, self.admin_site, self.visible_or_404(request, pk))

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Leave people for later while a program is being opened."""
        return self.inlines if obj else []

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Say what role one has in each program; without any, whom to ask."""
        context = {"roles": memberships_of(request.user), "crumbs": []}
        return super().changelist_view(request, context | (extra_context or {}))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Show everybody the list: it is where people without a program learn whom to ask."""
        return obj is None or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask without a program: whoever manages one, or runs the installation, may open another."""
        return self._may(request, "add", None)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Open a program by the verb, which makes its creator the manager; save an open one."""
        if change:
            super().save_model(request, obj, form, change)
            return
        opened = programs.create(
            obj.name,
            by=request.user,  # type: ignore[arg-type]
            purpose=obj.purpose,
            scope=obj.scope,
            review_cadence_days=obj.review_cadence_days,
        )
        obj.__dict__.update(opened.__dict__)
        request.__dict__.pop("_programs", None)
        current.enter(request, obj.pk)

    def after_save(self, request: HttpRequest, obj: Any) -> str:
        """Lead to the program's home."""
        return self.landing(obj)

    def landing(self, obj: Any) -> str:
        """Lead to its home."""
        return self.address("home", obj.pk)

    def list_crumbs(self, request: HttpRequest) -> list[Any]:
        """Begin with the program itself."""
        return []

    def crumbs(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Return the program's home as the way to its form."""
        return [(obj.name, self.landing(obj)), ("About this program", "")]

    def page_links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Lead home, and to who else should be in it."""
        links = [Link("Home", self.landing(obj), "home")]
        if request.user.has_perm("journeys.add_membership", obj):
            address = f"{reverse('admin:journeys_membership_add')}?program={obj.pk}"
            links.append(Link("Add a person", address, "person_add"))
        return links
