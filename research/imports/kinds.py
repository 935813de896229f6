"""What kind of file it is: answers in a table, a transcript, work coded elsewhere, an event log."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from research import tables
from research.coded import refi, taguette
from research.models import Study
from research.paths import xes
from research.tables import Row, Table
from research.transcripts import reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Kind = Literal["responses", "transcript", "coded", "events"]

SPOKEN = Study.SPOKEN
TRANSCRIPT_HEADS = ("id", "text", *reading.FACTS)
EVENT_HEADS = ("case", "activity", "time")
#: How names of files end that are read; `.xes.gz` is a file of its own kind.
SUFFIXES = (
    ".csv", ".tsv", ".txt", ".xlsx", ".jsonl", ".ndjson", ".jsonlines", ".md", ".markdown", ".vtt", ".qdc", ".qdpx",
    ".xes", ".gz",
)  # fmt: skip


def is_read(name: str) -> bool:
    """Return whether files called so are read at all."""
    suffix = PurePath(name).suffix.lower()
    return suffix in SUFFIXES and (suffix != ".gz" or name.lower().endswith(".xes.gz"))


def of(path: Path, study: Study) -> Kind:
    """Return what kind of file it is, by its name, its study's method and its heads. Raises `tables.Refused`."""
    name = path.name.lower()
    if name.endswith((refi.CODEBOOK, refi.PROJECT)):
        return "coded"
    if name.endswith((".xes", ".xes.gz")):
        return "events"
    if is_transcript(name, study):
        return "transcript"
    with tables.opened(path) as table:
        return "coded" if taguette.fits(table.heads) else "responses"


def is_transcript(name: str, study: Study) -> bool:
    """Return whether a file's text is one conversation."""
    suffix = PurePath(name.lower()).suffix
    return suffix in reading.ENDINGS and (suffix != ".txt" or study.method in SPOKEN)


@contextmanager
def opened(path: Path, study: Study) -> Iterator[Table]:
    """Open a file as a table, a transcript as a table of one row. Raises `tables.Refused`."""
    if is_transcript(path.name, study):
        yield _of_transcript(path)
    elif path.name.lower().endswith((".xes", ".xes.gz")):
        rows = (Row(number, list(event)) for number, event in enumerate(xes.events(path), start=1))
        yield Table(EVENT_HEADS, rows, "XES")
    else:
        with tables.opened(path) as table:
            yield table


def _of_transcript(path: Path) -> Table:
    if path.stat().st_size > tables.LONGEST_CELL * 4:
        raise tables.Refused(f"The transcript has more than {tables.LONGEST_CELL:,} characters.")
    found = reading.read(path.read_bytes(), path.name)
    cells = [path.stem[:200], found.text, *(found.facts.get(fact, "") for fact in reading.FACTS)]
    # Two conversations are two people, though nobody wrote down who.
    place = TRANSCRIPT_HEADS.index("respondent")
    cells[place] = cells[place] or f"transcript {path.stem}"
    return Table(TRANSCRIPT_HEADS, iter([Row(1, cells)]), found.encoding, found.guessed)
