"""The chain on one page: from customers' words up to objectives, and back; now, or as it stood when a version was published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from msgspec import Struct

from improvements import trace
from improvements.models import Action, Experiment, Outcome
from improvements.trace import KINDS, Node
from journeys.admin import current
from journeys.admin.about import elements_of
from journeys.admin.pages.frame import Crumbs, find, show
from journeys.ids import id_in
from journeys.models import Kpi, MapVersion, Objective, State
from research.models import Insight, Quote, Theme
from research.models.response import consented

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

TITLES = {
    "quote": "In their words", "theme": "Themes", "insight": "Insights", "element": "On the map", "action": "Actions",
    "experiment": "Tests", "outcome": "Worth", "kpi": "KPIs", "objective": "Objectives",
}  # fmt: skip
#: Where each kind's own page is: an address's name, or none.
PAGES = {
    "theme": "research_theme_change", "insight": "research_insight_change", "action": "improvements_action_change",
    "experiment": "improvements_experiment_page", "kpi": "journeys_kpi_change", "objective": "journeys_objective_change",
}  # fmt: skip
MODELS: dict[str, Any] = {
    "quote": Quote, "theme": Theme, "insight": Insight, "action": Action, "experiment": Experiment, "outcome": Outcome, "kpi": Kpi,
    "objective": Objective,
}  # fmt: skip
#: What one may start from, of each kind the newest; versions that are offered; letters of a quote.
MOST_STARTS, MOST_VERSIONS, LONGEST = 60, 20, 140


class Shown(Struct, frozen=True):
    """Something in its column: where its page is, and the names of what hangs directly on it, for the page's script."""

    node: str
    name: str
    url: str
    trace_url: str
    is_start: bool
    near: str


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Offer what to start from."""
    program = current.program(request)
    if program is None:
        raise Http404
    groups = [
        ("KPIs", "kpi", _rows(Kpi, program, "name")), ("Actions", "action", _rows(Action, program, "title")),
        ("Themes", "theme", _rows(Theme.objects.filter(status=Theme.Status.ACCEPTED), program, "name")),
        ("Insights", "insight", _rows(Insight.objects.filter(is_archived=False), program, "statement")),
        ("Stages, touchpoints and pain points", "element", [pair for _, pairs in elements_of(program, []) for pair in pairs]),
    ]  # fmt: skip
    return show(
        request, site, "improvements/trace_start", title="Trace", crumbs=_way(program),
        groups=[(title, kind, rows[:MOST_STARTS]) for title, kind, rows in groups if rows],
    )  # fmt: skip


def of(request: HttpRequest, site: AdminSite, kind: Any, name: str) -> HttpResponse:
    """Show everything something hangs together with; `?version=` as it stood when that was published."""
    program, identifier = _found(request, kind, name)
    version = _version(request, program)
    try:
        found = (
            trace.as_published(version, kind, identifier)
            if version
            else trace.of(program.pk, kind, identifier)
        )
    except KeyError:
        found = None
    words = _words(program.pk, found.nodes) if found else {}
    near: dict[str, set[str]] = {}
    for link in found.links if found else ():
        near.setdefault(link.lower, set()).add(link.upper)
        near.setdefault(link.upper, set()).add(link.lower)
    columns = [
        (TITLES[of_kind], [_shown(node, words, near, found.start) for node in found.nodes if node.kind == of_kind])
        for of_kind in KINDS
    ] if found else []  # fmt: skip
    start = (
        next((node for node in found.nodes if node.node == found.start), None) if found else None
    )
    published = MapVersion.objects.filter(
        program=program, state__in=[State.PUBLISHED, State.ARCHIVED]
    )
    return show(
        request, site, "improvements/trace", title="Trace", crumbs=[*_way(program), ("Trace", reverse("admin:improvements_trace"))],
        found=found, columns=[(title, rows) for title, rows in columns if rows], lonely=found is not None and len(found.nodes) == 1,
        start=words.get(start.node, start.name) if start else "", version=version,
        versions=published.select_related("map").order_by("-published_at", "-id")[:MOST_VERSIONS],
    )  # fmt: skip


def _found(request: HttpRequest, kind: str, name: str) -> tuple[Any, int | str]:
    """Return the program and the id of what is named; 404 for what the person may not see."""
    if kind == "element":
        program = current.program(request)
        if program is None:
            raise Http404
        return program, name
    pk = id_in(name)
    if kind not in MODELS or pk is None:
        raise Http404
    row = find(request, MODELS[kind].objects.select_related("program"), pk)
    return row.program, row.pk


def _version(request: HttpRequest, program: Any) -> MapVersion | None:
    given = id_in(request.GET.get("version"))
    if given is None:
        return None
    version: MapVersion = find(
        request,
        MapVersion.objects.filter(program=program).defer(None).select_related("map"),
        given,
    )
    return version


def _words(program_id: int, nodes: list[Node]) -> dict[str, str]:
    """Return what quotes say, while their givers' consent lasts."""
    ids = [node.id for node in nodes if node.kind == "quote"]
    rows = Quote.objects.filter(program=program_id, pk__in=ids)
    rows = rows.filter(consented("response__"))
    told = {}
    for pk, text, start, end in rows.values_list("pk", "response__text", "start", "end"):
        words = text[start:end]
        told[f"quote {pk}"] = f"“{words if len(words) <= LONGEST else words[: LONGEST - 1] + '…'}”"
    return told


def _shown(node: Node, words: dict[str, str], near: dict[str, set[str]], start: str) -> Shown:
    name = words.get(
        node.node, "Words that may not be shown" if node.kind == "quote" else node.name
    )
    url = ""
    if node.kind in PAGES:
        try:
            url = reverse(f"admin:{PAGES[node.kind]}", args=[node.id])
        except NoReverseMatch:
            url = ""
    trace_url = reverse("admin:improvements_trace_of", args=[node.kind, node.id])
    return Shown(
        node.node,
        name,
        url,
        trace_url,
        node.node == start,
        "|".join(sorted(near.get(node.node, ()))),
    )


def _rows(rows: Any, program: Any, field: str) -> list[tuple[str, str]]:
    queryset = rows if hasattr(rows, "filter") else rows.objects.all()
    found = queryset.filter(program=program).order_by("-pk").values_list("pk", field)[:MOST_STARTS]
    return [(str(pk), name) for pk, name in found]


def _way(program: Any) -> Crumbs:
    return [(program.name, reverse("admin:journeys_program_home", args=[program.pk]))]
