"""Score how a file's texts feel."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from research import sentiment, vectors
from research.management.plain_files import table_of, written_to
from research.sentiment import model

if TYPE_CHECKING:
    from research.sentiment import Feeling
    from research.tables import Row

#: Rows scored at once; memory does not grow with the file.
BATCH = 2_000
HEADS = ["sentiment", "label", "confidence"]


class Command(BaseCommand):
    """Score sentiment."""

    help = (
        "Say how each text of a column feels, offline. Writes a CSV with the rows and columns of the file and three"
        " more: sentiment (−3 worst to +3 best), label (negative, neutral, positive) and confidence (0 to 1: the"
        " probability of the label). They are empty for a blank text. With --aspect, how it feels about what that"
        " column names (such as “food” or “Delivery”), which may differ from the whole text. Reads CSV, TSV, XLSX"
        " and JSON lines. Trained on English; in other languages confidence is lower. Ends with 0, or with 1 and"
        " one line that says what is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file and how to look at it."""
        parser.add_argument("file", type=Path, help="The file with the texts.")
        parser.add_argument(
            "--text", required=True, metavar="COLUMN", help="The column of the texts."
        )
        parser.add_argument(
            "--aspect", metavar="COLUMN", help="The column that names what it is about."
        )
        parser.add_argument(
            "--method",
            choices=list(sentiment.METHODS),
            default=sentiment.DEFAULT,
            help="blend-v1 (trained) or lexicon-v1 (VADER, needs no word vectors).",
        )
        parser.add_argument(
            "--corrections",
            type=Path,
            metavar="FILE",
            help="A table with the columns text and label: what is right in your own field. A hundred help much.",
        )
        parser.add_argument("--output", required=True, type=Path, metavar="OUT.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        """Score and write, a batch at a time."""
        if options["corrections"] and (options["aspect"] or options["method"] != sentiment.BLEND):
            raise CommandError(f"--corrections teach {sentiment.BLEND} about whole texts only.")
        trained = _corrected(options["corrections"]) if options["corrections"] else None
        counts = dict.fromkeys((*model.LABELS, "blank"), 0)
        with table_of(options["file"]) as table:
            text = table.index(options["text"])
            aspect = table.index(options["aspect"]) if options["aspect"] else None
            with written_to(options["output"], [*table.heads, *HEADS]) as write:
                while batch := list(islice(table, BATCH)):
                    found = _scored(batch, text, aspect, options["method"], trained)
                    for row, one in zip(batch, found, strict=True):
                        told = [one.score, one.label, one.confidence] if one else ["", "", ""]
                        write([*row.cells, *told])
                        counts[one.label if one else "blank"] += 1
        self.stdout.write(", ".join(f"{count:,} {name}" for name, count in counts.items()) + ".")


def _scored(
    batch: list[Row], text: int, aspect: int | None, method: str, trained: model.Model | None
) -> list[Feeling | None]:
    texts = [row.cells[text] for row in batch]
    try:
        if aspect is None:
            return sentiment.feelings(texts, method=method, trained=trained)
        return sentiment.feelings_about(texts, [row.cells[aspect] for row in batch], method=method)
    except vectors.NoVectors as reason:
        raise CommandError(f"{reason} Try --method {sentiment.LEXICON}.") from None


def _corrected(path: Path) -> model.Model:
    """Return the shipped model taught by corrections."""
    from research.sentiment import adapting

    with table_of(path) as table:
        text, label = table.index("text"), table.index("label")
        found = [
            (row.number, row.cells[text], row.cells[label].strip().casefold()) for row in table
        ]
    for number, _, name in found:
        if name not in model.LABELS:
            raise CommandError(
                f"{path.name}: Row {number}: “{name}” is none of {', '.join(model.LABELS)}."
            )
    return adapting.adapted([one for _, one, _ in found], [name for *_, name in found])
