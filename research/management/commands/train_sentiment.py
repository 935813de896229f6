"""Train the models of sentiment that come with the program, from the data they are made of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from defusedxml import ElementTree
from django.core.management.base import BaseCommand, CommandError, CommandParser

from research.sentiment import model, training

RATED = ("amazonReviewSnippets_GroundTruth.txt", "tweets_GroundTruth.txt")
SENTENCES = ("train.xml", "val.xml")
_RATED_COLUMNS = 3


class Command(BaseCommand):
    """Train sentiment."""

    help = (
        "Make the shipped models again: blend_v1 from the ratings of Hutto and Gilbert 2014 (MIT licence; two"
        " TAB-separated files id, mean rating −4..4, text), aspect_v1 from MAMS-ACSA (Jiang and others 2019,"
        " Apache-2.0; train.xml and val.xml). The same data give the same weights."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add where the data are."""
        parser.add_argument("--ratings", required=True, type=Path, metavar="FOLDER")
        parser.add_argument("--sentences", required=True, type=Path, metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        """Train and save."""
        try:
            texts, labels = rated(options["ratings"])
            model.save("blend_v1", training.of_texts(texts, labels))
            sentences = about(options["sentences"], *SENTENCES)
            model.save("aspect_v1", training.of_aspects(*sentences))
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None
        self.stdout.write(f"Trained on {len(texts):,} texts and {len(sentences[0]):,} pairs.")


def rated(folder: Path) -> tuple[list[str], list[str]]:
    """Return texts and labels of the rated texts."""
    lines = [
        line for name in RATED for line in (folder / name).read_text(encoding="utf-8").split("\n")
    ]
    parts = [
        found for line in lines if len(found := line.rstrip("\r").split("\t", 2)) == _RATED_COLUMNS
    ]
    return [text for *_, text in parts], [
        training.label_of_rating(float(rating)) for _, rating, _ in parts
    ]


def about(folder: Path, *names: str) -> tuple[list[str], list[str], list[str]]:
    """Return texts, aspects and labels of the sentences."""
    found: list[tuple[str, str, str]] = [
        (
            sentence.findtext("text") or "",
            aspect.get("category") or "",
            aspect.get("polarity") or "",
        )
        for name in names
        for sentence in ElementTree.parse(folder / name).getroot()
        for aspect in sentence.iter("aspectCategory")
    ]
    texts, aspects, labels = zip(*found, strict=True)
    return list(texts), list(aspects), list(labels)
