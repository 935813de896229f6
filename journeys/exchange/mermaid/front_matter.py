"""The YAML head of a diagram: we want its title, and to say what else is in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIELD = re.compile(r"([\w-]+)[ \t]*:(?:[ \t]+(.*)|$)")
_BLOCK_SCALARS = frozenset({"|", ">", "|-", ">-", "|+", ">+"})
#: A head is a few lines; further down `---` is a rule between paragraphs.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, numbered from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The title, the names of the other settings, and the lines that follow."""

    lines: tuple[Line, ...]
    title: str = ""
    settings: tuple[str, ...] = ()


def split_front_matter(lines: Sequence[Line]) -> FrontMatter:
    """Return a diagram's head and the lines below it; without a head all lines."""
    first = next((n for n, line in enumerate(lines) if line.text.strip()), None)
    if first is None or not _is_rule(lines[first].text):
        return FrontMatter(tuple(lines))
    for last in range(first + 1, min(len(lines), first + _LONGEST)):
        if _is_rule(lines[last].text):
            head = [line.text for line in lines[first + 1 : last]]
            return FrontMatter(tuple(lines[last + 1 :]), _title(head), _settings(head))
    return FrontMatter(tuple(lines))


def _is_rule(text: str) -> bool:
    return len(text.strip()) >= 3 and not text.strip().strip("-")


def _fields(head: Sequence[str]) -> list[tuple[int, str, str]]:
    """Return line index, name and value of the fields at the head's own level."""
    level = min((_indent(text) for text in head if text.strip()), default=0)
    found = []
    for index, text in enumerate(head):
        match = _FIELD.match(text.strip()) if _indent(text) == level else None
        if match:
            found.append((index, match.group(1), (match.group(2) or "").strip()))
    return found


def _title(head: Sequence[str]) -> str:
    for index, name, value in _fields(head):
        if name == "title":
            return _folded(head, index) if value in _BLOCK_SCALARS else _unquoted(value)
    return ""


def _folded(head: Sequence[str], index: int) -> str:
    following = []
    for text in head[index + 1 :]:
        if text.strip() and _indent(text) <= _indent(head[index]):
            break
        following.append(text.strip())
    return " ".join(following).strip()


def _unquoted(value: str) -> str:
    for quote in "\"'":
        end = value.rfind(quote)
        if value.startswith(quote) and end > 0:
            return value[1:end].replace(quote * 2, quote).replace("\\" + quote, quote)
    return re.split(r"(?:^|\s)#", value, maxsplit=1)[0].strip()


def _settings(head: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for _, name, _ in _fields(head) if name != "title")


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
