"""What is said under a heading, point by point: each with the head it stands under."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from journeys.exchange import labels
from journeys.exchange.markdown import inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.exchange.markdown.pages import Block, Section

_BOLD_HEAD = re.compile(
    r"\s*(?:\*\*|__)([^*_]{1,80}?)\s*:?\s*(?:\*\*|__)\s*[:–—-]?\s*(.*)$", re.DOTALL
)
_PLAIN_HEAD = re.compile(r"([A-Za-z][^:*\n]{1,50}):\s*(.*)$", re.DOTALL)
_REST = re.compile(r"\s+[—–|]\s+.*$|:\s.*$|:$", re.DOTALL)
_COUNTED = re.compile(
    r"^(?:(?:stage|phase|step|part|etapa|fase)\s*#?\d{1,2}\s*[:.)—–-]*\s*|#?\d{1,2}\s*[:.)—–-]\s*)(?=\S)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Point:
    """One thing said: its head if it has one, its words, and the points below it."""

    head: str
    text: str
    line: int
    below: list[str] = field(default_factory=list)

    @property
    def whole(self) -> str:
        """Return the words with the points below them."""
        return "\n".join(part for part in (self.text, *self.below) if part)


def stage_name(title: str) -> str:
    """Return a heading as a stage's name: "Stage 1: Awareness" is Awareness."""
    return _COUNTED.sub("", title).strip() or title


def head_of(title: str) -> str:
    """Return a heading without what goes on behind a dash: "Boss moment — the gate to level 1"."""
    return _REST.sub("", " ".join(title.split())).strip() or title


def points(section: Section) -> Iterator[Point]:
    """Yield what a section says itself, without its subsections."""
    head = ""
    current: Point | None = None
    for block in section.blocks:
        if block.kind == "table":
            yield from _of(current)
            current = None
            yield from (Point(head, text, line) for text, line in _rows(block))
        elif block.kind == "item" and block.depth >= 2 and current is not None:
            current.below.append(block.text)
        elif block.kind in {"text", "item", "quote"}:
            yield from _of(current)
            current = None
            found = _headed(block)
            if found is None:
                current = Point(head if block.kind != "quote" else "", block.text, block.line)
            elif found[1] or block.kind == "item":
                current = Point(found[0], found[1], block.line)
            else:
                head = found[0]
    yield from _of(current)


def _of(point: Point | None) -> Iterator[Point]:
    """Yield a finished point; below a head alone each point is one of its own."""
    if point is None:
        return
    if not point.text and point.below:
        yield from (Point(point.head, text, point.line) for text in point.below)
    elif point.text:
        yield point


def _headed(block: Block) -> tuple[str, str] | None:
    """Return head and words of "**Pain points:** too slow", or of a head we know without the bold."""
    bold = _BOLD_HEAD.match(block.raw)
    if bold and (
        bold.group(0).rstrip().endswith(bold.group(1))
        or ":" in block.raw[: bold.start(2) + 1]
        or not bold.group(2)
        or labels.is_known(bold.group(1))
    ):
        return inline.plain(bold.group(1)), inline.plain(bold.group(2))
    known = _PLAIN_HEAD.match(block.text)
    if known and labels.is_known(known.group(1)):
        return known.group(1), known.group(2)
    return None


def _rows(block: Block) -> Iterator[tuple[str, int]]:
    """Yield a table's rows below the heads as texts."""
    sheet = block.sheet
    if sheet is None:
        return
    heads = sheet.rows[0] if sheet.rows else []
    counted = bool(heads) and heads[0].strip().lower() in {"#", "no", "no.", "nr"}
    for number, row in enumerate(sheet.rows[1:], start=1):
        cells = [cell.replace("\n", " ") for cell in row[counted:] if cell.strip()]
        if cells:
            yield " — ".join(cells), sheet.place(number)["line"]
