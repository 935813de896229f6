"""Forget a person across everything a program heard."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from journeys import history
from journeys.models import Program
from research import privacy


class Command(BaseCommand):
    """Forget a person."""

    help = (
        "Take away everything a person said and did: answers, quotes, events, rows of files that wait to be mended, and"
        " the files of reports that quote people. Only a pseudonym is kept, so that no later file brings them back."
        " PERSON is what files call them (a name, an address, a number), or their pseudonym. Without --program, in"
        " all programs. Ends with 0, also if nothing of them was there, and says how much it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add whom, and where."""
        parser.add_argument("person", metavar="PERSON")
        parser.add_argument("--program", type=int, metavar="ID", help="Only in this program.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Forget, program by program."""
        if not options["person"].strip():
            raise CommandError("Say whom to forget.")
        programs = Program.objects.all().order_by("pk")
        if options["program"] is not None:
            programs = programs.filter(pk=options["program"])
            if not programs:
                raise CommandError(f"There is no program with the id {options['program']}.")
        for program in programs:
            with history.through("command"):
                found = privacy.forget(program, options["person"], by=None)
            self.stdout.write(
                f"{program.name}: {found.responses:,} answers, {found.quotes:,} quotes and {found.events:,} events"
                f" taken away, {found.reports:,} reports taken back."
            )
