"""Highlights as Taguette exports them: a table of `id, document, tag, content`, a row for each tag of each highlight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from research.coded.project import Code, CodedProject, Document, Span
from research.tables import LONGEST_CELL, Refused

if TYPE_CHECKING:
    from research.tables import Table

HEADS = frozenset({"id", "document", "tag", "content"})
LEFT_OUT = (
    "What was not highlighted: the file has only the highlights, so each document is made of those."
)


def fits(heads: tuple[str, ...]) -> bool:
    """Return whether a table is such an export."""
    return {head.casefold() for head in heads} >= HEADS


def read(table: Table) -> CodedProject:
    """Return the project. Raises `Refused`."""
    places = [table.index(name) for name in ("id", "document", "tag", "content")]
    highlights: dict[tuple[str, str], tuple[str, set[str]]] = {}
    tags: dict[str, Code] = {}
    for row in table:
        number, document, tag, content = (row.cells[place].strip() for place in places)
        if not content or not document:
            raise Refused("The document or the content is missing.", row=row.number)
        _, codes = highlights.setdefault((document, number), (content, set()))
        if tag:
            name = tag.replace(".", ": ")
            tags.setdefault(tag, Code(tag, name))
            codes.add(tag)
    documents, spans = _documents(highlights)
    return CodedProject(documents, tuple(tags.values()), spans, (LEFT_OUT,))


def _documents(
    highlights: dict[tuple[str, str], tuple[str, set[str]]],
) -> tuple[tuple[Document, ...], tuple[Span, ...]]:
    texts: dict[str, str] = {}
    spans = []
    for (document, _), (content, codes) in highlights.items():
        before = texts.get(document, "")
        start = len(before) + 2 if before else 0
        texts[document] = f"{before}\n\n{content}" if before else content
        if len(texts[document]) > LONGEST_CELL:
            raise Refused(f"“{document}” has more than {LONGEST_CELL:,} characters.")
        if codes:
            spans.append(Span(document, start, start + len(content), tuple(sorted(codes))))
    return tuple(Document(name, name, text) for name, text in texts.items()), tuple(spans)
