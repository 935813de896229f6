"""What changed in a text, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Texts whose differing parts have more words than these, multiplied, are not matched word by word.
MOST_MATCHED = 90_000
_PIECES = re.compile(r"\s+|\S+")


class Piece(Struct, frozen=True):
    """A run of words that stayed, went or came."""

    kind: Literal["same", "removed", "added"]
    text: str


def reworded(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces of both texts in reading order, what went before what came in its place."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    pieces = [
        *_piece("same", old[:head]),
        *_differing(*middle),
        *_piece("same", old[len(old) - tail :] if tail else []),
    ]
    return tuple(pieces)


def _differing(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    if len(old) * len(new) > MOST_MATCHED:
        yield from _piece("removed", old)
        yield from _piece("added", new)
        return
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield from _piece("same", old[i:j])
        else:
            yield from _piece("removed", old[i:j])
            yield from _piece("added", new[k:m])


def _piece(kind: Literal["same", "removed", "added"], words: Sequence[str]) -> Iterator[Piece]:
    if words:
        yield Piece(kind, "".join(words))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    number = 0
    for word, counterpart in zip(one, other, strict=False):
        if word != counterpart:
            break
        number += 1
    return number
