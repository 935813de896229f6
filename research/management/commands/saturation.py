"""Say whether more interviews would bring new themes, from a plain file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser

from research.management.plain_files import json_to, table_of
from research.measures import saturation


class Command(BaseCommand):
    """Saturation of interviews."""

    help = (
        "Say whether more interviews would bring new themes (Guest, Namey and Chen 2020), and how many are likely unseen"
        " (Chao 1987): from a table with a row per coding, the columns of --interview and --theme, in the order the interviews"
        " took place; with --group each persona or stage apart. An interview without themes has an empty one. Ends with 0, or"
        " with 1 and one line that says what is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the table, its columns and the rule."""
        parser.add_argument("file", type=Path, help="The table of codings.")
        parser.add_argument("--interview", default="interview", metavar="COLUMN")
        parser.add_argument("--theme", default="theme", metavar="COLUMN")
        parser.add_argument("--group", metavar="COLUMN", help="For example the persona.")
        parser.add_argument(
            "--base",
            type=int,
            default=saturation.BASE,
            help=f"Interviews of the base; {saturation.BASE} without it.",
        )
        parser.add_argument(
            "--run",
            type=int,
            default=saturation.RUN,
            help=f"Interviews of a run; {saturation.RUN} without it.",
        )
        parser.add_argument(
            "--threshold",
            type=float,
            default=saturation.THRESHOLD,
            help="New themes of a run as a share of the base; 0.05 without it.",
        )
        parser.add_argument(
            "--output", type=Path, metavar="OUT.json", help="Write all figures as JSON."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, reckon, tell."""
        said: dict[tuple[str, str], list[str]] = {}
        with table_of(options["file"]) as table:
            interview, theme = (table.index(options[name]) for name in ("interview", "theme"))
            group = table.index(options["group"]) if options["group"] else None
            for row in table:
                key = (
                    row.cells[group].strip() if group is not None else "",
                    row.cells[interview].strip(),
                )
                themes = said.setdefault(key, [])
                if row.cells[theme].strip():
                    themes.append(row.cells[theme].strip())
        rule = {name: options[name] for name in ("base", "run", "threshold")}
        try:
            found = saturation.by_group([(*key, themes) for key, themes in said.items()], **rule)
        except ValueError as reason:
            raise CommandError(str(reason)) from None
        if options["output"]:
            json_to(options["output"], msgspec.to_builtins(found))
        for one in found:
            unseen = (
                f" About {one.unseen.unseen:.0f} themes are likely unseen."
                if one.unseen and one.unseen.unseen >= 0.5
                else ""
            )
            self.stdout.write(f"{one.group + ': ' if one.group else ''}{one.words}{unseen}")
