"""The columns of our own list: what each holds, as text and back. Keys travel in the last one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What the rows of a list are.
STAGE, TOUCHPOINT, LANE, CARD = "stage", "touchpoint", "lane", "card"
MAP, SCOPE, PERSONA, OBJECTIVE = "map", "scope", "persona", "objective"

WHAT, KEY = "What this row is", "Key"
EMOTION = "Emotion (−3 to +3)"
HEADS = (
    WHAT, "Stage", "Touchpoint", "Lane", "Text", "Severity", "Share of customers hit", "Owner", "Tags",
    "Channel", EMOTION, "Feeling", "Basis", "Customer does", "Customer thinks", "Who takes part",
    "Moment of truth", "Importance", "Team", "Customer goal", "KPI of the stage", "Kind of lane", KEY,
)  # fmt: skip
#: Heads of what a touchpoint has beside its name and channel, and its fields.
OF_TOUCHPOINTS = {
    EMOTION: "emotion", "Feeling": "feeling", "Basis": "basis", "Customer does": "does",
    "Customer thinks": "thinks", "Who takes part": "actors", "Moment of truth": "is_moment_of_truth",
    "Importance": "importance", "Team": "team",
}  # fmt: skip
OF_CARDS = {
    "Severity": "severity", "Share of customers hit": "share_hit", "Owner": "owner", "Tags": "tags",
}  # fmt: skip
_ESCAPE_OR_END = re.compile(r"\\.|;", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "-": ""}


def joined(entries: Iterable[str]) -> str:
    """Return several lines as one text, "video; branch", from which `split` gives exactly them."""
    return "; ".join(_escaped(entry) for entry in entries)


def split(text: str) -> tuple[str, ...]:
    """Return the lines that `joined` made one text of, or that a person wrote between semicolons."""
    if not text:
        return ()
    first, *rest = _between_semicolons(text)
    return tuple(_plain(entry) for entry in (first, *(entry.removeprefix(" ") for entry in rest)))


def _between_semicolons(text: str) -> list[str]:
    """Return the pieces of a text between semicolons that have no backslash in front."""
    pieces, start = [], 0
    for match in _ESCAPE_OR_END.finditer(text):
        if match.group() == ";":
            pieces.append(text[start : match.start()])
            start = match.end()
    return [*pieces, text[start:]]


def _escaped(entry: str) -> str:
    if not entry:
        return "\\-"
    for letter, escape in (("\\", "\\\\"), (";", "\\;"), ("\n", "\\n"), ("\r", "\\r")):
        entry = entry.replace(letter, escape)
    return entry


def _plain(entry: str) -> str:
    return _ESCAPED.sub(lambda match: _LETTERS.get(match.group(1), match.group(1)), entry)


def written(value: Any) -> str | float | None:
    """Return a field's value as a cell: a number stays one, the rest is text."""
    match value:
        case None | "" | False | ():
            return None
        case True:
            return "yes"
        case tuple():
            return joined(value)
        case str() | float() | int():
            return value
    return str(value)
