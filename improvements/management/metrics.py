"""Metrics of an experiment from a table: a row per metric and group, with counts or n, mean and sd."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management.base import CommandError
from msgspec import Struct

from improvements.management.numbers import number
from research.management.plain_files import table_of

if TYPE_CHECKING:
    from pathlib import Path

    from improvements.analysis.experiments import Kind
    from research.tables import Row, Table

#: What the columns of each kind are called, in order.
COLUMNS: dict[Kind, tuple[str, ...]] = {
    "proportion": ("numerator", "denominator"),
    "mean": ("n", "mean", "sd"),
    "nps": ("promoters", "passives", "detractors"),
}
_ALSO = {
    "metric": ("metric", "kpi", "measure", "name"),
    "arm": ("arm", "group", "variant", "variation"),
    "numerator": ("numerator", "conversions", "converted", "successes", "part", "x"),
    "denominator": ("denominator", "users", "visitors", "whole", "total"),
    "sd": ("sd", "stdev", "std", "standard deviation"),
}


class Group(Struct, frozen=True):
    """One group's figures for one metric, in the order of `COLUMNS`; `row` is where they stand."""

    row: int
    metric: str
    arm: str
    kind: Kind
    figures: tuple[float, ...]


def read(path: Path) -> list[Group]:
    """Return the groups of a table in its order. CommandError says what is wrong, and in which row."""
    with table_of(path) as table:
        places = _places(table)
        if "arm" not in places:
            raise CommandError(f"{path.name}: a column “arm” says which group a row is of; there is none.")  # fmt: skip
        return [_group(path, row, places) for row in table if any(row.cells)]


def _places(table: Table) -> dict[str, int]:
    plain = {head.strip().casefold().replace("_", " "): place for place, head in enumerate(table.heads)}  # fmt: skip
    names = {"metric", "arm", *(name for columns in COLUMNS.values() for name in columns)}
    found = {}
    for name in names:
        place = next((plain[one] for one in _ALSO.get(name, (name,)) if one in plain), None)
        if place is not None:
            found[name] = place
    return found


def _group(path: Path, row: Row, places: dict[str, int]) -> Group:
    cells = {name: row.cells[place].strip() for name, place in places.items()}
    for kind, columns in COLUMNS.items():
        if all(cells.get(name) for name in columns):
            where = f"{path.name}: Row {row.number}"
            figures = tuple(number(cells[name], f"{where}, column “{name}”") for name in columns)
            return Group(row.number, cells.get("metric") or "metric", cells["arm"], kind, figures)
    wanted = "; or ".join(", ".join(columns) for columns in COLUMNS.values())
    raise CommandError(f"{path.name}: Row {row.number} has not all of one kind of figures: {wanted}.")  # fmt: skip
