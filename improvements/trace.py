"""The chain, both ways: a customer's words → theme → insight → element → action → outcome → KPI → objective."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from improvements import wording
from improvements.models import Action, ActionKpi, Experiment, Outcome
from journeys import contents
from journeys.models import Card, Kpi, Objective, Stage, Touchpoint
from research.models import Insight, Quote, Theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from journeys.models import MapVersion

Kind = Literal[
    "quote", "theme", "insight", "element", "action", "experiment", "outcome", "kpi", "objective"
]
#: From customers' words up to what the program wants.
KINDS: tuple[Kind, ...] = (
    "quote", "theme", "insight", "element", "action", "experiment", "outcome", "kpi", "objective",
)  # fmt: skip


class Link(Struct, frozen=True):
    """What stands behind something: `lower` is behind `upper`; both are names of nodes, such as “action 3”."""

    lower: str
    upper: str


class Node(Struct, frozen=True):
    """Something in the chain. `id` is its id, for an element its key; `node` is how links name it."""

    node: str
    kind: Kind
    id: int | str
    name: str


class Trace(Struct, frozen=True):
    """Everything something hangs together with: what is behind it, and what it leads to; from words up to objectives."""

    start: str
    nodes: list[Node]
    links: list[Link]


def of(program_id: int, kind: Kind, identifier: int | str) -> Trace:
    """Return the trace of a row of the program. A fixed number of queries. KeyError if there is no such thing."""
    nodes = {node.node: node for node in _nodes(program_id)}
    links = [link for link in _links(program_id) if link.lower in nodes and link.upper in nodes]
    return _walked(name_of(kind, identifier), nodes, links)


def _walked(start: str, nodes: dict[str, Node], links: list[Link]) -> Trace:
    if start not in nodes:
        raise KeyError(start)
    kept = _reached(start, links, up=True) | _reached(start, links, up=False) | {start}
    order = {name: place for place, name in enumerate(KINDS)}
    shown = sorted(
        (nodes[name] for name in kept), key=lambda node: (order[node.kind], str(node.id))
    )
    return Trace(start, shown, [link for link in links if {link.lower, link.upper} <= kept])


def notes(version: MapVersion) -> dict[str, Any]:
    """Return the chain of a program as it stands, to be frozen with a version: nodes and links, without anybody's words."""
    nodes = list(_nodes(version.program_id))
    known = {node.node for node in nodes}
    links = [link for link in _links(version.program_id) if {link.lower, link.upper} <= known]
    if not links:
        return {}
    return {
        "nodes": {"all": [[node.kind, node.id, node.name[:200]] for node in nodes]},
        "links": {"all": [[link.lower, link.upper] for link in links]},
    }


def as_published(version: MapVersion, kind: Kind, identifier: int | str) -> Trace:
    """Return the trace as it stood when the version was published. KeyError if there was no such thing."""
    kept = contents.read(version).notes.get("trace", {})
    nodes = {name_of(of, pk): Node(name_of(of, pk), of, pk, name) for of, pk, name in kept.get("nodes", {}).get("all", ())}  # fmt: skip
    return _walked(
        name_of(kind, identifier),
        nodes,
        [Link(*pair) for pair in kept.get("links", {}).get("all", ())],
    )


def name_of(kind: str, identifier: int | str) -> str:
    """Return how links name something."""
    return f"{kind} {identifier}"


def _reached(start: str, links: Iterable[Link], *, up: bool) -> set[str]:
    following: dict[str, list[str]] = defaultdict(list)
    for link in links:
        here, there = (link.lower, link.upper) if up else (link.upper, link.lower)
        following[here].append(there)
    found, waiting = set[str](), [start]
    while waiting:
        for name in following[waiting.pop()]:
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def _nodes(program: int) -> Iterator[Node]:
    for kind, rows in (
        ("theme", Theme.objects.filter(program_id=program).values_list("pk", "name")),
        ("insight", Insight.objects.filter(program_id=program).values_list("pk", "statement")),
        ("action", Action.objects.filter(program_id=program).values_list("pk", "title")),
        ("experiment", Experiment.objects.filter(program_id=program).values_list("pk", "name")),
        ("kpi", Kpi.objects.filter(program_id=program).values_list("pk", "name")),
        ("objective", Objective.objects.filter(program_id=program).values_list("pk", "statement")),
    ):
        for pk, name in rows.order_by("pk"):
            yield Node(name_of(kind, pk), kind, pk, name)  # type: ignore[arg-type]
    for pk in Quote.objects.filter(program_id=program).values_list("pk", flat=True):
        # The words are looked up where they may be shown, never carried along.
        yield Node(name_of("quote", pk), "quote", pk, f"Quote {pk}")
    for outcome in Outcome.objects.filter(program_id=program).select_related("kpi"):
        yield Node(name_of("outcome", outcome.pk), "outcome", outcome.pk, wording.effect(outcome.kpi, outcome.effect))  # fmt: skip
    yield from _elements(program)


def _elements(program: int) -> Iterator[Node]:
    """Give the elements that actions and insights are about, by the name they have in the newest version."""
    about = set[str]()
    for model in (Action, Insight):
        for keys in model.objects.filter(program_id=program).values_list("element_keys", flat=True):
            about |= set(keys)
    names: dict[str, str] = {}
    shown: tuple[tuple[Any, str], ...] = ((Stage, "name"), (Touchpoint, "name"), (Card, "text"))
    for element, field in shown:
        rows = element.objects.filter(program_id=program, key__in=about).order_by("version_id")
        names |= dict(rows.values_list("key", field))
    for key, name in sorted(names.items()):
        yield Node(name_of("element", key), "element", key, name)


def _links(program: int) -> Iterator[Link]:
    for lower, upper, rows in (
        ("quote", "theme", Quote.themes.through.objects.filter(quote__program_id=program).values_list("quote_id", "theme_id")),
        ("quote", "insight", Insight.quotes.through.objects.filter(insight__program_id=program).values_list("quote_id", "insight_id")),
        ("theme", "insight", Insight.themes.through.objects.filter(insight__program_id=program).values_list("theme_id", "insight_id")),
        ("theme", "action", Action.themes.through.objects.filter(action__program_id=program).values_list("theme_id", "action_id")),
        ("insight", "action", Action.insights.through.objects.filter(action__program_id=program).values_list("insight_id", "action_id")),
        ("action", "experiment", Experiment.objects.filter(program_id=program).values_list("action_id", "pk")),
        ("experiment", "kpi", Experiment.objects.filter(program_id=program).values_list("pk", "kpi_id")),
        ("action", "outcome", Outcome.objects.filter(program_id=program).values_list("action_id", "pk")),
        ("outcome", "kpi", Outcome.objects.filter(program_id=program).values_list("pk", "kpi_id")),
        ("action", "kpi", ActionKpi.objects.filter(program_id=program).values_list("action_id", "kpi_id")),
        ("kpi", "objective", Kpi.objectives.through.objects.filter(kpi__program_id=program).values_list("kpi_id", "objective_id")),
    ):  # fmt: skip
        for one, other in rows:
            yield Link(name_of(lower, one), name_of(upper, other))
    for pk, keys in Action.objects.filter(program_id=program).values_list("pk", "element_keys"):
        for key in keys:
            yield Link(name_of("element", key), name_of("action", pk))
    for pk, keys in Insight.objects.filter(program_id=program).values_list("pk", "element_keys"):
        for key in keys:
            yield Link(name_of("insight", pk), name_of("element", key))
