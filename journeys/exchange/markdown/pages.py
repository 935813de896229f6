"""A Markdown page as sections: headings with their paragraphs, lists, tables and code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from journeys.exchange import mermaid
from journeys.exchange.markdown import inline, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.exchange.table.sheets import Sheet

LONGEST_PAGE, MOST_LINES = 3_000_000, 200_000
LONGEST_LINE, LONGEST_HEADING = 50_000, 1_000
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})\s*([\w+-]*)")
_ITEM = re.compile(r"(\s*)(?:[-*+•]|(\d{1,3})[.)])\s+(.*)")
_BOLD_LINE = re.compile(r"\s*(?:\*\*|__)(.{1,80}?)(?:\*\*|__)\s*:?\s*$")
_MARKDOWN = frozenset({"markdown", "md"})


@dataclass(slots=True)
class Block:
    """A paragraph, quote, list item, table or piece of code. `depth` is an item's indent."""

    kind: Literal["text", "quote", "item", "table", "code"]
    line: int
    text: str = ""
    depth: int = 0
    number: int | None = None
    sheet: Sheet | None = None
    raw: str = ""


@dataclass(slots=True)
class Section:
    """What stands under a heading; the page itself is a section of level 0."""

    level: int
    title: str
    line: int
    blocks: list[Block] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)
    parent: Section | None = None

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it, in the order of the page."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Page:
    """A page, or a piece of Markdown shown in one as code."""

    top: Section
    title: str = ""
    facts: dict[str, str] = field(default_factory=dict)


def looks_like_one(text: str) -> bool:
    """Return whether a text is a Markdown page without a Mermaid journey in it."""
    lines = text.split("\n", 3_000)[:3_000]
    headings = sum(bool(_HEADING.match(line[:LONGEST_HEADING])) for line in lines)
    has_table = any(map(tables.is_rule, lines)) or "<table" in text[:200_000].lower()
    if not headings and not (has_table and text.lstrip().startswith(("|", "<table"))):
        return False
    return not mermaid.has_journeys(text)


