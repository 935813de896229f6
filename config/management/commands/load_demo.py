"""Load the demonstration program."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.demonstration import load
from journeys import history


class Command(BaseCommand):
    """Load demo."""

    help = (
        "Load the demonstration program: a made-up retail bank with two published versions of a map, "
        "a draft, personas, objectives and KPI readings. If it is there already, it stays as it is. "
        "`manage.py demo_access` prints how to sign in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add --quiet."""
        parser.add_argument("--quiet", action="store_true", help="Say nothing unless it fails.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the program unless it is there."""
        with history.through("command"):
            program = load.existing()
            if program is None:
                said = f"Loaded the demonstration program “{load.load()}”."
            else:
                said = f"The demonstration program “{program}” is there already."
        if not options["quiet"]:
            self.stdout.write(said)
