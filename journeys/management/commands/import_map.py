"""Bring maps from a file into a program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from journeys import history, maps
from journeys.exchange.preview import LARGEST_FILE, preview
from journeys.management.finding import person_called, program_called

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from journeys.contents import MapContents
    from journeys.exchange.preview import ImportPreview
    from journeys.models import Program

_LONGEST_NAME = 160


class Command(BaseCommand):
    """Import map."""

    help = (
        "Bring the maps of a file into a program, each as a new map with a draft. The file is a"
        " Journeyloop document (.json), a spreadsheet (.xlsx, .csv), a Mermaid journey (.mmd), a Markdown"
        " page or of another format in docs/formats.md. What would come in is shown first, with"
        " everything that is wrong by its line, or sheet, row and column; if anything is, nothing"
        " is written unless you say --skip-errors."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to bring in, where to, and how."""
        parser.add_argument("file", help="The file to bring in; - reads what is piped in.")
        parser.add_argument(
            "--program", required=True, help="The program's id or name, for example “Retail bank”."
        )
        parser.add_argument(
            "--name", help="Call the map this. Without it, it has the name the file gives it."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Only show what would come in; write nothing."
        )
        parser.add_argument(
            "--skip-errors",
            action="store_true",
            help="Bring in what is right and leave out the lines that are wrong.",
        )
        parser.add_argument(
            "--user", help="The user name of the person who brings it in; the history names them."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Show the preview; without errors, or without minding them, create the maps."""
        program = program_called(options["program"])
        person = _allowed(options["user"], program)
        file = options["file"]
        found = preview(_bytes_of(file), "" if file == "-" else Path(file).name)
        contents = _named(found, options["name"])
        self._show(found)
        if found.errors and not (options["skip_errors"] and contents):
            raise CommandError(_refusal(found))
        if options["dry_run"]:
            self.stdout.write("Nothing was written: this was a dry run.")
            return
        # The file is named in the history, not in the version: a document must come back as it was.
        verb = f"import: {found.filename}" if found.filename else "import"
        self._create(program, contents, by=person, verb=verb)

    def _show(self, found: ImportPreview) -> None:
        if found.format_label:
            self.stdout.write(f"Format: {found.format_label}")
        for one in found.maps:
            self.stdout.write(f"Map “{one.name}”: {one.summary}")
        self._list("Not part of a map:", found.not_held)
        self._list("Please check:", found.warnings)
        if found.errors:
            self.stderr.write("Wrong:")
            for problem in found.errors:
                self.stderr.write(f"  {problem}")

    def _list(self, heading: str, entries: tuple[object, ...]) -> None:
        if entries:
            self.stdout.write(heading)
        for entry in entries:
            self.stdout.write(f"  {entry}")

    def _create(
        self, program: Program, found: list[MapContents], *, by: User | None, verb: str
    ) -> None:
        with history.through("command"), transaction.atomic():
            for contents in found:
                draft = maps.create(program, contents, by=by, verb=verb)
                self.stdout.write(
                    f"Created map {draft.map_id} “{contents.map.name}” in program "
                    f"{program.pk} “{program.name}”; its draft is version id {draft.pk}."
                )


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
    if not person.has_perm("journeys.add_journeymap", program):
        raise CommandError(f"{username} may not add maps to the program “{program.name}”.")
    return person


def _named(found: ImportPreview, name: str | None) -> list[MapContents]:
    """Return the maps found, the only one called `name` if given."""
    contents = [one.contents for one in found.maps]
    if name is None or not contents:
        return contents
    if len(contents) > 1:
        raise CommandError(f"The file has {len(contents)} maps; --name is for a single one.")
    if not name.strip() or len(name) > _LONGEST_NAME:
        raise CommandError(f"A map's name has 1 to {_LONGEST_NAME} characters.")
    facts = msgspec.structs.replace(contents[0].map, name=name.strip())
    return [msgspec.structs.replace(contents[0], map=facts)]


def _refusal(found: ImportPreview) -> str:
    if found.maps:
        return "Nothing was written. Mend the lines above, or leave them out with --skip-errors."
    return "Nothing was written: there is no map that could come in."
