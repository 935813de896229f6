"""Where in a JSON text things stand, for messages that name a line.

Only asked when a document has problems; a sound one never pays for it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

#: The way to a value: field names and positions from the top, as in `("stages", 2, "name")`.
Steps = tuple[str | int, ...]

_PIECE = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
#: What a terminal or an answer could not show: control characters, halves of surrogate pairs.
_UNPRINTABLE = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff]")
_NO_NUMBERS = frozenset({"NaN", "Infinity", "-Infinity"})


#: Where the walk ends: a document of 20,000 cards has half as many pieces.
MOST_PIECES = 2_000_000
MOST_FLAWS = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Places:
    """Where the values asked for start, which fields stand twice, and numbers JSON does not have."""

    values: dict[Steps, Place] = field(default_factory=dict)
    repeated: list[tuple[Steps, Place]] = field(default_factory=list)
    no_numbers: list[tuple[Steps, Place]] = field(default_factory=list)


def path_of(steps: Steps) -> str:
    """Return steps as people write them: `stages[2].touchpoints[1].emotion`."""
    path = ""
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            name = _UNPRINTABLE.sub("\ufffd", step if len(step) <= 60 else f"{step[:60]}…")
            path += f".{name}" if path else name
    return path


def locate(text: str, wanted: Collection[Steps]) -> Places:
    """Return where the `wanted` values of a JSON text stand, and what is wrong with it as JSON.

    `text` must be one that `json.loads` reads. Of very long texts, or very many flaws, the end is
    not looked at.
    """
    return _Walk(text, wanted).places()


class _Open:
    """An object or array that the walk is inside of."""

    __slots__ = ("expects_name", "is_object", "names", "step")

    def __init__(self, *, is_object: bool) -> None:
        self.is_object = is_object
        self.expects_name = is_object
        self.step: str | int = "" if is_object else 0
        self.names: set[str] = set()


class _Walk:
    """One pass over the pieces, knowing at each where it is."""

    def __init__(self, text: str, wanted: Collection[Steps]) -> None:
        self.text = text
        self.wanted = frozenset(wanted)
        self.found = Places()
        self.open: list[_Open] = []
        self.line, self.line_start, self.counted = 1, 0, 0

    def places(self) -> Places:
        """Walk the text and return what was found."""
        for match in islice(_PIECE.finditer(self.text), MOST_PIECES):
            if len(self.found.repeated) + len(self.found.no_numbers) >= MOST_FLAWS:
                break
            piece, start = match.group(), match.start()
            inside = self.open[-1] if self.open else None
            if piece in "]}":
                self.open.pop()
            elif piece == ",":
                self._next(inside)
            elif piece == ":":
                continue
            elif inside is not None and inside.expects_name:
                self._name(inside, piece, start)
            else:
                self._value(piece, start)
        return self.found

    def _steps(self) -> Steps:
        return tuple(container.step for container in self.open)

    @staticmethod
    def _next(inside: _Open | None) -> None:
        if inside is None:
            return
        if inside.is_object:
            inside.expects_name = True
        elif isinstance(inside.step, int):
            inside.step += 1

    def _name(self, inside: _Open, piece: str, start: int) -> None:
        name = json.loads(piece, strict=False) if "\\" in piece else piece[1:-1]
        inside.step = name
        inside.expects_name = False
        if name in inside.names:
            self.found.repeated.append((self._steps(), self._place(start)))
        inside.names.add(name)

    def _value(self, piece: str, start: int) -> None:
        steps = self._steps()
        if steps in self.wanted:
            self.found.values.setdefault(steps, self._place(start))
        if piece in {"{", "["}:
            self.open.append(_Open(is_object=piece == "{"))
        elif piece in _NO_NUMBERS:
            self.found.no_numbers.append((steps, self._place(start)))

    def _place(self, start: int) -> Place:
        """Return the place of a position; positions come in rising order."""
        newlines = self.text.count("\n", self.counted, start)
        if newlines:
            self.line += newlines
            self.line_start = self.text.rindex("\n", self.counted, start) + 1
        self.counted = start
        return Place(self.line, start - self.line_start + 1)
