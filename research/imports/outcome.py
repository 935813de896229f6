"""What a file would do or did, told the same way for every kind of file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import msgspec
from django.utils import timezone
from msgspec import Struct

from journeys import jobs
from research.imports.mapping import Mapping
from research.imports.records import Problem
from research.models import ImportBatch, Study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import TypeVar

    from django.contrib.auth.models import User

    Tell = Callable[[Problem], None]
    Progress = Callable[[int], None]
    Row = TypeVar("Row")

#: Problems a preview keeps; all of them are counted, and told to whoever asks.
MOST_PROBLEMS = 200
#: Rows between two reports of progress.
STEP = 20_000


class ImportPreview(Struct, frozen=True):
    """What a file would do. `unknown` counts names per field that stand for nothing in the program.

    `holds` is what one row is: an answer, an event, a document. `quotes` and `themes` are what coded work brings,
    `forgotten` rows by people who asked to be, `left_out` what the file has that does not come in.
    """

    heads: tuple[str, ...]
    mapping: Mapping
    new: int
    changed: int
    unchanged: int
    invalid: int
    unplaced: int
    problems: tuple[Problem, ...]
    unknown: dict[str, dict[str, int]]
    encoding: str = ""
    encoding_guessed: bool = False
    holds: str = "answer"
    quotes: int = 0
    themes: int = 0
    forgotten: int = 0
    left_out: tuple[str, ...] = ()


class Collected:
    """Passes records on, and keeps what is wrong."""

    def __init__(self, tell: Tell | None, progress: Progress | None) -> None:
        self._tell, self._progress = tell, progress
        self.problems: list[Problem] = []
        self.invalid = 0

    def wrong(self, problem: Problem) -> None:
        """Keep a problem, and tell of it."""
        self.invalid += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        if self._tell:
            self._tell(problem)

    def records(self, found: Iterable[Row | Problem]) -> Iterator[Row]:
        """Give what is right."""
        for count, one in enumerate(found, start=1):
            if isinstance(one, Problem):
                self.wrong(one)
            else:
                yield one
            if self._progress and count % STEP == 0:
                self._progress(count)


def batch_of(study: Study, path: Path, batch: ImportBatch | None, by: User | None) -> ImportBatch:
    """Return the batch that will tell of a file: the job it is done for, or a new one."""
    batch = batch or ImportBatch(
        program_id=study.program_id, study=study, file_name=path.name[:255]
    )
    with path.open("rb") as file:
        batch.checksum = hashlib.file_digest(file, "sha256").hexdigest()
    batch.imported_by, batch.imported_by_name = by, by.get_username() if by else ""
    return batch


def done(batch: ImportBatch, found: ImportPreview) -> ImportBatch:
    """Write into the batch what came of it, in the transaction that brings its rows in."""
    facts: dict[str, Any] = {
        "wants": ImportBatch.Wants.IMPORT,
        "mapping": msgspec.to_builtins(found.mapping),
        "created": found.new,
        "changed": found.changed,
        "unchanged": found.unchanged,
        "invalid": found.invalid,
        "found": told(found),
    }
    if not batch._state.adding:
        names = ("checksum", "imported_by", "imported_by_name", "errors")
        return jobs.finish(batch, **facts, **{name: getattr(batch, name) for name in names})
    for name, value in facts.items():
        setattr(batch, name, value)
    batch.status, batch.progress = ImportBatch.Status.DONE, 100
    batch.finished_at = timezone.now()
    batch.save()
    return batch


def told(found: ImportPreview) -> dict[str, Any]:
    """Return what was found as JSON, without the rows: those may hold what people wrote."""
    plain: dict[str, Any] = msgspec.to_builtins(found)
    plain["problems"] = [
        {"line": one.line, "column": one.column, "reason": one.reason} for one in found.problems
    ]
    return plain