def read(text: str) -> tuple[Page, list[Page]]:
    """Return the page, and the pages that it shows as code labelled Markdown."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = [(number, line[:LONGEST_LINE]) for number, line in enumerate(text.split("\n"), start=1)]
    lines, facts = _without_front_matter(lines)
    inner = []
    outer = []
    inside: list[tuple[int, str]] | None = None
    mark = ""
    for number, line in lines:
        fence = _FENCE.match(line)
        if inside is None and fence and fence.group(2).lower() in _MARKDOWN:
            inside, mark = [], fence.group(1)
        elif (
            inside is not None and fence and fence.group(1).startswith(mark) and not fence.group(2)
        ):
            inner.append(_Parser(inside).page())
            inside = None
        elif inside is not None:
            inside.append((number, line))
        else:
            outer.append((number, line))
    if inside:
        inner.append(_Parser(inside).page())
    page = _Parser(outer).page()
    page.facts = facts
    return page, inner


def _without_front_matter(
    lines: list[tuple[int, str]],
) -> tuple[list[tuple[int, str]], dict[str, str]]:
    if not lines or lines[0][1].strip() != "---":
        return lines, {}
    end = next(
        (place for place, (_, line) in enumerate(lines[1:60], start=1) if line.strip() == "---"), 0
    )
    facts = {}
    for _, line in lines[1:end]:
        name, colon, value = line.partition(":")
        if colon and name.strip() in {"title", "description"} and value.strip(" \"'>-"):
            facts[name.strip()] = value.strip(" \"'")
    return lines[end + 1 :] if end else lines, facts


class _Parser:
    """Makes sections and blocks of lines."""

    def __init__(self, lines: list[tuple[int, str]]) -> None:
        self.lines = lines[:MOST_LINES]
        self.top = Section(0, "", lines[0][0] if lines else 1)
        self.section = self.top
        self.place = 0

    def page(self) -> Page:
        """Return the page with its title: its only first-level heading, or the first heading."""
        while self.place < len(self.lines):
            self._take(*self.lines[self.place])
        headings = [section for section in self.top.walk() if section.level]
        first = [section for section in headings if section.level == 1] or headings
        return Page(self.top, first[0].title if first else "")

    def _take(self, number: int, line: str) -> None:
        heading = _HEADING.match(line) if len(line) <= LONGEST_HEADING else None
        fence = _FENCE.match(line)
        if heading:
            self._open(len(heading.group(1)), inline.plain(heading.group(2)), number)
        elif fence:
            self._take_code(number, fence.group(1))
        elif "<table" in line.lower():
            self._take_html_table(number)
        elif tables.is_row(line) and self._is_table():
            self._take_table(number)
        elif item := _ITEM.match(line):
            depth = len(item.group(1).expandtabs(4))
            count = int(item.group(2)) if item.group(2) else None
            self._add(
                Block(
                    "item",
                    number,
                    inline.plain(item.group(3)),
                    depth,
                    count,
                    raw=_one_space(item.group(3)),
                )
            )
        elif line.strip():
            self._take_text(number, line)
        else:
            self.place += 1

    def _open(self, level: int, title: str, number: int) -> None:
        parent = self.section
        while parent.level >= level and parent.parent is not None:
            parent = parent.parent
        self.section = Section(level, title, number, parent=parent)
        parent.children.append(self.section)
        self.place += 1

    def _add(self, block: Block) -> None:
        self.section.blocks.append(block)
        self.place += 1

    def _take_code(self, number: int, mark: str) -> None:
        self.place += 1
        code = []
        while self.place < len(self.lines):
            line = self.lines[self.place][1]
            self.place += 1
            if line.strip().startswith(mark):
                break
            code.append(line)
        self.section.blocks.append(Block("code", number, "\n".join(code)))

    def _is_table(self) -> bool:
        following = self.lines[self.place + 1][1] if self.place + 1 < len(self.lines) else ""
        return tables.is_rule(following)

    def _take_table(self, number: int) -> None:
        rows = []
        while self.place < len(self.lines) and tables.is_row(self.lines[self.place][1]):
            rows.append(self.lines[self.place])
            self.place += 1
        self.section.blocks.append(Block("table", number, sheet=tables.of_pipes(rows)))

    def _take_html_table(self, number: int) -> None:
        pieces = []
        while self.place < len(self.lines):
            line = self.lines[self.place][1]
            pieces.append(line)
            self.place += 1
            if "</table" in line.lower():
                break
        self.section.blocks.append(
            Block("table", number, sheet=tables.of_html("\n".join(pieces), number))
        )

    def _take_text(self, number: int, line: str) -> None:
        """Take a line of prose; it goes on a paragraph or an item above."""
        is_quote = line.lstrip().startswith(">")
        said = inline.plain(line.lstrip(" >") if is_quote else line)
        blocks = self.section.blocks
        before = self.lines[self.place - 1][1] if self.place else ""
        goes_on = bool(before.strip()) and blocks and not _HEADING.match(before[:LONGEST_HEADING])
        self.place += 1
        if not said or set(said) <= set("-=*_ "):
            return
        if goes_on and blocks[-1].kind == "item" and line[:1] in {" ", "\t"}:
            blocks[-1].text += f" {said}"
        elif (
            goes_on
            and blocks[-1].kind == "text"
            and not is_quote
            and not _BOLD_LINE.match(before)
            and not _BOLD_LINE.match(line)
        ):
            blocks[-1].text += f" {said}"
            blocks[-1].raw += f" {_one_space(line)}"
        else:
            blocks.append(
                Block("quote" if is_quote else "text", number, said, raw=_one_space(line))
            )


def _one_space(text: str) -> str:
    return " ".join(text.split())
