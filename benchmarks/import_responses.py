"""A million responses from a CSV file, beside the database's own bulk load of the same rows.

    DJANGO_SETTINGS_MODULE=config.settings SECRET_KEY=x python -m benchmarks.import_responses [ROWS]

The baseline is COPY from memory into a table like ours with its indexes and keys on PostgreSQL, one prepared
`executemany` on SQLite. Prints the times, their ratio and how much the memory rose. Everything it writes is
rolled back or dropped.
"""

from __future__ import annotations

import csv
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import django

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
WORDS = [
    "the",
    "card",
    "app",
    "was",
    "slow",
    "and",
    "then",
    "it",
    "closed",
    "my",
    "account",
    "again",
    "please",
    "help",
    "thanks",
    "great",
    "easy",
]


def _file(folder: str) -> Path:
    chance, path = random.Random(1), Path(folder) / "answers.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "date", "customer id", "comment", "rating", "segment"])
        for number in range(ROWS):
            words = " ".join(chance.choices(WORDS, k=12))
            day = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02} 10:00:00"
            rows.writerow(
                [f"r{number}", day, f"c{number % 300_000}", words, number % 5 + 1, f"s{number % 7}"]
            )
    return path


def main() -> None:
    """Measure and print."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from journeys.models import Program
    from research.imports import responses
    from research.models import Instrument, Study

    call_command("migrate", verbosity=0)
    program = Program.objects.create(name="Benchmark")
    study = Study.objects.create(program=program, name="Benchmark")
    asked = {"question": "?", "lowest": 1, "highest": 5}
    study.instruments.add(Instrument.objects.create(program=program, name="1 to 5", **asked))
    with tempfile.TemporaryDirectory() as folder:
        path = _file(folder)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        taken = {}
        for name in ("first time", "again"):
            started = time.perf_counter()
            _, found = responses.bring_in(study, path, by=None)
            taken[name] = time.perf_counter() - started
            print(f"{name}: {taken[name]:.1f} s; {found.new:,} new, {found.unchanged:,} unchanged")
        risen = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        baseline = _bulk_load(connection)
    print(f"bulk load of the same rows on {connection.vendor}: {baseline:.1f} s")
    print(f"rate against it: {baseline / taken['first time']:.2f}; memory rose by {risen:.0f} MB")


def _bulk_load(connection: object) -> float:
    """Return the seconds the database takes for the same rows into a like table with the same indexes."""
    from research.models import Response

    table, like = Response._meta.db_table, "bulk_loaded"
    names = [field.column for field in Response._meta.concrete_fields]
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY id")
        rows = cursor.fetchall()
        is_postgresql = connection.vendor == "postgresql"  # type: ignore[attr-defined]
        if is_postgresql:
            cursor.execute(f"CREATE TABLE {like} (LIKE {table} INCLUDING ALL)")
            # LIKE leaves the foreign keys out; checking them is part of loading a table like ours.
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conrelid = %s::regclass AND contype = 'f'",
                [table],
            )
            for (key,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {like} ADD {key}")
        else:
            cursor.execute(
                "SELECT replace(sql, %s, %s) FROM sqlite_master WHERE name = %s",
                [f'"{table}"', f'"{like}"', table],
            )
            cursor.execute(cursor.fetchone()[0])
            cursor.execute(
                "SELECT replace(replace(sql, %s, %s), ' \"', ' \"bulk_')"
                " FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
                [f'ON "{table}"', f"ON {like}", table],
            )
            for (statement,) in cursor.fetchall():
                cursor.execute(
                    statement.replace('"bulk_', '"', 2).replace('INDEX "', 'INDEX "bulk_', 1)
                )
        started = time.perf_counter()
        if is_postgresql:
            with cursor.copy(f"COPY {like} ({', '.join(names)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * len(names))
            raw = connection.connection  # type: ignore[attr-defined]
            raw.execute("BEGIN")
            raw.executemany(f"INSERT INTO {like} ({', '.join(names)}) VALUES ({marks})", rows)
            raw.execute("COMMIT")
        taken = time.perf_counter() - started
        cursor.execute(f"DROP TABLE {like}")
    return taken


if __name__ == "__main__":
    main()
