"""The life of an import as verbs: upload, look again, confirm, run, cancel, retry.

First the file is looked at and nothing is written; a person sees what it would do and confirms; then it is
brought in, in one transaction that also says that it is done. Killed in the middle, it is done again from the start.
"""

from __future__ import annotations

import io
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import msgspec
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from journeys import jobs
from journeys.jobs import NotPossible
from research import tables
from research.imports import bringing, kinds, outcome, places, problems
from research.imports import mapping as mappings
from research.models import ImportBatch, Study

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.contrib.auth.models import User

    from research.imports.mapping import Mapping

TASK = "research.tasks.work_on_import"
SUFFIXES = kinds.SUFFIXES
#: Bytes of the largest file a browser may send; larger ones come in by the command.
LARGEST_UPLOAD = 500_000_000
#: How long an upload that was not brought in, and rows to mend, are kept.
KEPT = timedelta(days=30)

Wants, Status = ImportBatch.Wants, ImportBatch.Status


@transaction.atomic
def upload(study: Study, file: File[bytes], *, by: User | None) -> ImportBatch:
    """Keep a file for a study and have it looked at. Raises `tables.Refused` for a kind we do not read."""
    name = PurePath(file.name or "file").name[-255:]
    if not kinds.is_read(name):
        raise tables.Refused(
            f"“{name}” is of no kind that is read here. CSV, TSV, Excel workbooks (.xlsx) and JSON lines are;"
            " transcripts (.txt, .md, .vtt), coded work (.qdpx, .qdc, Taguette’s highlights) and event logs (.xes) too."
        )
    if (file.size or 0) > LARGEST_UPLOAD:
        raise tables.Refused(
            f"The file has more than {LARGEST_UPLOAD // 1_000_000} MB. Split it, or use the command import_responses."
        )
    batch = ImportBatch(program_id=study.program_id, study=study, file_name=name, imported_by=by)
    batch.imported_by_name = by.get_username() if by else ""
    batch.save()
    stored = f"{study.program_id}/{batch.pk}/file{PurePath(name).suffix.lower()}"
    batch.file.save(stored, file, save=True)
    _queue(batch)
    return batch


@transaction.atomic
def look_again(batch: ImportBatch, mapping: Mapping) -> ImportBatch:
    """Have the file looked at with other columns. Raises `NotPossible` once it came in, or while it is worked on."""
    return _again(batch, Wants.PREVIEW, mapping=msgspec.to_builtins(mapping))


@transaction.atomic
def confirm(batch: ImportBatch, *, by: User | None) -> ImportBatch:
    """Have the file brought in as it was looked at. Raises `NotPossible` unless that was done."""
    name = by.get_username() if by else ""
    return _again(batch, Wants.IMPORT, imported_by=by, imported_by_name=name)


def _again(batch: ImportBatch, wants: str, **facts: Any) -> ImportBatch:
    rows = ImportBatch.objects.filter(pk=batch.pk, wants=Wants.PREVIEW)
    ready = (
        [Status.DONE] if wants == Wants.IMPORT else [Status.DONE, Status.FAILED, Status.CANCELLED]
    )
    queued = rows.filter(status__in=ready).update(
        wants=wants, status=Status.QUEUED, attempts=0, progress=0, step="", error="", finished_at=None, **facts
    )  # fmt: skip
    if not queued:
        raise NotPossible("Only a file that was looked at, and is not in yet, can be brought in.")
    batch.refresh_from_db()
    _queue(batch)
    return batch


@transaction.atomic
def cancel(batch: ImportBatch) -> ImportBatch:
    """Stop an import; nothing of it is written. Raises `NotPossible` if it has ended."""
    return jobs.cancel(batch)


@transaction.atomic
def retry(batch: ImportBatch) -> ImportBatch:
    """Begin again with an import that failed or was cancelled. Raises `NotPossible`."""
    waiting = jobs.wait_again(batch)
    _queue(waiting)
    return waiting


