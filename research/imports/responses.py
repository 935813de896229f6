"""Responses from a file: what it would do, and doing it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import transaction
from django.utils import timezone
from msgspec import Struct

from journeys import history, jobs
from research import tables
from research.imports import staging
from research.imports.mapping import Mapping, guess
from research.imports.records import Problem, Record, Records
from research.models import ImportBatch, Study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.contrib.auth.models import User

    Tell = Callable[[Problem], None]
    Progress = Callable[[int], None]

#: Problems a preview keeps; all of them are counted, and told to whoever asks.
MOST_PROBLEMS = 200
#: Rows between two reports of progress.
STEP = 20_000


class ImportPreview(Struct, frozen=True):
    """What a file would do. `unknown` counts names per field that stand for nothing in the program."""

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


class _Collected:
    """Passes records on, and keeps what is wrong."""

    def __init__(self, tell: Tell | None, progress: Progress | None) -> None:
        self._tell, self._progress = tell, progress
        self.problems: list[Problem] = []
        self.invalid = 0

    def wrong(self, problem: Problem) -> None:
        self.invalid += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        if self._tell:
            self._tell(problem)

    def records(self, found: Records) -> Iterator[Record]:
        for count, one in enumerate(found, start=1):
            if isinstance(one, Problem):
                self.wrong(one)
            else:
                yield one
            if self._progress and count % STEP == 0:
                self._progress(count)


def preview(
    study: Study,
    path: Path,
    mapping: Mapping | None = None,
    *,
    tell: Tell | None = None,
    progress: Progress | None = None,
) -> ImportPreview:
    """Return what a file would do to a study; nothing is written. Without a mapping, one is guessed.

    `tell` hears of every problem, `progress` how many rows have been read. Raises `tables.Refused`.
    """
    with tables.opened(path) as table:
        mapping = mapping or guess(table.heads, study.mapping)
        records = Records(study, mapping, table)
        collected = _Collected(tell, progress)
        with staging.staged(collected.records(records)):
            return _looked_at(study, table, records, collected, mapping)


def bring_in(
    study: Study,
    path: Path,
    mapping: Mapping | None = None,
    *,
    by: User | None,
    batch: ImportBatch | None = None,
    tell: Tell | None = None,
    progress: Progress | None = None,
) -> tuple[ImportBatch, ImportPreview]:
    """Write a file's responses and return the batch that tells of it, with what it did.

    The good rows go in, the others are told. All in one transaction, with the word that it is done: whoever is
    cut off has written nothing. The same file again changes nothing. `batch` is the job it is done for, if there
    is one. Raises `tables.Refused`, and `jobs.LeaseLost` if the job is no longer ours.
    """
    with tables.opened(path) as table:
        mapping = mapping or guess(table.heads, study.mapping)
        records = Records(study, mapping, table)
        collected = _Collected(tell, progress)
        with staging.staged(collected.records(records)):
            batch = batch or ImportBatch(
                program_id=study.program_id, study=study, file_name=path.name[:255]
            )
            batch.checksum, batch.imported_by = _checksum(path), by
            batch.imported_by_name = by.get_username() if by else ""
            return _written(
                batch, lambda: _looked_at(study, table, records, collected, mapping), records
            )


def _written(
    batch: ImportBatch, look: Callable[[], ImportPreview], records: Records
) -> tuple[ImportBatch, ImportPreview]:
    with transaction.atomic():
        # Two imports into one study go one after the other.
        study = Study.objects.select_for_update().get(pk=batch.study_id)
        found = look()
        batch = _done(batch, found)
        staging.write(study, batch, records.instrument)
        study.mapping = records.study.mapping = batch.mapping
        history.deed(study, by=batch.imported_by, verb=f"import responses: {batch.file_name}"[:200])
        study.save(update_fields=["mapping", "updated_at"])
    return batch, found


def _done(batch: ImportBatch, found: ImportPreview) -> ImportBatch:
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


def _looked_at(
    study: Study, table: tables.Table, records: Records, collected: _Collected, mapping: Mapping
) -> ImportPreview:
    staging.name_the_nameless()
    repeated, contradicting = staging.repeated()
    before = collected.invalid
    for line, first, name in contradicting:
        reason = f"The id “{name[:60]}” stands in row {first} already, with other content."
        collected.wrong(Problem(line, mapping.id, reason, []))
    if repeated or collected.invalid > before:
        staging.take_out_repeated()
    new, changed, unchanged = staging.compared(study)
    return ImportPreview(
        heads=table.heads,
        mapping=mapping,
        new=new,
        changed=changed,
        unchanged=unchanged + repeated,
        invalid=collected.invalid,
        unplaced=records.unplaced,
        problems=tuple(sorted(collected.problems, key=lambda problem: problem.line)),
        unknown={
            field: dict(names.unknown.most_common())
            for field, names in records.names.items()
            if names.unknown
        },
        encoding=table.encoding,
        encoding_guessed=table.guessed,
    )


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
