"""Actions with their scores from a table: a row per action, or per action and scorer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.management.base import CommandError
from msgspec import Struct

from improvements.management.numbers import number
from improvements.scoring import Estimate, NotOnScale, Score
from improvements.scoring.estimates import check
from research.management.plain_files import table_of

if TYPE_CHECKING:
    from pathlib import Path

    from improvements.scoring import Criterion, Scorecard
    from research.tables import Row, Table

_NAMES = {
    "action": ("action", "title", "name", "initiative", "idea", "improvement"),
    "scorer": ("scorer", "rater", "by", "person"),
    "effort": ("effort", "cost", "person days", "days"),
    "needs": ("needs", "depends on", "requires", "dependencies"),
    "excludes": ("excludes", "conflicts with", "not with", "exclusions"),
}
_ENDS = ("low", "likely", "high")
_SEPARATOR = re.compile(r"\s*[;|]\s*")


class ScoredActions(Struct, frozen=True):
    """What a table says: scores in its order; effort, needs and excludes by action."""

    scores: list[Score]
    effort: dict[str, float]
    needs: dict[str, tuple[str, ...]]
    excludes: dict[str, tuple[str, ...]]


def read(path: Path, card: Scorecard) -> ScoredActions:
    """Return a table's scores on a scorecard. CommandError names the row and column of what is wrong."""
    with table_of(path) as table:
        reader = _Reader(path.name, table, card)
        for row in table:
            if any(cell.strip() for cell in row.cells):
                reader.take(row)
    if not reader.found.scores:
        raise CommandError(f"{path.name} has no actions.")
    return reader.found


class _Reader:
    def __init__(self, file: str, table: Table, card: Scorecard) -> None:
        self.file, self.heads, self.card = file, table.heads, card
        plain = {_plain(head): place for place, head in enumerate(table.heads)}
        self.places = {
            name: next((plain[one] for one in names if one in plain), None)
            for name, names in _NAMES.items()
        }
        if self.places["action"] is None:
            raise CommandError(f"{file} has no column “action”; it has {', '.join(filter(None, table.heads))}.")  # fmt: skip
        self.columns = {one.name: self._columns_of(one, plain) for one in card.criteria}
        self.found = ScoredActions([], {}, {}, {})
        self._seen: dict[tuple[str, str], int] = {}

    def take(self, row: Row) -> None:
        """Take a row in."""
        action = self._cell(row, "action")
        if not action:
            self._refuse(row, "action", "is empty")
        scorer = self._cell(row, "scorer")
        first = self._seen.setdefault((action, scorer), row.number)
        if first != row.number:
            whose = f" of {scorer}" if scorer else ""
            self._refuse(row, "action", f"“{action}”{whose} stands in row {first} already")
        estimates = {one.name: self._estimate(row, one) for one in self.card.criteria}
        self.found.scores.append(Score(action, scorer, estimates))
        self._facts(row, action)

    def _facts(self, row: Row, action: str) -> None:
        effort = self._cell(row, "effort")
        if effort:
            value = self._number(row, self.heads[self.places["effort"] or 0], effort)
            if value < 0:
                self._refuse(row, "effort", "is below 0")
            self.found.effort.setdefault(action, value)
        for name, kept in (("needs", self.found.needs), ("excludes", self.found.excludes)):
            told = self._cell(row, name)
            if told:
                kept.setdefault(action, tuple(one for one in _SEPARATOR.split(told) if one))

    def _columns_of(self, criterion: Criterion, plain: dict[str, int]) -> tuple[int, ...]:
        """Return the column of a criterion, or the three of its range."""
        name = _plain(criterion.name)
        three = tuple(plain.get(f"{name} {end}") for end in _ENDS)
        if all(place is not None for place in three):
            return tuple(place for place in three if place is not None)
        if name in plain:
            return (plain[name],)
        if any(place is not None for place in three):
            raise CommandError(f"{self.file}: “{criterion.name}” needs three columns: {', '.join(f'{criterion.name}_{end}' for end in _ENDS)}.")  # fmt: skip
        raise CommandError(
            f"{self.file} has no column “{criterion.name}”, which {self.card.title} needs; it has"
            f" {', '.join(filter(None, self.heads))}."
        )

    def _estimate(self, row: Row, criterion: Criterion) -> Estimate:
        values = []
        for place in self.columns[criterion.name]:
            cell = row.cells[place].strip().rstrip("%").strip()
            if not cell:
                self._refuse(row, self.heads[place], "is empty")
            values.append(self._number(row, self.heads[place], cell))
        estimate = Estimate(*values) if len(values) == len(_ENDS) else Estimate.of(values[0])
        try:
            check(estimate, criterion)
        except NotOnScale as reason:
            heads = "”, “".join(self.heads[place] for place in self.columns[criterion.name])
            raise CommandError(f"{self.file}: Row {row.number}, column “{heads}”: {reason.reason}") from None  # fmt: skip
        return estimate

    def _number(self, row: Row, head: str, cell: str) -> float:
        return number(cell, f"{self.file}: Row {row.number}, column “{head}”")

    def _cell(self, row: Row, name: str) -> str:
        place = self.places[name]
        return row.cells[place].strip() if place is not None else ""

    def _refuse(self, row: Row, column: str, reason: str) -> None:
        raise CommandError(f"{self.file}: Row {row.number}, column “{column}” {reason}.")


def _plain(head: str) -> str:
    return re.sub(r"[\s_\-]+", " ", head.strip().casefold())
