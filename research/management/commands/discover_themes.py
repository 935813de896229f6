"""Find the themes of a file's comments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from research import discovery, vectors
from research.discovery import words_v1
from research.management.plain_files import table_of, written_to

if TYPE_CHECKING:
    from research.discovery import Discovery


class Command(BaseCommand):
    """Discover themes."""

    help = (
        "Find themes in a column of comments, offline. Writes a CSV with one row per row of the file:"
        " row (its number in the file, the heads are row 1), theme (from 1, the largest first; empty for a blank"
        " comment), name, keywords, confidence (0 to 1: the share of its own theme among all) and the text. Prints"
        " each theme with its size and three comments that show it. Reads CSV, TSV, XLSX and JSON lines. The same"
        " file, options and seed give the same result. Ends with 0, or with 1 and one line that says what is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file and how to look at it."""
        parser.add_argument("file", type=Path, help="The file with the comments.")
        parser.add_argument(
            "--text", required=True, metavar="COLUMN", help="The column of the comments."
        )
        parser.add_argument(
            "--themes",
            type=int,
            metavar="K",
            help="How many; without it as many as there seem to be.",
        )
        parser.add_argument(
            "--method",
            choices=list(discovery.METHODS),
            default=discovery.DEFAULT,
            help="graph-v1 (word vectors and words) or words-v1 (words alone, needs no vectors).",
        )
        parser.add_argument(
            "--seed", type=int, default=0, help="A whole number from 0; 0 without it."
        )
        parser.add_argument("--output", required=True, type=Path, metavar="OUT.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, find, write and print."""
        if options["themes"] is not None and options["themes"] < 1:
            raise CommandError("--themes must be 1 or more.")
        if not 0 <= options["seed"] < 2**24:
            raise CommandError("--seed must be a whole number from 0 to 16,777,215.")
        with table_of(options["file"]) as table:
            place = table.index(options["text"])
            rows = [(row.number, row.cells[place]) for row in table]
        texts = [text for _, text in rows]
        found = self._found(texts, options)
        heads = ["row", "theme", "name", "keywords", "confidence", "text"]
        with written_to(options["output"], heads) as write:
            for (number, text), theme, sure in zip(
                rows, found.assigned, found.confidences, strict=True
            ):
                if theme < 0:
                    write([number, "", "", "", "", text])
                    continue
                one = found.themes[theme]
                write([number, theme + 1, one.name, ", ".join(one.keywords), sure, text])
        self._print(found, texts)

    def _found(self, texts: list[str], options: dict[str, Any]) -> Discovery:
        asked = {"themes": options["themes"], "seed": options["seed"]}
        try:
            return discovery.discover(texts, method=options["method"], **asked)
        except discovery.TooFew as reason:
            raise CommandError(str(reason)) from None
        except vectors.NoVectors as reason:
            raise CommandError(f"{reason} Try --method {words_v1.NAME}.") from None

    def _print(self, found: Discovery, texts: list[str]) -> None:
        blank = found.assigned.count(-1)
        self.stdout.write(
            f"{len(texts):,} comments, {len(found.themes)} themes ({found.method}, seed {found.seed})."
        )
        if blank:
            self.stdout.write(f"{blank:,} had no words in them and have no theme.")
        for theme in found.themes:
            self.stdout.write(f"{theme.number + 1}. {theme.name}: {theme.size:,}")
            for place in theme.quotes:
                self.stdout.write(f"     “{' '.join(texts[place].split())[:110]}”")
