"""Print the JSON Schema of our document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from journeys.exchange.schema import schema_text


class Command(BaseCommand):
    """Map schema."""

    help = (
        "Print the JSON Schema of the document that import_map reads and export_map writes."
        " docs/journeyloop-map-1.schema.json is this command's output."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add where to write it."""
        parser.add_argument(
            "-o",
            "--output",
            default="-",
            metavar="FILE",
            help="The file to write; - is the screen.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the schema."""
        if options["output"] == "-":
            self.stdout.write(schema_text(), ending="")
        else:
            Path(options["output"]).write_text(schema_text(), encoding="utf-8")
