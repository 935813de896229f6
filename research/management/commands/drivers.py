"""Say which attributes go with an outcome, from a plain file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser

from research.management.plain_files import json_to, table_of
from research.measures.drivers import TooLittle, drivers


class Command(BaseCommand):
    """Drivers of an outcome."""

    help = (
        "Say which columns go with an outcome (churn, conversion, satisfaction), each beside all the others: regularised"
        " logistic regression of a yes or no, linear of a number, effects in points of probability or in the outcome's unit"
        " with 95 % intervals. Numbers count per standard deviation, levels against the most frequent one. Reads CSV, TSV,"
        " XLSX and JSON lines. It is not cause. Ends with 0, or with 1 and one line that says what is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the table, the outcome, and what may go with it."""
        parser.add_argument("file", type=Path, help="The table, a row per case.")
        parser.add_argument("--outcome", required=True, metavar="COLUMN")
        parser.add_argument(
            "--positive", default="", metavar="VALUE", help="Which of two outcomes is the yes."
        )
        parser.add_argument("--columns", metavar="A,B,C", help="Only these; without it all others.")
        parser.add_argument(
            "--top", type=int, default=15, help="How many are printed; 15 without it."
        )
        parser.add_argument(
            "--output", type=Path, metavar="OUT.json", help="Write all figures as JSON."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, reckon, tell."""
        told, columns = _read(options)
        try:
            found = drivers(options["outcome"], told, columns, positive=options["positive"])
        except TooLittle as reason:
            raise CommandError(f"{options['file'].name}: {reason}") from None
        if options["output"]:
            json_to(options["output"], msgspec.to_builtins(found))
        what = (
            f"{found.positive} in {found.average:.1%}"
            if found.positive
            else f"mean {found.average:.4g}"
        )
        self.stdout.write(
            f"{found.n:,} cases, {what}; {found.skill_name} {found.skill:.3f} on cases not learned from."
        )
        for one in found.drivers[: options["top"]]:
            step = (
                f"{one.level} instead of {one.reference}"
                if one.sd is None
                else f"{one.sd:.4g} more"
            )
            clear = "" if one.is_clear else "  (may be nothing)"
            self.stdout.write(
                f"{one.effect:+8.3f}  {one.low:+.3f} to {one.high:+.3f}  {one.column}: {step}{clear}"
            )
        for name, why in found.left_out.items():
            self.stderr.write(f"Left out: {name}, {why}.")
        if found.without_outcome:
            self.stderr.write(f"Left out: {found.without_outcome:,} cases without an outcome.")
        self.stdout.write(found.caveat)


def _read(options: dict[str, Any]) -> tuple[list[str], dict[str, list[str]]]:
    with table_of(options["file"]) as table:
        outcome = table.index(options["outcome"])
        wanted = [name.strip() for name in (options["columns"] or "").split(",") if name.strip()]
        heads = list(table.heads)
        places = [table.index(name) for name in wanted] if wanted else list(range(len(heads)))
        places = [place for place in places if place != outcome]
        told: list[str] = []
        columns: dict[str, list[str]] = {heads[place]: [] for place in places}
        for row in table:
            told.append(row.cells[outcome])
            for place in places:
                columns[heads[place]].append(row.cells[place])
    return told, columns
