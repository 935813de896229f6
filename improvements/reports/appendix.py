"""The comparison's appendix: the chain behind each action that was shipped, and customers' words at what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from improvements import trace
from journeys.reports import words
from research.models import Insight, Quote
from research.models.response import consented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from improvements.reports.deeds import Deeds
    from journeys.reports.version_comparison.sources import Sources

MOST_QUOTES, LONGEST = 40, 260
#: What the chain's columns are made of, left to right.
COLUMNS = (("insight",), ("element",), ("action",), ("experiment", "outcome"), ("kpi", "objective"))


class Chain(Struct, frozen=True):
    """What an action rests on and leads to, a text for each of `COLUMNS`; `quotes` and `themes` are how many."""

    quotes: int
    themes: int
    cells: tuple[str, ...]


class Appendix(Struct, frozen=True):
    """Chains of the actions shipped, and quotes with where they are about."""

    chains: tuple[Chain, ...]
    quotes: tuple[tuple[str, str], ...]


def of(sources: Sources, done: Deeds) -> Appendix:
    """Return the appendix, as of the moment the report reads."""
    program = sources.after.version.program_id
    return Appendix(
        tuple(_chain(trace.of(program, "action", deed.id)) for deed in done.shipped),
        tuple(_quotes(sources)),
    )


def _chain(found: trace.Trace) -> Chain:
    kinds = [node.kind for node in found.nodes]
    cells = tuple(
        words.clean("; ".join(node.name for node in found.nodes if node.kind in column))
        for column in COLUMNS
    )
    return Chain(kinds.count("quote"), kinds.count("theme"), cells)


def _quotes(sources: Sources) -> Iterator[tuple[str, str]]:
    """Give words said about what is on either map, while their givers' consent lasts."""
    names = {
        part.key: part.name
        for source in (sources.before, sources.after)
        for _, part in source.contents.touchpoints
    }
    about: dict[int, list[str]] = {}
    insights = Insight.objects.filter(program=sources.after.version.program_id, is_archived=False)
    for insight in insights.prefetch_related("quotes"):
        places = [names[key] for key in insight.element_keys if key in names]
        for quote in insight.quotes.all():
            about.setdefault(quote.pk, []).extend(places)
    rows = Quote.objects.filter(pk__in=[pk for pk, places in about.items() if places]).exclude(
        response__text=""
    )
    rows = rows.filter(consented("response__", sources.read_at.date()))
    for quote in rows.select_related("response").order_by("response__given_at", "id")[:MOST_QUOTES]:
        said = quote.response.text[quote.start : quote.end]
        given = quote.response.given_at
        place = ", ".join(dict.fromkeys(about[quote.pk]))
        yield (
            words.shortened(words.clean(said), LONGEST),
            words.clean(f"{place}{f', {words.local_day(given)}' if given else ''}"),
        )
