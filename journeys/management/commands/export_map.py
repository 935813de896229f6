"""Take a map out into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from journeys import contents
from journeys.exchange.exports import EXPORTS
from journeys.management.finding import map_called, version_of_id
from journeys.versions import open_draft

if TYPE_CHECKING:
    from journeys.models import JourneyMap, MapVersion


class Command(BaseCommand):
    """Export map."""

    help = (
        "Write a map to a file or to the screen: as our lossless document (json), as an Excel workbook"
        " (xlsx), which import_map reads back too, or in another format. What a format cannot hold is"
        " listed. Without --version it is the newest published"
        " version, or the draft if nothing is published yet."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Let --version mean a map's version here, not Django's."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """Add what to take out and where to."""
        parser.add_argument("map", nargs="?", help="The map's id or name.")
        parser.add_argument(
            "--version", type=int, metavar="ID", help="The id of a version instead."
        )
        parser.add_argument(
            "--format",
            choices=sorted(EXPORTS),
            default="json",
            help="json is what you get otherwise.",
        )
        parser.add_argument(
            "-o",
            "--output",
            default="-",
            metavar="FILE",
            help="The file to write; - is the screen.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, and to the screen's error side what it does not hold."""
        version = _version(options["map"], options["version"])
        exported = EXPORTS[options["format"]].write(contents.read(version))
        if (
            options["output"] == "-"
            and not EXPORTS[options["format"]].is_text
            and _is_a_terminal(self.stdout)
        ):
            raise CommandError(f"{options['format']} is no text to show. Name a file with -o.")
        self._write(options["output"], exported.data)
        self.stderr.write(
            f"{version.map.name}, version {version.number} ({version.get_state_display()})"
        )
        if exported.losses:
            self.stderr.write(f"A {EXPORTS[options['format']].label} does not hold:")
        for loss in exported.losses:
            self.stderr.write(f"  {loss}")

    def _write(self, output: str, data: bytes) -> None:
        if output == "-":
            self._write_to_screen(data)
            return
        try:
            Path(output).write_bytes(data)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from None

    def _write_to_screen(self, data: bytes) -> None:
        stream = getattr(self.stdout, "buffer", None)
        if stream is None:
            self.stdout.write(data.decode(), ending="")
        else:  # bytes as they are, whatever the terminal's encoding
            stream.write(data)
            stream.flush()


def _is_a_terminal(stream: Any) -> bool:
    return not hasattr(stream, "buffer") or stream.isatty()


def _version(called: str | None, version_id: int | None) -> MapVersion:
    if (called is None) == (version_id is None):
        raise CommandError("Say which map: its id or name, or --version with a version's id.")
    if version_id is not None:
        return version_of_id(version_id)
    journey = map_called(str(called))
    version = _newest(journey)
    if version is None:
        raise CommandError(f"“{journey.name}” has neither a published version nor a draft.")
    return version


def _newest(journey: JourneyMap) -> MapVersion | None:
    published = journey.versions.published().order_by("-number").first()
    return published or open_draft(journey)
