"""Bring readings of KPIs from a table into a program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from journeys import history, readings
from journeys.exchange.readings.preview import preview
from journeys.exchange.readings.sheet import LARGEST_FILE
from journeys.management.finding import person_called, program_called

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from journeys.exchange.readings.preview import ReadingsPreview
    from journeys.models import Program


class Command(BaseCommand):
    """Import readings."""

    help = (
        "Bring the readings of a CSV or XLSX table into a program: what is new is added, what differs"
        " is changed, the same file a second time changes nothing. What would change is shown first,"
        " with everything that is wrong by its line and column; if anything is, nothing is written"
        " unless you say --skip-errors."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to bring in, where to, and how."""
        parser.add_argument("file", help="The table to bring in; - reads what is piped in.")
        parser.add_argument(
            "--program", required=True, help="The program's id or name, for example “Retail bank”."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Only show what would change; write nothing."
        )
        parser.add_argument(
            "--skip-errors",
            action="store_true",
            help="Bring in what is right and leave out the rows that are wrong.",
        )
        parser.add_argument(
            "--user", help="The user name of the person who brings it in; the history names them."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Show what would change; without errors, or without minding them, write it."""
        program = program_called(options["program"])
        person = _allowed(options["user"], program)
        file = options["file"]
        name = "" if file == "-" else Path(file).name
        found = preview(program, _bytes_of(file), name)
        self._show(found)
        if found.errors and not (options["skip_errors"] and found.found):
            raise CommandError(
                "Nothing was written. Mend the rows above, or leave them out with --skip-errors."
            )
        if options["dry_run"]:
            self.stdout.write("Nothing was written: this was a dry run.")
            return
        with history.through("command"):
            readings.bring_in(found.wanted, by=person, verb=f"import: {name}" if name else "import")
        self.stdout.write(f"Brought into program {program.pk} “{program.name}”.")

    def _show(self, found: ReadingsPreview) -> None:
        self.stdout.write(
            f"{len(found.new)} new, {len(found.changed)} changed, {len(found.unchanged)} unchanged, "
            f"{found.invalid} invalid."
        )
        for sentence in (*found.warnings, *found.not_held):
            self.stdout.write(f"  {sentence}")
        for problem in found.errors:
            self.stderr.write(f"  {problem}")


def _bytes_of(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST_FILE + 1)
        with Path(file).open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from None


def _allowed(username: str | None, program: Program) -> User | None:
    if username is None:
        return None
    person = person_called(username)
    if not person.has_perm("journeys.add_reading", program):
        raise CommandError(f"{username} may not add readings to the program “{program.name}”.")
    return person
