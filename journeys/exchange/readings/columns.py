"""The columns of a table of readings: what they may be called, and which of a file are which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.models import Reading

if TYPE_CHECKING:
    from journeys.exchange.readings.sheet import Row

#: Our own names, in the order the template and the export have them.
OWN = ("kpi", "period", "period_from", "period_to", "segment", *Reading.COUNT_FIELDS, "source")
#: Worked out from the counts and written beside them; a table that comes back may have them.
COMPUTED = ("value", "low", "high", "asked", "method")
#: What stands for an empty cell.
NOTHING = {"", "–", "—", "-", "n/a"}
#: What else people call them, in lower case, without underscores.
CALLED: dict[str, tuple[str, ...]] = {
    "kpi": ("kpi name", "kpi key", "key", "name", "measure", "metric", "indicator"),
    "period": ("time", "quarter", "month", "year", "when"),
    "period_from": ("from", "start", "begin", "begins", "period start"),
    "period_to": ("to", "until", "end", "ends", "period end"),
    "segment": ("whom", "group", "customers"),
    "numerator": ("part", "count", "hits", "successes"),
    "denominator": ("whole", "total", "base", "out of"),
    "promoters": ("promoter",),
    "passives": ("passive", "neutrals"),
    "detractors": ("detractor",),
    "n": ("number of people", "people", "sample", "sample size", "responses", "answers"),
    "mean": ("average", "avg"),
    "sd": ("standard deviation", "stdev", "stdev.s", "std", "std dev"),
    "source": ("where from",),
}
_BY_NAME = {name.replace("_", " "): name for name in OWN} | {
    called: name for name, others in CALLED.items() for called in others
}


class Columns:
    """Which column of the file is which of ours; `unknown` are those that are not read."""

    def __init__(self, head: Row) -> None:
        self.place: dict[str, int] = {}
        self.unknown: list[str] = []
        self.twice: list[str] = []
        for index, cell in enumerate(head.cells):
            title = " ".join(str(cell if cell is not None else "").split())
            name = _BY_NAME.get(title.replace("_", " ").casefold())
            if name is None:
                self.unknown += [title] if title else []
            elif name in self.place:
                self.twice.append(title)
            else:
                self.place[name] = index

    def __contains__(self, name: str) -> bool:
        return name in self.place

    def value(self, row: Row, name: str) -> object:
        """Return the cell of one of our columns, None if the row or the file has none."""
        index = self.place.get(name)
        if index is None or index >= len(row.cells):
            return None
        cell = row.cells[index]
        return None if isinstance(cell, str) and cell.strip().lower() in NOTHING else cell

    def number_of(self, name: str) -> int | None:
        """Return the column's number as a spreadsheet counts, from 1."""
        index = self.place.get(name)
        return None if index is None else index + 1

    @property
    def missing(self) -> list[str]:
        """Return what no table of readings can do without and this one lacks."""
        lacks = [] if "kpi" in self else ["kpi"]
        has_period = "period" in self or {"period_from", "period_to"} <= self.place.keys()
        return lacks if has_period else [*lacks, "period (or period_from and period_to)"]
