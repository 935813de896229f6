"""Responses from a file: what it would do, and doing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from journeys import history
from research.imports import kinds, outcome, staging
from research.imports.mapping import guess
from research.imports.outcome import Collected, ImportPreview
from research.imports.records import Problem, Records
from research.models import Study

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.contrib.auth.models import User

    from research.imports.mapping import Mapping
    from research.imports.outcome import Progress, Tell
    from research.models import ImportBatch
    from research.tables import Table


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
    with kinds.opened(path, study) as table:
        return preview_of(study, table, mapping, tell=tell, progress=progress)


def preview_of(
    study: Study,
    table: Table,
    mapping: Mapping | None = None,
    *,
    tell: Tell | None = None,
    progress: Progress | None = None,
) -> ImportPreview:
    """Return what an opened table would do."""
    mapping = mapping or guess(table.heads, study.mapping)
    records = Records(study, mapping, table)
    collected = Collected(tell, progress)
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
    with kinds.opened(path, study) as table:
        made = outcome.batch_of(study, path, batch, by)
        return bring_in_table(made, table, mapping, Collected(tell, progress))


def bring_in_table(
    batch: ImportBatch,
    table: Table,
    mapping: Mapping | None,
    collected: Collected,
    *,
    also: Callable[[ImportPreview], ImportPreview] = lambda found: found,
    then: Callable[[ImportBatch], None] = lambda _: None,
) -> tuple[ImportBatch, ImportPreview]:
    """Write an opened table's responses; `also` adds to what is told, `then` writes more in the same transaction."""
    study = batch.study
    mapping = mapping or guess(table.heads, study.mapping)
    records = Records(study, mapping, table)
    with staging.staged(collected.records(records)), transaction.atomic():
        # Two imports into one study go one after the other.
        study = Study.objects.select_for_update().get(pk=batch.study_id)
        found = also(_looked_at(study, table, records, collected, mapping))
        batch = outcome.done(batch, found)
        staging.write(study, batch)
        then(batch)
        study.mapping = records.study.mapping = batch.mapping
        history.deed(study, by=batch.imported_by, verb=f"import responses: {batch.file_name}"[:200])
        study.save(update_fields=["mapping", "updated_at"])
    return batch, found


def _looked_at(
    study: Study, table: Table, records: Records, collected: Collected, mapping: Mapping
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
        forgotten=records.forgotten,
    )
