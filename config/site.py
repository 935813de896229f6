"""The admin site: who may enter, where signing in leads, and what every page knows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LogoutView
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from unfold.forms import AuthenticationForm as UnfoldAuthenticationForm
from unfold.sites import UnfoldAdminSite

from journeys.access import memberships_of

if TYPE_CHECKING:
    from types import ModuleType

    from django.contrib.auth.models import User
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern


def at_hand() -> ModuleType:
    """Return `journeys.admin.current`, imported late: the site is there before what registers on it."""
    from journeys.admin import current

    return current


class SignInForm(UnfoldAuthenticationForm):
    """Signs in every active person: the admin is the workplace, not a back room for staff."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": "This name and password do not go together. Mind capital letters in both.",
    }

    def confirm_login_allowed(self, user: User) -> None:
        """Refuse only people whose account is switched off."""
        AuthenticationForm.confirm_login_allowed(self, user)


class Site(UnfoldAdminSite):
    """The workplace of every member, whatever their role."""

    site_title = site_header = "Journeyloop"
    login_form = SignInForm
    login_template = "admin/login.html"

    def has_permission(self, request: HttpRequest) -> bool:
        """Let every active person in: what they see is decided per program."""
        return bool(request.user.is_active)

    def get_urls(self) -> list[URLPattern]:
        """Add the inbox: it is a person's, not a program's."""
        from journeys.admin import inbox

        pages = (
            ("inbox/", inbox.view, "inbox"),
            ("inbox/read-all/", inbox.read_all, "inbox_read_all"),
            ("inbox/mail/", inbox.mail, "inbox_mail"),
            ("inbox/<int:pk>/", inbox.opened, "inbox_open"),
        )
        own = [
            path(route, self.admin_view(partial(view, site=self)), name=name)
            for route, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the program at hand, or to the choice of programs; never to a list of tables."""
        program = at_hand().program(request) or at_hand().last_visited(request)
        if program is None:
            return HttpResponseRedirect(reverse("admin:journeys_program_changelist"))
        return HttpResponseRedirect(reverse("admin:journeys_program_home", args=[program.pk]))

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead where the front door leads: lists of tables help nobody."""
        return HttpResponseRedirect(reverse("admin:index"))

    def search(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Search the program at hand; Unfold's own searches tables."""
        from journeys.admin.search import view

        return view(request, self)

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sign out and lead back to the door."""
        response: HttpResponse = LogoutView.as_view(next_page=f"{self.name}:login")(request)
        return response

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the program at hand and the others one can switch to."""
        context: dict[str, Any] = super().each_context(request)
        if self.has_permission(request):
            context["program"] = at_hand().program(request)
            context["programs"] = at_hand().programs(request)
            context["person"] = _person(request)
        return context


class Person(NamedTuple):
    """Who is signed in, as the foot of the menu shows it."""

    name: str
    initials: str
    role: str


def _person(request: Any) -> Person:
    user = request.user
    name = str(user.get_full_name() or user.get_username())
    words = name.split()
    initials = "".join(word[0] for word in (words[0], *words[1:][-1:])) if words else "?"
    program = at_hand().program(request)
    role = memberships_of(user).get(program.pk if program else 0, "")
    if not role and user.is_superuser:
        role = "operator"
    return Person(name, initials.upper(), role.capitalize())
