"""Say how far people who coded the same things agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser

from research.management.plain_files import json_to, table_of
from research.measures import agreement
from research.measures.agreement import LEVELS


class Command(BaseCommand):
    """Tell agreement between coders."""

    help = (
        "Say how far coders agree: Krippendorff’s alpha with its 95 % interval, from a CSV, TSV, XLSX or JSON-lines table"
        " with a row per coding: the columns of --unit (what was coded), --coder and --code. A unit a coder left out counts"
        " as missing. Codes of the levels ordinal, interval and ratio are numbers. Ends with 0, or with 1 and one line that"
        " says what is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the table and its columns."""
        parser.add_argument("file", type=Path, help="The table of codings.")
        parser.add_argument(
            "--unit", default="unit", metavar="COLUMN", help="What was coded; unit without it."
        )
        parser.add_argument(
            "--coder", default="coder", metavar="COLUMN", help="Who coded it; coder without it."
        )
        parser.add_argument(
            "--code", default="code", metavar="COLUMN", help="What they said; code without it."
        )
        parser.add_argument(
            "--level",
            choices=LEVELS,
            default="nominal",
            help="What kind of codes; nominal without it.",
        )
        parser.add_argument("--seed", type=int, default=0, help="For the interval; 0 without it.")
        parser.add_argument(
            "--output", type=Path, metavar="OUT.json", help="Write all figures as JSON."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, reckon, tell."""
        try:
            found = agreement.alpha(_codings(options), options["level"], seed=options["seed"])
        except ValueError as reason:
            raise CommandError(f"{options['file'].name}: {reason}") from None
        if options["output"]:
            json_to(options["output"], msgspec.to_builtins(found))
        if found.low is not None and found.high is not None:
            self.stdout.write(
                f"Alpha {found.value:.3f}, 95 % interval {found.low:.3f} to {found.high:.3f}."
            )
        self.stdout.write(
            f"{found.words} {found.coders} coders, {found.units:,} units coded by two or more."
        )


def _codings(options: dict[str, Any]) -> list[list[str | None]]:
    """Return a row per coder, a column per unit. The last word of a coder on a unit is not taken: twice is an error."""
    said: dict[tuple[str, str], str] = {}
    with table_of(options["file"]) as table:
        places = [table.index(options[name]) for name in ("coder", "unit", "code")]
        for row in table:
            coder, unit, code = (row.cells[place].strip() for place in places)
            if not code:
                continue
            if not coder or not unit:
                raise CommandError(
                    f"{options['file'].name}: Row {row.number} does not say who coded, or what."
                )
            if (coder, unit) in said:
                raise CommandError(
                    f"{options['file'].name}: Row {row.number}: “{coder}” coded “{unit}” before."
                )
            said[coder, unit] = code
    coders, units = (list(dict.fromkeys(pair[place] for pair in said)) for place in (0, 1))
    return [[said.get((coder, unit)) for unit in units] for coder in coders]
