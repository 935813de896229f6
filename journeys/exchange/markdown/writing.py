"""A map as a Markdown page: what stands above the matrix as sections, the matrix as a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from journeys.exchange.table import csv_writing, grid, losses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from journeys.contents import MapContents

    Cell = str | float | None

_MARKS = re.compile(r"([\\`*_\[\]<>|])")


def write(contents: MapContents) -> tuple[bytes, tuple[str, ...]]:
    """Return the page as bytes, and what of the map it does not hold."""
    text = "\n".join(_lines(contents)) + "\n"
    return text.encode(errors="replace"), tuple(losses.of_matrix(contents))


def _lines(contents: MapContents) -> Iterator[str]:
    shown = grid.of(contents)
    yield f"# {_plain(contents.map.name)}"
    for line in contents.map.scope.splitlines():
        yield from ("", _plain(line))
    for title, points in (
        ("Persona", [persona.name for persona in contents.personas]),
        ("Objectives", [objective.statement for objective in contents.objectives]),
    ):
        if points:
            yield from ("", f"## {title}", "", *(f"- {_plain(point)}" for point in points))
    yield from ("", "## Map", "")
    heads, *rows = csv_writing.matrix_rows(grid.Grid(shown.columns, (), shown.lines))
    yield _row(heads)
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield _row(row)


def _row(cells: list[Cell]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return "<br>".join(_escaped(line) for line in cell.splitlines())
    return f"{cell:g}"


def _plain(text: str) -> str:
    return _escaped(" ".join(text.split()))


def _escaped(text: str) -> str:
    """Return a text whose signs mean nothing to Markdown."""
    return _MARKS.sub(r"\\\1", text.replace("&", "&amp;"))
