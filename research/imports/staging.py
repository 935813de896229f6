"""The file's rows in a table beside the real one, which only this connection sees.

There they are compared, and from there one statement writes them: a million rows take no memory, and they
are in wholly or not at all.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from research.imports import beside
from research.imports.beside import CHUNK
from research.imports.records import Record
from research.models import Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from research.models import ImportBatch, Study

STAGED = "staged_responses"
TABLE = Response._meta.db_table
_TYPES = {
    "line": "bigint",
    "given_at": "timestamptz",
    "persona_id": "bigint",
    "channel_id": "bigint",
    "rating": "double precision",
    "feeling": "double precision",
    "instrument_id": "bigint",
    "consent_until": "date",
}
_COPIED = [name for name in Record._fields if name != "line"]


@contextmanager
def staged(records: Iterable[Record]) -> Iterator[None]:
    """Hold these records in the table beside the real one, until the block ends."""
    columns = {name: _TYPES.get(name, "text") for name in Record._fields}
    with beside.table(STAGED, columns, records, _for_sqlite):
        yield


def _for_sqlite(record: Record) -> tuple[Any, ...]:
    """Return the values as Django's SQLite backend stores them."""
    given_at, until = record.given_at, record.consent_until
    return (
        *record[:2],
        beside.moment_for_sqlite(given_at) if given_at else None,
        *record[3:13],
        until.isoformat() if until else None,
        record.checksum,
    )


def name_the_nameless() -> None:
    """Give rows without an id of the file's own one by their content, so that the file again changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {STAGED} SET external_id = {STAGED}.checksum || '-' || numbered.number FROM ("
            f" SELECT line, row_number() OVER (PARTITION BY checksum ORDER BY line) AS number FROM {STAGED}"
            f") AS numbered WHERE numbered.line = {STAGED}.line AND {STAGED}.external_id = ''"
        )


#: Rows beside the one whose id they repeat.
_REPEATED = (
    f"(SELECT line, external_id, checksum, min(line) OVER (PARTITION BY external_id) AS first,"
    f" first_value(checksum) OVER (PARTITION BY external_id ORDER BY line) AS first_checksum"
    f" FROM {STAGED}) AS numbered WHERE line <> first"
)


def repeated() -> tuple[int, Iterator[tuple[int, int, str]]]:
    """Return how many rows repeat one further up word for word, and those that say something else.

    Of the latter: row, the row further up, the id.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {_REPEATED} AND checksum = first_checksum")
        same = cursor.fetchone()[0]
    return same, _contradicting()


def _contradicting() -> Iterator[tuple[int, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT line, first, external_id FROM {_REPEATED} AND checksum <> first_checksum ORDER BY line"
        )
        while rows := cursor.fetchmany(CHUNK):
            yield from rows


def take_out_repeated() -> None:
    """Keep the first row of each id."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {STAGED} WHERE (line, external_id) NOT IN"
            f" (SELECT min(line), external_id FROM {STAGED} GROUP BY external_id)"
        )


def compared(study: Study) -> tuple[int, int, int]:
    """Return how many of the rows are new, changed and unchanged."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE present.id IS NULL),"
            " count(*) FILTER (WHERE present.checksum <> staged.checksum),"
            " count(*) FILTER (WHERE present.checksum = staged.checksum)"
            f" FROM {STAGED} AS staged LEFT JOIN {TABLE} AS present"
            " ON present.study_id = %s AND present.external_id = staged.external_id",
            [study.pk],
        )
        new, changed, unchanged = cursor.fetchone()
    return new, changed, unchanged


def write(study: Study, batch: ImportBatch) -> None:
    """Write what is new and what changed; one statement."""
    now = timezone.now()
    facts: dict[str, Any] = {
        "program_id": study.program_id,
        "study_id": study.pk,
        "batch_id": batch.pk,
        "created_at": now,
        "updated_at": now,
    }
    given = ", ".join("%s" for _ in facts)
    replaced = [*_COPIED[1:], "batch_id", "updated_at"]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} ({', '.join([*facts, *_COPIED])})"
            f" SELECT {given}, {', '.join(_COPIED)} FROM {STAGED} WHERE true"
            " ON CONFLICT (study_id, external_id) DO UPDATE SET "
            + ", ".join(f"{name} = excluded.{name}" for name in replaced)
            # Other words feel otherwise; they wait to be scored again.
            + ", sentiment = NULL, sentiment_method = ''"
            + f" WHERE {TABLE}.checksum <> excluded.checksum",
            list(facts.values()),
        )
