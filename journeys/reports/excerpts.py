"""What changed in a text, short enough to read: the changed passage with the words around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

#: The most signs of a text in a cell, and how many of them stand around a change.
MOST, AROUND = 420, 90


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

    If one is empty, or they share nothing, nothing is marked: all of it differs.
    """
    old, new = before.split(" "), after.split(" ")
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    if not before or not after or not head + tail:
        return whole(before, most), whole(after, most)
    return _marked(old, head, tail, most), _marked(new, head, tail, most)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    number = 0
    for word, counterpart in zip(one, other, strict=False):
        if word != counterpart:
            break
        number += 1
    return number


def _marked(words: list[str], head: int, tail: int, most: int) -> Excerpt:
    end = len(words) - tail
    lead = "".join(f"{word} " for word in words[:head])
    changed = " ".join(words[head:end])
    rest = " ".join(words[end:])
    rest = f" {rest}" if changed and rest else rest
    total = len(lead) + len(changed) + len(rest)
    if total <= most:
        return Excerpt(lead, changed, rest)
    around = AROUND if len(lead) + len(rest) > 2 * AROUND else len(lead) + len(rest)
    if len(lead) > around:
        lead = f"…{_end(lead, around)}"
    if len(changed) > most - 2 * AROUND:
        changed = f"{_begin(changed, most - 2 * AROUND)}…"
    if len(rest) > around:
        rest = f"{_begin(rest, around)}…"
    shown = sum(len(part) for part in (lead, changed, rest))
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
