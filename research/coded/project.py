"""What a coded project holds, whatever program it is from."""

from __future__ import annotations

from msgspec import Struct


class Code(Struct, frozen=True):
    """A code of the codebook; `name` says its parents' first, as in “Trust: fees”."""

    id: str
    name: str
    description: str = ""


class Document(Struct, frozen=True):
    """A text that was coded."""

    id: str
    name: str
    text: str


class Span(Struct, frozen=True):
    """Characters `start` up to `end` of a document, with the ids of its codes and who coded it."""

    document: str
    start: int
    end: int
    codes: tuple[str, ...]
    coder: str = ""


class CodedProject(Struct, frozen=True):
    """All of it. `left_out` says what the file has that does not come in, a sentence each."""

    documents: tuple[Document, ...]
    codes: tuple[Code, ...]
    spans: tuple[Span, ...]
    left_out: tuple[str, ...] = ()