def run(batch: ImportBatch) -> ImportBatch:
    """Do what a claimed batch wants: look at its file, or bring it in. Raises `tables.Refused`, `jobs.LeaseLost`."""
    mapping = mappings.from_json(batch.mapping) if batch.mapping else None
    with jobs.lease_kept(batch) as keeper, _local(batch) as path:

        def progress(count: int) -> None:
            keeper.tell(min(90, count // 12_000), f"{count:,} rows read")

        if batch.wants == Wants.IMPORT:
            return _brought_in(batch, path, mapping, progress)
        mapping = _heads_told(batch, path, mapping)
        found = bringing.preview(batch.study, path, mapping, progress=progress)
        return jobs.finish(
            batch,
            found=outcome.told(found),
            mapping=msgspec.to_builtins(found.mapping),
            created=found.new,
            changed=found.changed,
            unchanged=found.unchanged,
            invalid=found.invalid,
        )


def _heads_told(batch: ImportBatch, path: Path, mapping: Mapping | None) -> Mapping | None:
    """Keep the file's heads at once: should the look fail for its columns, others can be chosen."""
    if kinds.of(path, batch.study) == "coded":
        return mapping
    with kinds.opened(path, batch.study) as table:
        mapping = mapping or guessed(batch.study, table.heads)
        jobs.held(batch).update(found={"heads": table.heads}, mapping=msgspec.to_builtins(mapping))
    return mapping


def guessed(study: Study, heads: Sequence[str]) -> Mapping:
    """Return what a file's columns seem to be, those called like a touchpoint included."""
    found = mappings.guess(heads, study.mapping)
    known = places.elements(study.program_id)
    several = sum(known.known(head) for head in heads) > 1
    if several and not found.rating and not found.activity and found.id:
        return msgspec.structs.replace(found, by_place=True)
    return found


def _brought_in(
    batch: ImportBatch, path: Path, mapping: Mapping | None, progress: Any
) -> ImportBatch:
    with tempfile.TemporaryFile() as raw:
        errors = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        # Named before the rows are written: the batch is done with its rows, in one transaction.
        name = f"{batch.program_id}/{batch.pk}/invalid-{batch.lease_token}.csv"
        batch.errors.name = f"{batch.errors.field.upload_to}{name}"
        done, found = bringing.bring_in(
            batch.study, path, mapping,
            by=batch.imported_by, batch=batch, tell=problems.writer(errors), progress=progress,
        )  # fmt: skip
        if found.invalid:
            errors.flush()
            raw.seek(0)
            done.errors.storage.save(done.errors.name, File(raw))
        else:
            ImportBatch.objects.filter(pk=done.pk).update(errors="")
    # What people wrote is in the table now, where consent and being forgotten reach it.
    _drop(batch, "file")
    return done


@contextmanager
def _local(batch: ImportBatch) -> Iterator[Path]:
    """Give the file as one on this machine, under a name that says its kind."""
    if not batch.file:
        raise tables.Refused(
            f"The file waited for {KEPT.days} days and is not kept any more. Bring it once more."
        )
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        path = Path(folder) / _safe(batch.file_name)
        with batch.file.open("rb") as stored, path.open("wb") as local:
            for part in stored.chunks():
                local.write(part)
        yield path


def _safe(name: str) -> str:
    """Return a file's name as one that a disk takes: no longer than 200 bytes, its end kept."""
    path = PurePath(name.replace("/", "-").replace("\0", ""))
    suffixes = "".join(path.suffixes[-2:])[-20:]
    stem = path.name.removesuffix(suffixes).encode()[:180].decode(errors="ignore")
    return f"{stem or 'file'}{suffixes}"


def clear_files(older_than: timedelta = KEPT) -> int:
    """Take away uploads nobody brought in and rows nobody mended; both hold what people wrote. Return how many."""
    cleared = 0
    old = ImportBatch.objects.filter(updated_at__lt=timezone.now() - older_than)
    for batch in old.exclude(file="", errors=""):
        _drop(batch, "file", "errors")
        cleared += 1
    return cleared


def drop_files(batch: ImportBatch) -> None:
    """Take away what a batch keeps of its file: the upload, and the rows to mend."""
    _drop(batch, "file", "errors")


def _drop(batch: ImportBatch, *names: str) -> None:
    for name in names:
        stored = getattr(batch, name)
        if stored:
            stored.storage.delete(stored.name)
    ImportBatch.objects.filter(pk=batch.pk).update(**dict.fromkeys(names, ""))


def queue_stalled() -> int:
    """Queue again what waits too long or was left by a killed worker; return how many."""
    return jobs.queue_stalled(ImportBatch, lambda pk: jobs.send(TASK, pk))


def _queue(batch: ImportBatch) -> None:
    transaction.on_commit(lambda: jobs.send(TASK, batch.pk))
