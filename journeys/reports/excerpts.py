"""What changed in a text, short enough to read: the changed passage with the words around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

#: The most signs of a text in a cell, and how many of them stand around a change.
MOST, AROUND = 420, 90
_PIECES = re.compile(r"\s+|\S+")


class Excerpt(Struct, frozen=True):
    """A text with the passage that differs; `left_out` counts the signs not shown."""

    lead: str = ""
    changed: str = ""
    tail: str = ""
    left_out: int = 0

    @property
    def markup(self) -> SafeString:
        """Return the text as markup, the passage that differs set off, a dash if there is none."""
        if not self:
            return format_html('<span class="nothing">{}</span>', "–")
        changed = left_out = mark_safe("")
        if self.changed:
            changed = format_html('<strong class="differs">{}</strong>', self.changed)
        if self.left_out:
            left_out = format_html(
                ' <span class="left-out">({} more signs)</span>', f"{self.left_out:,}"
            )
        return format_html("{}{}{}{}", self.lead, changed, self.tail, left_out)

    def __bool__(self) -> bool:
        return bool(self.lead or self.changed or self.tail)

    def __str__(self) -> str:
        return f"{self.lead}{self.changed}{self.tail}"


def whole(text: str, most: int = MOST) -> Excerpt:
    """Return a text in which nothing is marked, from its beginning."""
    if len(text) <= most:
        return Excerpt(lead=text)
    kept = _begin(text, most)
    return Excerpt(lead=f"{kept}…", left_out=len(text) - len(kept))


def pair(before: str, after: str, most: int = MOST) -> tuple[Excerpt, Excerpt]:
    """Return both texts with the words in which they differ marked.

    If they share neither beginning nor end, nothing is marked: all of it differs.
    """
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    if not head + tail:
        return whole(before, most), whole(after, most)
    return _marked(old, head, tail, most), _marked(new, head, tail, most)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    number = 0
    for word, counterpart in zip(one, other, strict=False):
        if word != counterpart:
            break
        number += 1
    return number


def _marked(pieces: list[str], head: int, tail: int, most: int) -> Excerpt:
    end = len(pieces) - tail
    lead, changed, rest = (
        "".join(part) for part in (pieces[:head], pieces[head:end], pieces[end:])
    )
    total = len(lead) + len(changed) + len(rest)
    if total <= most:
        return Excerpt(lead, changed, rest)
    if len(changed) > most - 2 * AROUND:
        changed = f"{_begin(changed, most - 2 * AROUND)}…"
    if len(lead) > AROUND:
        lead = f"…{_end(lead, AROUND)}"
    if len(rest) > AROUND:
        rest = f"{_begin(rest, AROUND)}…"
    shown = sum(len(part.strip("…")) for part in (lead, changed, rest))
    return Excerpt(lead, changed, rest, max(0, total - shown))


def _begin(text: str, most: int) -> str:
    """Return the beginning of a text, to the end of a word if one ends near."""
    kept = text[:most]
    space = kept.rfind(" ", most * 2 // 3)
    return kept[:space] if space > 0 else kept


def _end(text: str, most: int) -> str:
    kept = text[-most:]
    space = kept.find(" ", 0, most // 3)
    return kept[space + 1 :] if space >= 0 else kept
