"""A table beside the real ones that only this connection sees: a file's rows take no memory, and no lock."""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

#: Rows given to SQLite by one call.
CHUNK = 5_000


@contextmanager
def table(
    name: str,
    columns: dict[str, str],
    rows: Iterable[tuple[Any, ...]],
    for_sqlite: Callable[[Any], tuple[Any, ...]],
) -> Iterator[None]:
    """Hold rows in a temporary table until the block ends. `columns` are names with types."""
    with connection.cursor() as cursor:
        declared = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        cursor.execute(f"CREATE TEMP TABLE {name} ({declared})")
    try:
        with _one_transaction():
            _fill(name, columns, rows, for_sqlite)
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {name}")


@contextmanager
def _one_transaction() -> Iterator[None]:
    """Write the rows without taking SQLite's one write lock: only a table of our own is written."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")


def _fill(
    name: str,
    columns: dict[str, str],
    rows: Iterable[tuple[Any, ...]],
    for_sqlite: Callable[[Any], tuple[Any, ...]],
) -> None:
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(f"ANALYZE {name}")
            return
        marks = ", ".join(["%s"] * len(columns))
        adapted = map(for_sqlite, rows)
        while chunk := list(islice(adapted, CHUNK)):
            cursor.executemany(f"INSERT INTO {name} ({names}) VALUES ({marks})", chunk)


@lru_cache(4096)
def moment_for_sqlite(moment: datetime) -> str:
    """Return a moment as Django's SQLite backend stores it.

    Dates without a time repeat, and the backend's way takes as long as checking the whole row.
    """
    return str(connection.ops.adapt_datetimefield_value(moment))
