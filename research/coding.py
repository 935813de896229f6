"""Qualitative coding: a span of what somebody said becomes a quote, quotes become insights."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import transaction

from journeys import history
from journeys.versions import InvalidTransition
from research.models import Insight, Quote, Theme
from research.models.response import consent_is_over

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from research.models import Response


@transaction.atomic
def mark(
    response: Response,
    *,
    words: str,
    start: int | None = None,
    themes: Iterable[Theme] = (),
    note: str = "",
    by: Any,
) -> Quote:
    """Make a quote of words that stand in a response, at `start` if they stand there. Raises `InvalidTransition`."""
    if is_over(response):
        raise InvalidTransition("The consent to use these words is over.")
    span = place_of(response.text, words, start)
    if span is None:
        raise InvalidTransition(
            "These words do not stand in the text. Mark them there, or copy them from it."
        )
    quote = Quote(
        program_id=response.program_id, response=response, start=span[0], end=span[1], note=note.strip(),
        coder=by, coder_name=by.get_username() if by else "",
    )  # fmt: skip
    history.deed(quote, by=by, verb="mark")
    quote.save()
    quote.themes.set(themes)
    return quote


@transaction.atomic
def code(quote: Quote, *, themes: Iterable[Theme], note: str, by: Any) -> Quote:
    """Give a quote its themes and its note."""
    quote.note = note.strip()
    history.deed(quote, by=by, verb="code")
    quote.save(update_fields=["note", "updated_at"])
    quote.themes.set(themes)
    return quote


@transaction.atomic
def theme_named(program_id: int, name: str, *, by: Any) -> Theme:
    """Return the program's theme of this name, a new one if there is none; a merged one's is the one it became."""
    name = name.strip()[:120]
    theme = Theme.objects.filter(program=program_id, name__iexact=name).order_by("pk").first()
    while theme is not None and theme.merged_into is not None:
        theme = theme.merged_into
    if theme is None:
        theme = Theme(program_id=program_id, name=name, status=Theme.Status.ACCEPTED)
        history.deed(theme, by=by, verb="create")
        theme.save()
    return theme


@transaction.atomic
def gather(quotes: Sequence[Quote], *, by: Any, into: Insight | None = None) -> Insight:
    """Make an insight of quotes, with their themes, or add them to one. Raises `InvalidTransition`."""
    if not quotes or len({quote.program_id for quote in quotes}) > 1:
        raise InvalidTransition("Tick the quotes the insight rests on.")
    if into is None:
        names = sorted({theme.name for quote in quotes for theme in quote.themes.all()})
        into = Insight(
            program_id=quotes[0].program_id, owner=by,
            statement=f"What do these quotes say{f' about {names[0]}' if len(names) == 1 else ''}?",
        )  # fmt: skip
    history.deed(into, by=by, verb="gather quotes")
    into.save()
    into.quotes.add(*quotes)
    into.themes.add(*{theme for quote in quotes for theme in quote.themes.all()})
    return into


def place_of(text: str, words: str, start: int | None = None) -> tuple[int, int] | None:
    """Return from where to where words stand in a text: at `start`, else first; however spaces are written."""
    words = words.replace("\r\n", "\n").strip()
    if not words:
        return None
    if start is not None and text[start : start + len(words)] == words:
        return start, start + len(words)
    at = text.find(words)
    if at >= 0:
        return at, at + len(words)
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = [(one.start(), one.end()) for one in re.finditer(pattern, text)]
    if not found:
        return None
    return min(found, key=lambda span: abs(span[0] - (start or 0)))


def is_over(response: Response) -> bool:
    """Return whether the words may not be used any more."""
    return consent_is_over(response.consent_until)
