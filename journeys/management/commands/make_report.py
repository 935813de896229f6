"""Make a report, now or by a worker."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.text import slugify

from journeys import history, reporting
from journeys.comparison.results import ChangeKind, ElementKind
from journeys.management.finding import person_called, persona_called, program_called
from journeys.management.telling_versions import HOW, version_told
from journeys.models import Report
from journeys.reports.pdf import PdfUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import User

    from journeys.reporting import Subject

_LONGEST_NAME = 80


class Command(BaseCommand):
    """Make report."""

    help = (
        "Make a report. version_comparison and comparison_slides take --version and --against; map and"
        " map_slides --version; persona --persona, and --version if it is to be told as that version has"
        " it; program_overview --program, and --since; evidence --version; priorities, experiment_log and"
        " program_review --program. Slides are written as PPTX, all others as PDF."
        " Without --queue it is made now and written to a file; with it, a worker makes it and it stands"
        " among the program's reports. Ends with 0, or with 1 and one line that says what is wrong."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Let --version mean a map's version here, not Django's."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to report on and where to."""
        kinds = sorted(settings.REPORTS)
        parser.add_argument("kind", choices=kinds, help=f"Which report: {', '.join(kinds)}.")
        parser.add_argument("--version", metavar="VERSION", help=HOW)
        parser.add_argument(
            "--against",
            metavar="VERSION",
            help="The version to compare it with, told the same way; the older one comes first.",
        )
        parser.add_argument(
            "--elements", nargs="+", choices=get_args(ElementKind), help="Only changes of these."
        )
        parser.add_argument(
            "--changes",
            nargs="+",
            choices=get_args(ChangeKind),
            help="Only changes of these kinds.",
        )
        parser.add_argument(
            "--persona",
            metavar="PERSONA",
            help="Of the report on a persona: which, by id or name. Of a comparison: only this persona's"
            " changes, by key.",
        )
        parser.add_argument("--program", help="The program to report on, by id or name.")
        parser.add_argument(
            "--since",
            metavar="DATE",
            help="From when on the overview tells changes, as in 2026-09-01.",
        )
        parser.add_argument(
            "-o",
            "--output",
            metavar="FILE",
            help="The file to write; without it, one in this folder, named after the report.",
        )
        parser.add_argument(
            "--user",
            help="The user name of the person who wants it: the report names them and tells only what"
            " they may see.",
        )
        parser.add_argument(
            "--queue", action="store_true", help="Leave it to a worker; nothing is written here."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check what is asked for, then make it or queue it."""
        person = person_called(options["user"]) if options["user"] else None
        subject = _subject(options, person)
        if person is not None and not person.has_perm("journeys.add_report", subject.program):
            raise CommandError(f"{options['user']} may not ask for reports of this program.")
        if options["queue"]:
            self._queue(options, subject, person)
        else:
            self._make(options, subject, person)

    def _queue(self, options: dict[str, Any], subject: Subject, person: User | None) -> None:
        if options["output"]:
            raise CommandError(
                "With --queue the report is kept with its program; leave --output out."
            )
        with history.through("command"):
            report = reporting.request(options["kind"], subject, by=person)
        self.stdout.write(f"Report {report.pk} is queued: {report.title}. A worker will make it.")

    def _make(self, options: dict[str, Any], subject: Subject, person: User | None) -> None:
        report = Report(
            program=subject.program,
            kind=options["kind"],
            parameters=subject.parameters,
            title=subject.title,
            requested_by=person,
            requested_by_name=person.get_username() if person else "",
            created_at=timezone.now(),
        )
        file = Path(options["output"] or _file_name(subject.title, reporting.suffix(report)))
        if not file.parent.is_dir():
            raise CommandError(f"{file} cannot be written: there is no folder {file.parent}.")
        try:
            content = reporting.kinds()[options["kind"]].make(report, self._say)
            file.write_bytes(content)
        except PdfUnavailable as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{subject.title}: written to {file}, {len(content) // 1024 + 1} kB.")

    def _say(self, percent: int, step: str) -> None:
        self.stderr.write(f"{percent:3} %  {step}")


def _subject(options: dict[str, Any], person: User | None) -> Subject:
    """Return what is asked for, seen by the person, or by who runs the installation."""
    parameters = _parameters(options)
    seen_by = person or get_user_model()(is_superuser=True)
    try:
        return reporting.check(options["kind"], parameters, seen_by)
    except ValidationError as error:
        raise CommandError(" ".join(_messages(error))) from None


def _parameters(options: dict[str, Any]) -> dict[str, Any]:
    """Return what was told, rows by their ids; the kind of report says what is missing or too much."""
    given: dict[str, Any] = {
        name: version_told(options[name]).pk for name in ("version", "against") if options[name]
    }
    if options["kind"] == "persona":
        if options["persona"]:
            given["persona"] = persona_called(options["persona"]).pk
        return given
    if options["program"]:
        given["program"] = program_called(options["program"]).pk
    if options["since"]:
        given["since"] = options["since"]
    narrowed = {name: options[name] for name in ("elements", "changes", "persona") if options[name]}
    return given | ({"filters": narrowed} if narrowed else {})


def _messages(error: ValidationError) -> Iterator[str]:
    for name, messages in error.message_dict.items():
        yield from (f"{name}: {message}" for message in messages)


def _file_name(title: str, suffix: str) -> str:
    return f"{slugify(title)[:_LONGEST_NAME].strip('-') or 'report'}{suffix}"
