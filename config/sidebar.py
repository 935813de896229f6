"""The side menu: what the work of a program is made of, and how much of it there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from journeys import notifications
from journeys.access import memberships_of
from journeys.admin import counts, current

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Title, Material symbol, model, whether the menu says how many there are.
WORK = (
    ("Maps", "conversion_path", "journeymap", True),
    ("Personas", "person", "persona", True),
    ("Objectives", "flag", "objective", True),
    ("KPIs", "monitoring", "kpi", True),
    ("Channels", "hub", "channel", True),
    ("Reports", "description", "report", False),
    ("People", "group", "membership", True),
)
PORTFOLIO = "journeys_journeymap_portfolio"
#: Pages of these belong to the work above them.
BELOW = {
    "reading": "kpi",
    "mapversion": "journeymap",
    "stage": "journeymap",
    "touchpoint": "journeymap",
    "lane": "journeymap",
    "card": "journeymap",
}
OPERATION = (
    ("Users", "manage_accounts", "auth_user"),
    ("API tokens", "key", "authtoken_tokenproxy"),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the groups of the menu in the form Unfold asks for."""
    program = current.program(request)
    groups: list[dict[str, Any]] = []
    if program is not None:
        own = [_home(request, program), _inbox(request)]
        groups.append({"items": [*own, *_work(request, program)]})
    elif memberships_of(request.user):
        groups.append({"items": [_inbox(request)]})
    if request.user.is_superuser:  # type: ignore[union-attr]
        groups.append({"title": "Operation", "items": _operation(request)})
    return groups


def _home(request: HttpRequest, program: Any) -> dict[str, Any]:
    link = reverse("admin:journeys_program_home", args=[program.pk])
    return {"title": "Home", "icon": "home", "link": link, "active": _model(request) == "program"}


def _inbox(request: HttpRequest) -> dict[str, Any]:
    unread = notifications.unread_count(request.user)
    most = notifications.MOST_COUNTED
    name = (request.resolver_match.url_name if request.resolver_match else "") or ""
    return {
        "title": "Inbox",
        "icon": "inbox",
        "link": reverse("admin:inbox"),
        "active": name.startswith("inbox"),
        "count": f"{most}+" if unread > most else str(unread or ""),
        "count_means": "unread",
    }


def _work(request: HttpRequest, program: Any) -> list[dict[str, Any]]:
    here = BELOW.get(_model(request), _model(request))
    many = counts.of_program(program)
    on_portfolio = _address_name(request) == PORTFOLIO
    portfolio = {
        "title": "By life cycle",
        "icon": "view_kanban",
        "link": reverse(f"admin:{PORTFOLIO}"),
        "active": on_portfolio,
    }
    items = [
        {
            "title": title,
            "icon": icon,
            "link": reverse(f"admin:journeys_{model}_changelist"),
            "active": model == here and not on_portfolio,
            "count": many.get(model, "") if counted else "",
        }
        for title, icon, model, counted in WORK
        if request.user.has_perm(f"journeys.view_{model}", program)  # type: ignore[union-attr]
    ]
    # Another look at the maps, so beside them.
    return [*items[:1], portfolio, *items[1:]]


def _operation(request: HttpRequest) -> list[dict[str, Any]]:
    name = request.resolver_match.url_name if request.resolver_match else ""
    return [
        {
            "title": title,
            "icon": icon,
            "link": reverse(f"admin:{model}_changelist"),
            "active": (name or "").startswith(model),
        }
        for title, icon, model in OPERATION
    ]


def _model(request: HttpRequest) -> str:
    """Return the name of the model whose page this is, by the address's name."""
    name = _address_name(request)
    return name.split("_")[1] if name.startswith("journeys_") else ""


def _address_name(request: HttpRequest) -> str:
    return (request.resolver_match.url_name if request.resolver_match else "") or ""
