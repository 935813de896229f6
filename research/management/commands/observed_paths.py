"""Say which ways customers really went, from an event log in a plain file."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser

from research import tables
from research.management.plain_files import table_of
from research.paths import xes
from research.paths.analysis import observe
from research.paths.conformance import conform
from research.paths.log import EventLog, of_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

_XES = (".xes", ".xes.gz")


class Command(BaseCommand):
    """ObservedPaths paths."""

    help = (
        "Say which ways customers really went: frequent paths, steps that follow one another with the time between,"
        " activities with repeats, durations of cases (all in seconds), and with --stages conversion and drop-off per"
        " stage, with --mapped where journeys leave the mapped one. Reads CSV, TSV, XLSX, JSON lines and XES (.xes,"
        " .xes.gz, whose columns are concept:name and time:timestamp unless you say otherwise). Times may be ISO,"
        " year, day or month first, or seconds or milliseconds since 1970; one way holds for the whole file, and"
        " rows that cannot be read are left out and named. Equal times keep the file's order. Writes JSON. Ends"
        " with 0, or with 1 and one line that says what is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file, its columns and what to look for."""
        parser.add_argument("file", type=Path, help="The event log.")
        parser.add_argument("--case", metavar="COLUMN", help="Who or what went the way.")
        parser.add_argument("--activity", metavar="COLUMN", help="What happened.")
        parser.add_argument("--time", metavar="COLUMN", help="When.")
        parser.add_argument(
            "--stages", metavar="A,B,C", help="The funnel: activities in order, commas between."
        )
        parser.add_argument(
            "--mapped", metavar="A,B,C", help="The mapped journey: activities in order."
        )
        parser.add_argument(
            "--top", type=int, default=50, help="Paths and steps to write; 50 without it."
        )
        parser.add_argument("--output", required=True, type=Path, metavar="OUT.json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, look and write."""
        if options["top"] < 1:
            raise CommandError("--top must be 1 or more.")
        try:
            log = _log(options)
            found = observe(log, stages=_names(options["stages"]), top=options["top"])
        except tables.Refused as reason:
            raise CommandError(f"{options['file'].name}: {reason}") from None
        except ValueError as reason:
            raise CommandError(str(reason)) from None
        told: dict[str, Any] = msgspec.to_builtins(found)
        if options["mapped"]:
            told["mapped"] = msgspec.to_builtins(conform(log, _names(options["mapped"])))
        told["invalid_rows"] = log.invalid_count
        told["invalid"] = msgspec.to_builtins(log.invalid)
        try:
            options["output"].write_bytes(msgspec.json.format(msgspec.json.encode(told)))
        except OSError as error:
            raise CommandError(
                f"{options['output']} cannot be written: {error.strerror}."
            ) from None
        self.stdout.write(
            f"{found.events:,} events of {found.cases:,} cases, {found.different_paths:,} different paths."
        )
        for one in islice(log.invalid, 10):
            self.stderr.write(f"  Row {one.row}: {one.reason}; it was left out.")
        if log.invalid_count:
            self.stderr.write(f"{log.invalid_count:,} rows were left out.")


def _log(options: dict[str, Any]) -> EventLog:
    path, named = options["file"], {name: options[name] for name in ("case", "activity", "time")}
    if path.name.lower().endswith(_XES):
        said = {name: column for name, column in named.items() if column}
        return of_columns(*xes.columns(path, **said))
    missing = [name for name, column in named.items() if not column]
    if missing:
        raise CommandError(f"Say which column is the {missing[0]}: --{missing[0]} COLUMN.")
    with table_of(path) as table:
        places = [table.index(column) for column in named.values()]
        numbers: list[int] = []
        columns: tuple[list[str], list[str], list[str]] = ([], [], [])
        for row in table:
            numbers.append(row.number)
            for column, place in zip(columns, places, strict=True):
                column.append(row.cells[place])
    return of_columns(*columns, rows=numbers)


def _names(given: str | None) -> list[str]:
    return list(_split(given)) if given else []


def _split(given: str) -> Iterator[str]:
    for name in given.split(","):
        if name.strip():
            yield name.strip()
