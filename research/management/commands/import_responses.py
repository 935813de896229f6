"""Bring responses from a file into a study."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser

from journeys import history
from journeys.management.finding import person_called
from research import tables
from research.imports import bringing, problems
from research.imports import mapping as mappings
from research.models import Study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.contrib.auth.models import User

    from research.imports.outcome import ImportPreview
    from research.imports.records import Problem

#: Problems printed; --errors writes all of them.
MOST_PRINTED = 20


class Command(BaseCommand):
    """Import responses."""

    help = (
        "Bring the rows of a CSV, TSV, XLSX or JSON-lines file into a study as responses. Says how many are"
        " new, changed, unchanged and invalid; the good rows go in, in one step, and the invalid ones are"
        " named by row and column. The same file again changes nothing. Ratings need to be on the scale of"
        " the instrument (the question asked); feelings are computed from it, −3 to +3. Dates without an"
        " offset are in the site's time zone. E-mail addresses, telephone and card numbers in texts are"
        " masked, respondents get pseudonyms. Ends with 0, or with 1 and one line that says what is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file, the study and how to read it."""
        parser.add_argument("file", type=Path, help="The file to bring in.")
        parser.add_argument(
            "--study", required=True, type=int, metavar="ID", help="The study's id."
        )
        parser.add_argument(
            "--mapping",
            type=Path,
            metavar="FILE",
            help=(
                'JSON that says which column is what, for example {"id": "Ticket", "text": "Message",'
                ' "rating": "CSAT", "instrument": 3}. Fields: '
                f"{', '.join(mappings.COLUMNS)} (names of columns); instrument (id); date_order"
                " (day-first or month-first); mask (true or false). Without it, what was used last in the"
                " study is taken, else what the heads say."
            ),
        )
        parser.add_argument("--dry-run", action="store_true", help="Only show; write nothing.")
        parser.add_argument(
            "--errors", type=Path, metavar="FILE", help="Write every invalid row to this CSV file."
        )
        parser.add_argument("--user", help="The user name of the person who brings it in.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, show, and unless it is a dry run write."""
        study = Study.objects.select_related("program").filter(pk=options["study"]).first()
        if study is None:
            raise CommandError(f"There is no study with the id {options['study']}.")
        person = _allowed(options["user"], study)
        try:
            mapping = _mapping_of(options["mapping"])
            with _errors_into(options["errors"]) as tell:
                found = self._run(study, options, mapping, person, tell)
        except tables.Refused as reason:
            raise CommandError(str(reason)) from None
        self._show(found)
        if options["dry_run"]:
            self.stdout.write("Nothing was written: this was a dry run.")
        else:
            self.stdout.write(f"Brought into study {study.pk} “{study.name}”.")

    def _run(
        self,
        study: Study,
        options: dict[str, Any],
        mapping: mappings.Mapping | None,
        person: User | None,
        tell: Callable[[Problem], None],
    ) -> ImportPreview:
        def progress(count: int) -> None:
            if options["verbosity"] > 0:
                self.stderr.write(
                    f"{count:,} rows read", ending="\r" if self.stderr.isatty() else "\n"
                )

        file = options["file"]
        if options["dry_run"]:
            return bringing.preview(study, file, mapping, tell=tell, progress=progress)
        with history.through("command"):
            _, found = bringing.bring_in(
                study, file, mapping, by=person, tell=tell, progress=progress
            )
        return found

    def _show(self, found: ImportPreview) -> None:
        named = {name: getattr(found.mapping, name) for name in mappings.COLUMNS}
        read_as = ", ".join(f"{name} “{head}”" for name, head in named.items() if head)
        guessed = " (a guess)" if found.encoding_guessed else ""
        self.stdout.write(f"Read as {found.encoding}{guessed}: {read_as}.")
        self.stdout.write(
            f"{found.new:,} new, {found.changed:,} changed, {found.unchanged:,} unchanged, {found.invalid:,} invalid."
        )
        if found.unplaced:
            self.stdout.write(f"{found.unplaced:,} have no stage or touchpoint yet.")
        for field, names in found.unknown.items():
            told = ", ".join(f"“{name}” ({count:,})" for name, count in list(names.items())[:10])
            self.stdout.write(
                f"No {field} of the program is called: {told}. Those were left without."
            )
        for problem in found.problems[:MOST_PRINTED]:
            where = f", column “{problem.column}”" if problem.column else ""
            self.stderr.write(f"  Row {problem.line}{where}: {problem.reason}")
        if found.invalid > MOST_PRINTED:
            self.stderr.write(
                f"  … and {found.invalid - MOST_PRINTED:,} more; --errors FILE writes all."
            )


def _mapping_of(path: Path | None) -> mappings.Mapping | None:
    if path is None:
        return None
    try:
        return mappings.from_json(json.loads(path.read_bytes()))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        if isinstance(error, tables.Refused | msgspec.ValidationError):
            raise
        raise CommandError(f"{path} is not JSON: {error}.") from None


@contextmanager
def _errors_into(path: Path | None) -> Iterator[Callable[[Problem], None]]:
    """Give what writes a problem with its row into the file, or does nothing."""
    if path is None:
        yield lambda problem: None
        return
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            yield problems.writer(file)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from None


def _allowed(username: str | None, study: Study) -> User | None:
    if username is None:
        return None
    person = person_called(username)
    if not person.has_perm("research.import_responses_study", study):
        raise CommandError(f"{username} may not bring responses into “{study.name}”.")
    return person
