"""A report made of sections: tables, lists, quotes and pictures, written by one template; apps above fill it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import Struct

from journeys.reports import words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from journeys.rendering.markup import Drawing
    from journeys.reports.remarks import Remark, Said
    from journeys.reports.version_comparison.front import KeyFigure

TEMPLATE = "sections"


class Head(Struct, frozen=True):
    """A column: its name, its width in per cent, whether it has numbers."""

    name: str
    width: int
    number: bool = False


class Cell(Struct, frozen=True):
    """What stands in a cell: words, marked as a verdict if `mark` says one, with small lines below."""

    text: str
    notes: tuple[str, ...] = ()
    mark: str = ""
    strong: bool = False


class Table(Struct, frozen=True):
    """Rows under heads; the first cell of a row is its head. `empty` is said where there are none."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "Nothing yet."
    note: str = ""


class Bullets(Struct, frozen=True):
    """Sentences, one below the other."""

    items: tuple[str, ...]
    empty: str = ""


class Quotes(Struct, frozen=True):
    """What people said word for word; `source` says where and when."""

    items: tuple[tuple[str, str], ...]


class Picture(Struct, frozen=True):
    """A drawing with a sentence that says what it shows."""

    drawing: Drawing
    caption: str = ""


class Block(Struct, frozen=True):
    """A part of a section under a heading of its own, if it has one."""

    title: str = ""
    lead: str = ""
    table: Table | None = None
    bullets: Bullets | None = None
    quotes: Quotes | None = None
    picture: Picture | None = None


class Section(Struct, frozen=True):
    """A sheet of its own."""

    title: str
    blocks: tuple[Block, ...]
    lead: str = ""


@dataclass(frozen=True, kw_only=True)
class SectionsSaid:
    """All that the document says. `front` stands on the first page, beside the margin."""

    kind: str
    title: str
    about: str
    program_name: str
    headline: str
    headline_size: str
    status: str
    status_note: str
    figures: tuple[KeyFigure, ...]
    margin: tuple[Remark, ...]
    front: tuple[Block, ...]
    sections: tuple[Section, ...]
    methods: tuple[Remark, ...]
    provenance: tuple[Said, ...]
    made_by: str
    made_on: str
    created: str
    reason: str = ""
    change_summary: str = ""


def made(read_at: datetime, made_by: str) -> dict[str, str]:
    """Return the facts of making that every report says."""
    return {
        "made_by": words.clean(made_by),
        "made_on": words.local_day(read_at),
        "created": read_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def row(*cells: str | Cell) -> tuple[Cell, ...]:
    """Return a row of cells; plain words are made fit for a page."""
    return tuple(Cell(words.clean(one)) if isinstance(one, str) else one for one in cells)


def heads(*told: tuple[str, int] | tuple[str, int, bool]) -> tuple[Head, ...]:
    """Return columns of names, widths and whether they have numbers."""
    return tuple(Head(*one) for one in told)


def cell(text: str, *notes: str, mark: str = "", strong: bool = False) -> Cell:
    """Return a cell with small lines; empty ones are left out."""
    kept: Iterable[str] = (words.clean(one) for one in notes if one)
    return Cell(words.clean(text), tuple(kept), mark, strong)
