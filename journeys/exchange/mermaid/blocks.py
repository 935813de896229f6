"""Finding the journeys in a file: a diagram alone, or code blocks of a Markdown or HTML page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from journeys.exchange.mermaid.diagrams import journey_header, other_diagram
from journeys.exchange.mermaid.front_matter import Line, split_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FENCE = re.compile(
    r"([ \t>]*)(?:[-*+][ \t]+|\d+[.)][ \t]+)?(`{3,}|~{3,}|:{3,})[ \t]*\{?\.?([\w-]*)"
)
_TAG = re.compile(r"<(pre|div|code|script)\b[^<>]*\bmermaid\b[^<>]*>", re.IGNORECASE)
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_HEADING = re.compile(r"#{1,6}[ \t]")
_MERMAID = frozenset({"mermaid", "mmd"})
_UNSAID = frozenset({"", "text", "txt"})


@dataclass(frozen=True, slots=True)
class Journey:
    """A journey: the line of its header and the lines below. `title` is its front matter's."""

    line: int
    lines: tuple[Line, ...]
    title: str = ""
    settings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherDiagram:
    """A diagram of another type, and the line it begins on."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a file has: its journeys, other diagrams, and whether drawing settings were skipped."""

    journeys: tuple[Journey, ...] = ()
    others: tuple[OtherDiagram, ...] = ()
    has_settings: bool = False


@dataclass(slots=True)
class _CodeBlock:
    """A code block of a page; `label` is what it says it holds."""

    label: str
    end: str
    is_quoted: bool
    lines: list[Line]

    @property
    def is_tag(self) -> bool:
        """Return whether it is an element of a web page rather than a fence."""
        return self.end.startswith("<")

    def text_before_end(self, line: str) -> str | None:
        """Return what stands before the block's end on a line, None if it does not end there."""
        if self.is_tag:
            position = line.lower().find(self.end)
            return None if position < 0 else line[:position]
        marks = line.strip(" \t>")
        is_end = len(marks) >= len(self.end) and not marks.strip(self.end[0])
        return "" if is_end else None


def looks_like_one(text: str) -> bool:
    """Return whether a text has a journey, or another diagram of Mermaid's."""
    lines = _one_newline(text).split("\n")
    if any(journey_header(line) is not None or _says_mermaid(line) for line in lines):
        return True
    significant = next((line for line in lines if not _is_skipped(line)), "")
    return bool(other_diagram(significant))


def has_journeys(text: str) -> bool:
    """Return whether a text has a journey, not only another diagram of Mermaid's."""
    lines = _one_newline(text).split("\n")
    if not any(journey_header(line) is not None or _says_mermaid(line) for line in lines):
        return False
    return bool(find(text).journeys)


def find(text: str) -> Page:
    """Return the journeys of a text: those of blocks labelled Mermaid if there are any.

    Pages that explain Mermaid show each diagram twice, drawn and as source; so the blocks without a
    label count only if no block has it, and text outside blocks only if no block has a journey.
    """
    text, has_settings = _without_settings(_one_newline(text))
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"), start=1)]
    blocks = list(_code_blocks(lines))
    labelled = [block.lines for block in blocks if block.label in _MERMAID]
    page = _sorted_out(labelled, is_labelled=True)
    if not labelled:
        page = _sorted_out([block.lines for block in blocks if block.label in _UNSAID])
        if not page.journeys:
            page = _sorted_out([lines])
    return Page(page.journeys, page.others, has_settings)


def _one_newline(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _without_settings(text: str) -> tuple[str, bool]:
    """Blank out `%%{init: …}%%`, which may run over lines; lines keep their numbers."""
    pieces, position = [], 0
    while (start := text.find("%%{", position)) >= 0:
        end = text.find("}%%", start)
        if end < 0:
            break
        pieces += [text[position:start], "\n" * text.count("\n", start, end)]
        position = end + 3
    return "".join([*pieces, text[position:]]), bool(pieces)


def _says_mermaid(line: str) -> bool:
    block = _opens(line)
    return block is not None and block.label in _MERMAID


def _opens(line: str) -> _CodeBlock | None:
    """Return the code block that begins on a line."""
    fence = _FENCE.match(line)
    if fence:
        quote, marks, label = fence.groups()
        return _CodeBlock(label.lower(), marks, ">" in quote, [])
    tag = _TAG.search(line)
    if tag:
        return _CodeBlock("mermaid", f"</{tag.group(1).lower()}", is_quoted=False, lines=[])
    return None


def _code_blocks(lines: Sequence[Line]) -> Iterator[_CodeBlock]:
    """Yield the code blocks of a page; one that is never closed goes to the end."""
    block: _CodeBlock | None = None
    for line in lines:
        text = line.text
        if block is None:
            block = _opens(text)
            if block is None or not block.is_tag:
                continue
            text = text[
                text.index(">", text.index("<")) + 1 :
            ]  # a diagram may begin beside the tag
        last = block.text_before_end(text)
        if last is None:
            block.lines.append(Line(line.number, _QUOTE.sub("", text) if block.is_quoted else text))
            continue
        block.lines.append(Line(line.number, last))
        yield block
        block = None
    if block is not None:
        yield block


def _sorted_out(blocks: Sequence[Sequence[Line]], *, is_labelled: bool = False) -> Page:
    journeys: list[Journey] = []
    others = []
    for lines in blocks:
        found = _journeys_in(lines, is_labelled=is_labelled)
        journeys += found
        first = next(
            (line for line in split_front_matter(lines).lines if not _is_skipped(line.text)), None
        )
        if not found and first is not None and other_diagram(first.text):
            others.append(OtherDiagram(first.number, other_diagram(first.text)))
    return Page(tuple(journeys), tuple(others))


def _journeys_in(lines: Sequence[Line], *, is_labelled: bool) -> list[Journey]:
    """Return the journeys of a block or page, one after the other."""
    front = split_front_matter(lines)
    lines = front.lines
    first = next((n for n, line in enumerate(lines) if not _is_skipped(line.text)), 0)
    starts = []
    for index, line in enumerate(lines):
        rest = journey_header(line.text, is_labelled=is_labelled and index == first)
        if rest is not None:
            starts.append((index, Line(line.number, rest)))
    is_page = bool(starts) and starts[0][0] > first
    journeys = []
    for number, (index, header) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        body = lines[index + 1 : end]
        if is_page:  # prose goes on after a heading
            body = tuple(takewhile(lambda line: not _HEADING.match(line.text), body))
        is_first = number == 0
        journeys.append(
            Journey(
                header.number,
                (header, *body),
                title=front.title if is_first else "",
                settings=front.settings if is_first else (),
            )
        )
    return journeys


def _is_skipped(line: str) -> bool:
    text = line.lstrip(" \t>")
    return not text or text.startswith(("%%", "#"))
