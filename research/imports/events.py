"""Event logs from a file: what it would do, and doing it. Each row is a step of somebody's way."""

from __future__ import annotations

from datetime import datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from journeys import history
from research import masking
from research.imports import beside, dates, kinds, outcome, places
from research.imports.mapping import guess
from research.imports.outcome import Collected, ImportPreview
from research.imports.records import SAMPLE, Problem, forgotten_in
from research.models import Event, Study
from research.tables import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.contrib.auth.models import User

    from research.imports.mapping import Mapping
    from research.imports.outcome import Progress, Tell
    from research.models import ImportBatch
    from research.tables import Row, Table

STAGED = "staged_events"
TABLE = Event._meta.db_table
LONGEST = 200
_COLUMNS = {
    "line": "bigint", "case_id": "text", "activity": "text", "element_key": "text", "happened_at": "timestamptz",
}  # fmt: skip
#: Rows with their place among those of one case and moment: what tells the file's rows from one another.
_NUMBERED = (
    f"(SELECT *, row_number() OVER (PARTITION BY case_id, happened_at ORDER BY line) - 1 AS position FROM {STAGED})"  # noqa: S608  our own names
    " AS staged"
)


class Step(NamedTuple):
    """An event as it will be stored; whose it is, is a pseudonym."""

    line: int
    case_id: str
    activity: str
    element_key: str
    happened_at: datetime


class Steps:
    """Reads a table's rows for one study. Walk through it once; `unplaced` and `forgotten` tell the rest."""

    def __init__(self, study: Study, mapping: Mapping, table: Table) -> None:
        if not (mapping.respondent and mapping.date and mapping.activity):
            raise Refused("An event log needs three columns: who it was, what happened, and when.")
        self._mapping = mapping
        self._places = [table.index(head) for head in (mapping.respondent, mapping.activity, mapping.date)]  # fmt: skip
        self._element = table.index(mapping.element) if mapping.element else None
        self._elements = places.elements(study.program_id)
        first = list(islice(table, SAMPLE))
        self._rows = chain(first, table)
        texts = (row.cells[self._places[2]].strip() for row in first)
        self._moment = dates.decide(texts, mapping.date_order, timezone.get_default_timezone()).moment  # fmt: skip
        self._pseudonyms = masking.Pseudonyms(settings.RESPONDENT_KEY, study.program_id)
        self._forgotten = forgotten_in(study.program_id)
        self.unplaced = self.forgotten = 0

    def __iter__(self) -> Iterator[Step | Problem]:
        """Give a step or a problem for each row."""
        for row in self._rows:
            found = self._step(row)
            if isinstance(found, Step) and found.case_id in self._forgotten:
                self.forgotten += 1
            else:
                yield found

    def _step(self, row: Row) -> Step | Problem:
        case, activity, when = (row.cells[place].strip() for place in self._places)
        mapping = self._mapping
        for text, column in ((case, mapping.respondent), (activity, mapping.activity)):
            if not text:
                return Problem(row.number, column, "It is missing.", row.cells)
            if len(text) > LONGEST:
                reason = f"“{text[:40]}…” has {len(text)} characters; {LONGEST} is the most."
                return Problem(row.number, column, reason, row.cells)
        try:
            moment = self._moment(when)
        except ValueError as error:
            return Problem(row.number, mapping.date, str(error), row.cells)
        said = row.cells[self._element].strip() if self._element is not None else activity
        element = self._elements.get(said)
        self.unplaced += not element
        return Step(row.number, self._pseudonyms.of(case), activity, element, moment)


def preview(
    study: Study, path: Path, mapping: Mapping | None = None, *, tell: Tell | None = None, progress: Progress | None = None,
) -> ImportPreview:  # fmt: skip
    """Return what a log would do to a study; nothing is written. Raises `tables.Refused`."""
    with kinds.opened(path, study) as table:
        mapping = mapping or guess(table.heads, study.mapping)
        steps, collected = Steps(study, mapping, table), Collected(tell, progress)
        with _staged(steps, collected):
            return _looked_at(study, table, steps, collected, mapping)


def bring_in(
    study: Study, path: Path, mapping: Mapping | None = None, *, by: User | None, batch: ImportBatch | None = None,
    tell: Tell | None = None, progress: Progress | None = None,
) -> tuple[ImportBatch, ImportPreview]:  # fmt: skip
    """Write a log's events in one transaction; the same again changes nothing. Raises `tables.Refused`, `jobs.LeaseLost`."""
    with kinds.opened(path, study) as table:
        mapping = mapping or guess(table.heads, study.mapping)
        steps, collected = Steps(study, mapping, table), Collected(tell, progress)
        batch = outcome.batch_of(study, path, batch, by)
        with _staged(steps, collected), transaction.atomic():
            study = Study.objects.select_for_update().get(pk=study.pk)
            found = _looked_at(study, table, steps, collected, mapping)
            batch = outcome.done(batch, found)
            _write(study, batch)
            study.mapping = batch.mapping
            history.deed(study, by=by, verb=f"import events: {batch.file_name}"[:200])
            study.save(update_fields=["mapping", "updated_at"])
        return batch, found


def _staged(steps: Steps, collected: Collected) -> Any:
    return beside.table(STAGED, _COLUMNS, collected.records(steps), _for_sqlite)


def _for_sqlite(step: Step) -> tuple[Any, ...]:
    return (*step[:4], beside.moment_for_sqlite(step.happened_at))


def _looked_at(
    study: Study, table: Table, steps: Steps, collected: Collected, mapping: Mapping
) -> ImportPreview:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE present.id IS NULL),"  # noqa: S608  our own names
            " count(*) FILTER (WHERE present.activity <> staged.activity OR present.element_key <> staged.element_key),"
            " count(*) FILTER (WHERE present.activity = staged.activity AND present.element_key = staged.element_key)"
            f" FROM {_NUMBERED} LEFT JOIN {TABLE} AS present ON present.study_id = %s"
            " AND present.case_id = staged.case_id AND present.happened_at = staged.happened_at"
            " AND present.position = staged.position",
            [study.pk],
        )
        new, changed, unchanged = cursor.fetchone()
    return ImportPreview(
        heads=table.heads, mapping=mapping, new=new, changed=changed, unchanged=unchanged, invalid=collected.invalid,
        unplaced=steps.unplaced, problems=tuple(collected.problems), unknown={}, encoding=table.encoding,
        encoding_guessed=table.guessed, holds="event", forgotten=steps.forgotten,
    )  # fmt: skip


def _write(study: Study, batch: ImportBatch) -> None:
    now = timezone.now()
    nothing = "'{}'::jsonb" if connection.vendor == "postgresql" else "'{}'"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (program_id, study_id, batch_id, case_id, activity, element_key, happened_at,"  # noqa: S608  our own names
            " position, attributes, created_at, updated_at)"
            f" SELECT %s, %s, %s, case_id, activity, element_key, happened_at, position, {nothing}, %s, %s"
            f" FROM {_NUMBERED} WHERE true ON CONFLICT (study_id, case_id, happened_at, position) DO UPDATE SET"
            " activity = excluded.activity, element_key = excluded.element_key, batch_id = excluded.batch_id,"
            f" updated_at = excluded.updated_at WHERE {TABLE}.activity <> excluded.activity"
            f" OR {TABLE}.element_key <> excluded.element_key",
            [study.program_id, study.pk, batch.pk, now, now],
        )
