"""Outcomes by cohort, or who came back, from a plain file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser

from research import tables
from research.imports import dates
from research.management.plain_files import json_to, table_of
from research.measures import cohorts
from research.measures.design import number

_YES = frozenset({"1", "yes", "true", "y"})
_NO = frozenset({"0", "no", "false", "n"})


class Command(BaseCommand):
    """Cohorts."""

    help = (
        "Without --case: the mean or share of --outcome by --cohort (a segment, or a date with --period), and by --by within"
        " it, with 95 % intervals. With --case and --time: of those who were first there in a period, how many came back,"
        " period by period. Reads CSV, TSV, XLSX and JSON lines; outcomes are numbers, or yes and no. Ends with 0, or with 1"
        " and one line that says what is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the table and its columns."""
        parser.add_argument("file", type=Path, help="The table.")
        parser.add_argument("--cohort", metavar="COLUMN", help="The segment or date.")
        parser.add_argument("--outcome", metavar="COLUMN", help="A number, or yes and no.")
        parser.add_argument("--by", metavar="COLUMN", help="A second division.")
        parser.add_argument("--case", metavar="COLUMN", help="Who it was.")
        parser.add_argument("--time", metavar="COLUMN", help="When.")
        parser.add_argument(
            "--period",
            choices=cohorts.PERIODS,
            help="Put dates together by it; month for those who came back.",
        )
        parser.add_argument("--output", required=True, type=Path, metavar="OUT.json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, reckon, write."""
        try:
            found = _returning(options) if options["case"] else _outcomes(options)
        except tables.Refused as reason:
            raise CommandError(f"{options['file'].name}: {reason}") from None
        json_to(options["output"], msgspec.to_builtins(found))
        self.stdout.write(f"{len(found):,} lines written to {options['output']}.")


def _outcomes(options: dict[str, Any]) -> list[cohorts.CohortCell]:
    if not options["cohort"] or not options["outcome"]:
        raise CommandError("Name --cohort and --outcome, or --case and --time.")
    names = [options["cohort"], options["outcome"], *([options["by"]] if options["by"] else [])]
    columns, numbers = _columns(options["file"], names)
    labels = columns[0]
    if options["period"]:
        labels = [
            cohorts.name_of(cohorts.number_of(moment, options["period"]), options["period"])
            for moment in _moments(labels, numbers)
        ]
    values = [_value(text, row) for text, row in zip(columns[1], numbers, strict=True)]
    return cohorts.outcomes(labels, values, columns[2] if options["by"] else ())


def _returning(options: dict[str, Any]) -> list[cohorts.Returning]:
    if not options["time"]:
        raise CommandError("Name the column of the time: --time COLUMN.")
    (people, times), numbers = _columns(options["file"], [options["case"], options["time"]])
    return cohorts.returning(people, _moments(times, numbers), options["period"] or "month")


def _columns(path: Path, names: list[str]) -> tuple[list[list[str]], list[int]]:
    with table_of(path) as table:
        places = [table.index(name) for name in names]
        columns: list[list[str]] = [[] for _ in places]
        numbers = []
        for row in table:
            numbers.append(row.number)
            for column, place in zip(columns, places, strict=True):
                column.append(row.cells[place].strip())
    return columns, numbers


def _moments(texts: list[str], numbers: list[int]) -> list[Any]:
    reading = dates.decide(texts)
    found = []
    for text, row in zip(texts, numbers, strict=True):
        try:
            found.append(reading.moment(text))
        except ValueError as error:
            raise tables.Refused(str(error), row=row) from None
    return found


def _value(text: str, row: int) -> float:
    value = number(text)
    if value is None and text.casefold() in _YES | _NO:
        value = float(text.casefold() in _YES)
    if value is None:
        raise tables.Refused(f"“{text[:40]}” is neither a number nor a yes or no.", row=row)
    return value
