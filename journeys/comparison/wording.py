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
#: A word takes the blanks behind it along; the end of a line stands for itself.
_PIECES = re.compile(r"\S+[^\S\n]*|\n\s*|[^\S\n]+")


class Piece(Struct, frozen=True):
    """A run of words that stayed, went or came."""

    kind: Literal["same", "removed", "added"]
    text: str


def reworded(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces of both texts in reading order, what went before what came in its place."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    head = _common(_bare(old), _bare(new))
    tail = _common(_bare(old[head:])[::-1], _bare(new[head:])[::-1])
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    pieces = [
        *_piece("same", _longer(old[:head], new[:head])),
        *_differing(*middle),
        *_piece("same", _longer(old[len(old) - tail :], new[len(new) - tail :])),
    ]
    return tuple(pieces)


def _differing(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    if len(old) * len(new) > MOST_MATCHED:
        yield from _piece("removed", old)
        yield from _piece("added", new)
        return
    matched = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    for what, i, j, k, m in matched.get_opcodes():
        if what == "equal":
            yield from _piece("same", _longer(old[i:j], new[k:m]))
        else:
            yield from _piece("removed", old[i:j])
            yield from _piece("added", new[k:m])


def _bare(pieces: Sequence[str]) -> list[str]:
    """Return the words as they are compared: how many blanks stand between them does not count."""
    return [piece.strip() or piece[:1] for piece in pieces]


def _longer(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return words that stayed with the blanks they had or have, so that none sticks to the next."""
    return [max(pair, key=len) for pair in zip(old, new, strict=True)]


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
