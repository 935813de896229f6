"""The side menu: what the work of a program is made of, and how much of it there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from improvements.models import Action, Cycle, Experiment
from journeys import notifications
from journeys.access import memberships_of
from journeys.admin import counts, current
from research.models import Insight, Instrument, Response, Study, Theme

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Title, Material symbol, app and model, whether the menu says how many there are.
Entry = tuple[str, str, str, bool]
WORK: tuple[Entry, ...] = (
    ("Maps", "conversion_path", "journeys_journeymap", True),
    ("Personas", "person", "journeys_persona", True),
    ("Objectives", "flag", "journeys_objective", True),
    ("KPIs", "monitoring", "journeys_kpi", True),
    ("Channels", "hub", "journeys_channel", True),
    ("Reports", "description", "journeys_report", False),
    ("People", "group", "journeys_membership", True),
)
HEARD: tuple[Entry, ...] = (
    ("Studies", "biotech", "research_study", True),
    ("Questions", "help", "research_instrument", True),
    ("Responses", "forum", "research_response", True),
    ("Themes", "label", "research_theme", True),
    ("Insights", "lightbulb", "research_insight", True),
)
CHANGED: tuple[Entry, ...] = (
    ("Cycles", "autorenew", "improvements_cycle", True),
    ("Actions", "build", "improvements_action", True),
    ("Experiments", "science", "improvements_experiment", True),
)
#: Pages beside the lists: title, icon, address.
RANKED = (
    ("Priorities", "bubble_chart", "improvements_priorities"),
    ("Board", "view_kanban", "improvements_board"),
    ("Pain points", "healing", "improvements_pain_points"),
    ("Loops so far", "history", "improvements_loops"),
    ("Trace", "account_tree", "improvements_trace"),
)
EVIDENCE = (
    ("Evidence", "travel_explore", "research_coverage"),
    ("Patterns", "insights", "research_patterns"),
    ("Paths", "route", "research_paths"),
)
#: What is counted beside the maps' own.
COUNTED = {
    "research_study": Study.objects.filter(is_archived=False),
    "research_instrument": Instrument.objects.filter(is_archived=False),
    "research_response": Response.objects.all(),
    "research_insight": Insight.objects.filter(is_archived=False),
    "research_theme": Theme.objects.filter(
        status__in=[Theme.Status.PROPOSED, Theme.Status.ACCEPTED]
    ),
    "improvements_cycle": Cycle.objects.all(),
    "improvements_action": Action.objects.exclude(state=Action.State.DROPPED),
    "improvements_experiment": Experiment.objects.all(),
}
PORTFOLIO = "journeys_journeymap_portfolio"
#: Pages of these belong to the work above them.
BELOW = {
    "journeys_reading": "journeys_kpi",
    "journeys_mapversion": "journeys_journeymap",
    "journeys_stage": "journeys_journeymap",
    "journeys_touchpoint": "journeys_journeymap",
    "journeys_lane": "journeys_journeymap",
    "journeys_card": "journeys_journeymap",
    "research_importbatch": "research_study",
    "research_placementrule": "research_response",
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
        many = counts.of_program(program, COUNTED)
        groups.append({"items": [*own, *_work(request, program, many)]})
        groups.append(
            {
                "title": "Research",
                "items": [*_entries(request, program, HEARD, many), *_pages(request, EVIDENCE)],
            }
        )
        groups.append({"title": "Improvements", "items": _improvements(request, program, many)})
    elif memberships_of(request.user):
        groups.append({"items": [_inbox(request)]})
    if request.user.is_superuser:  # type: ignore[union-attr]
        groups.append({"title": "Operation", "items": _operation(request)})
    return groups


def _home(request: HttpRequest, program: Any) -> dict[str, Any]:
    link = reverse("admin:journeys_program_home", args=[program.pk])
    return {
        "title": "Home",
        "icon": "home",
        "link": link,
        "active": _model(request) == "journeys_program",
    }


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


def _work(request: HttpRequest, program: Any, many: dict[str, str]) -> list[dict[str, Any]]:
    items = _entries(request, program, WORK, many)
    portfolio = {
        "title": "By life cycle",
        "icon": "view_kanban",
        "link": reverse(f"admin:{PORTFOLIO}"),
        "active": _address_name(request) == PORTFOLIO,
    }
    # Another look at the maps, so beside them.
    return [*items[:1], portfolio, *items[1:]]


def _improvements(request: HttpRequest, program: Any, many: dict[str, str]) -> list[dict[str, Any]]:
    items = _entries(request, program, CHANGED, many)
    return [*items[:2], *_pages(request, RANKED), *items[2:]]


def _pages(request: HttpRequest, pages: tuple[tuple[str, str, str], ...]) -> list[dict[str, Any]]:
    return [
        {
            "title": title,
            "icon": icon,
            "link": reverse(f"admin:{name}"),
            "active": _address_name(request).startswith(name),
        }
        for title, icon, name in pages
    ]


def _entries(
    request: HttpRequest, program: Any, entries: tuple[Entry, ...], many: dict[str, str]
) -> list[dict[str, Any]]:
    here = (
        "" if _address_name(request) == PORTFOLIO else BELOW.get(_model(request), _model(request))
    )
    return [
        {
            "title": title,
            "icon": icon,
            "link": reverse(f"admin:{name}_changelist"),
            "active": name == here,
            "count": many.get(name, "") if counted else "",
        }
        for title, icon, name, counted in entries
        if request.user.has_perm(_seeing(name), program)  # type: ignore[union-attr]
    ]


def _seeing(name: str) -> str:
    app, model = name.split("_")
    return f"{app}.view_{model}"


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
    """Return app and model of whose page this is, by the address's name."""
    return "_".join(_address_name(request).split("_")[:2])


def _address_name(request: HttpRequest) -> str:
    return (request.resolver_match.url_name if request.resolver_match else "") or ""
