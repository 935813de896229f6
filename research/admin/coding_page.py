"""Reading what somebody said and marking it: spans become quotes with themes, quotes become insights."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from msgspec import Struct

from journeys.admin.pages.frame import Crumbs, find, require, show
from journeys.ids import id_in, ids_in
from journeys.versions import InvalidTransition
from research import coding
from research.models import Insight, Quote, Response, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.admin import AdminSite
    from django.http import HttpRequest, HttpResponse

#: Themes that are offered to tick.
MOST_THEMES = 80


class Piece(Struct, frozen=True):
    """A piece of a turn from character `at`; `quotes` are the numbers of the quotes it is part of."""

    at: int
    text: str
    quotes: tuple[int, ...]


def view(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Show a response with its quotes; make a quote (POST)."""
    response = find(
        request, Response.objects.select_related("study", "study__program", "persona"), pk
    )
    require(request, "view_response", response)
    may_code = request.user.has_perm("research.add_quote", response)
    if request.method == "POST":
        require(request, "add_quote", response)
        return _marked(request, response)
    over = coding.is_over(response)
    quotes = list(response.quotes.prefetch_related("themes", "insights").order_by("start", "id"))
    text = "" if over else response.text
    for number, quote in enumerate(quotes, start=1):
        quote.number, quote.words = number, text[quote.start : quote.end]
    return show(
        request, site, "research/coding", title="Read and mark", crumbs=_way(response), response=response, over=over,
        turns=list(turns(text, [(quote.number, quote.start, quote.end) for quote in quotes])), quotes=quotes,
        themes=_themes(response), insights=Insight.objects.filter(program=response.program_id, is_archived=False).order_by("-id")[:30],
        may_code=may_code and not over, next=_beside(response, forward=True), previous=_beside(response, forward=False),
    )  # fmt: skip


def change(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Give a quote other themes or another note, or take it away (POST)."""
    quote = find(request, Quote.objects.select_related("response"), pk)
    if request.method != "POST":
        return _back(quote.response)
    if request.POST.get("do") == "delete":
        require(request, "delete_quote", quote)
        quote.delete()
        messages.success(request, "The quote is gone; the words stay where they are.")
        return _back(quote.response)
    require(request, "change_quote", quote)
    coding.code(
        quote,
        themes=_chosen(request, quote.program_id),
        note=request.POST.get("note", ""),
        by=request.user,
    )
    return _back(quote.response, quote)


def gather(request: HttpRequest, site: AdminSite, pk: int) -> HttpResponse:
    """Make an insight of the ticked quotes, or add them to one (POST)."""
    response = find(request, Response, pk)
    if request.method != "POST":
        return _back(response)
    if not request.user.has_perm("research.add_insight", response):
        raise Http404
    ticked = ids_in(request.POST.getlist("quote"))
    quotes = list(response.quotes.filter(pk__in=ticked).prefetch_related("themes"))
    into = id_in(request.POST.get("into"))
    insight = Insight.objects.filter(program=response.program_id, pk=into).first()
    try:
        found = coding.gather(quotes, by=request.user, into=insight)
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
        return _back(response)
    return redirect("admin:research_insight_change", found.pk)


def turns(text: str, spans: list[tuple[int, int, int]]) -> Iterator[list[Piece]]:
    """Give the paragraphs of a text in pieces that begin and end where quotes do. Spans are number, start, end."""
    at = 0
    for turn in text.split("\n\n"):
        end = at + len(turn)
        cuts = sorted(
            {
                at,
                end,
                *(place for _, low, high in spans for place in (low, high) if at < place < end),
            }
        )
        yield [
            Piece(low, text[low:high], tuple(number for number, start, stop in spans if start <= low and high <= stop))
            for low, high in itertools.pairwise(cuts)
        ]  # fmt: skip
        at = end + 2


def _marked(request: HttpRequest, response: Response) -> HttpResponse:
    start = request.POST.get("start", "")
    try:
        quote = coding.mark(
            response, words=request.POST.get("words", ""), start=int(start) if start.isdecimal() and len(start) < 9 else None,
            themes=_chosen(request, response.program_id), note=request.POST.get("note", ""), by=request.user,
        )  # fmt: skip
    except InvalidTransition as refusal:
        messages.error(request, str(refusal))
        return _back(response)
    return _back(response, quote)


def _chosen(request: HttpRequest, program_id: int) -> list[Theme]:
    ids = ids_in(request.POST.getlist("theme"))
    chosen = list(Theme.objects.filter(program=program_id, pk__in=ids))
    if request.POST.get("new_theme", "").strip():
        chosen.append(coding.theme_named(program_id, request.POST["new_theme"], by=request.user))
    return chosen


def _themes(response: Response) -> list[Theme]:
    rows = Theme.objects.filter(program=response.program_id, status=Theme.Status.ACCEPTED)
    return list(rows.order_by("name", "id")[:MOST_THEMES])


def _beside(response: Response, *, forward: bool) -> int | None:
    rows = Response.objects.filter(study=response.study_id).exclude(text="")
    rows = rows.filter(pk__gt=response.pk).order_by("pk") if forward else rows.filter(pk__lt=response.pk).order_by("-pk")  # fmt: skip
    return rows.values_list("pk", flat=True).first()


def _way(response: Response) -> Crumbs:
    study: Any = response.study
    return [
        (study.program.name, reverse("admin:journeys_program_home", args=[study.program_id])),
        ("Studies", reverse("admin:research_study_changelist")),
        (study.name, reverse("admin:research_study_change", args=[study.pk])),
    ]


def _back(response: Response, quote: Quote | None = None) -> HttpResponse:
    address = reverse("admin:research_response_code", args=[response.pk])
    return redirect(f"{address}#quote-{quote.pk}" if quote else address)
